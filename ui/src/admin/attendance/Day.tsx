import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { CalendarCheck2, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty';
import { Field } from '../parts/fields';
import { addDays, clock, duration, longDay, today } from '../parts/format';
import { Page } from '../parts/Page';
import { Stepper } from '../parts/Stepper';
import { useDate } from '../parts/useDate';
import { PersonLink } from '../people/PersonLink';
import { type FiguresColumn, FiguresTable, type Only } from './FiguresTable';
import { FlagTags, LateTag, StatusTag, statusOf } from './words';

// What the button is called, and whom the server then lists.
const FILTERS: Record<string, Only> = {
  all: 'expected',
  late: 'late',
  absent: 'absent',
  flagged: 'flagged',
};

/** One day of everybody: who came and went when, and what is unusual about it. */
export function Component() {
  const { t } = useTranslation();
  const [date, setDate] = useDate();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [filter, setFilter] = useState('all');
  const columns = useColumns(date);
  return (
    <Page
      title={t('nav.day')}
      intro={longDay(date)}
      actions={
        <>
          <Stepper
            title={date === today() ? t('common.today') : longDay(date, { weekday: 'long' })}
            onBack={() => setDate(addDays(date, -1))}
            onForward={() => setDate(addDays(date, 1))}
          />
          <Button variant="default" disabled={date === today()} onClick={() => setDate(today())}>
            {t('common.today')}
          </Button>
        </>
      }
    >
      <div className="filters">
        <Field label={t('common.date')} type="date" value={date} onChange={setDate} />
        <TextInput
          className="grow"
          type="search"
          label={t('people.search')}
          leftSection={<Search size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('day.filter')}
          value={filter}
          onChange={setFilter}
          data={Object.keys(FILTERS).map((value) => ({ value, label: t(`day.${value}`) }))}
        />
      </div>
      <FiguresTable
        label={t('nav.day')}
        asked={{ first: date, last: date, search, only: FILTERS[filter] ?? 'expected' }}
        columns={columns}
        empty={<Empty icon={CalendarCheck2} title={t('day.nobody')} hint={t('day.nobody_hint')} />}
      />
    </Page>
  );
}

function useColumns(date: string): FiguresColumn[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('common.name'),
        order: 'name',
        cell: ({ person }) => (
          <PersonLink {...person} to={`/app/people/${person.id}/days/${date}`} />
        ),
      },
      {
        key: 'in',
        title: t('day.in'),
        order: 'first_in',
        cell: ({ times }) => clock(times?.first_in),
      },
      {
        key: 'out',
        title: t('day.out'),
        order: 'last_out',
        cell: ({ times }) => (times?.open ? t('day.still_in') : clock(times?.last_out)),
      },
      {
        key: 'worked',
        title: t('figures.worked'),
        order: 'worked',
        cell: ({ figures }) => duration(figures.worked),
        end: true,
      },
      {
        key: 'late',
        title: t('figures.late'),
        order: 'late',
        cell: ({ figures }) => <LateTag seconds={figures.late} />,
        end: true,
      },
      {
        key: 'status',
        title: t('common.status'),
        order: 'status',
        cell: ({ figures, times }) => (
          <span className="tags">
            <StatusTag status={statusOf(figures)} />
            <FlagTags flags={times?.flags ?? []} />
          </span>
        ),
      },
    ],
    [t, date],
  );
}
