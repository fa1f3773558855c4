import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarCheck2, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { Field } from '../parts/fields';
import { addDays, clock, duration, longDay, today } from '../parts/format';
import { Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { Stepper } from '../parts/Stepper';
import { useDate } from '../parts/useDate';
import { PersonLink } from '../people/PersonLink';
import { get } from '../server';
import { FlagTags, LateTag, type Status, StatusTag, statusOf } from './words';

type Times = Schemas['DayAnswer'];
type Row = {
  id: string;
  name: string;
  status: Status;
  figures: Schemas['SummaryAnswer'];
  times: Times | undefined;
};
type Filter = 'all' | 'late' | 'absent' | 'flagged';
const FILTERS: readonly Filter[] = ['all', 'late', 'absent', 'flagged'];

/** One day of everybody: who came and went when, and what is unusual about it. */
export function Component() {
  const { t } = useTranslation();
  const [date, setDate] = useDate();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const found = useQuery({
    queryKey: ['day', date],
    queryFn: () => askDay(date),
    placeholderData: (before) => before,
  });
  const rows = useMemo(
    () => found.data?.filter((row) => fits(row, filter) && includes(row.name, search)),
    [found.data, filter, search],
  );
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
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('day.filter')}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={FILTERS.map((value) => ({ value, label: t(`day.${value}`) }))}
        />
      </div>
      <ProblemBanner problem={found.error} />
      {!found.error && (
        <DataTable
          label={t('nav.day')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          empty={
            <Empty icon={CalendarCheck2} title={t('day.nobody')} hint={t('day.nobody_hint')} />
          }
        />
      )}
    </Page>
  );
}

/** Figures of everybody who was planned or came, with the times of those who came. */
async function askDay(date: string): Promise<Row[]> {
  const [report, times] = await Promise.all([
    get<Schemas['ReportAnswer']>('reports/day', { date, by: 'person', per: 'day' }),
    get<Schemas['Attendance']>('attendance/day', { date }),
  ]);
  const came = new Map(times.rows.map((row) => [row.person.id, row]));
  return report.lines
    .map(({ key, name, figures }) => ({
      id: key,
      name,
      figures,
      status: statusOf(figures),
      times: came.get(key),
    }))
    .filter(({ status, times: own }) => own || status !== 'unplanned');
}

function fits({ figures, status }: Row, filter: Filter): boolean {
  if (filter === 'late') return figures.late > 0;
  if (filter === 'absent') return status === 'absent';
  return filter === 'all' || figures.flagged > 0;
}

const includes = (name: string, part: string): boolean =>
  name.toLocaleLowerCase().includes(part.trim().toLocaleLowerCase());

function useColumns(date: string): Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('common.name'),
        value: (row) => row.name,
        cell: (row) => <PersonLink {...row} to={`/app/people/${row.id}/days/${date}`} />,
      },
      {
        key: 'in',
        title: t('day.in'),
        value: (row) => row.times?.first_in ?? '',
        cell: (row) => clock(row.times?.first_in),
      },
      {
        key: 'out',
        title: t('day.out'),
        value: (row) => row.times?.last_out ?? '',
        cell: (row) => (row.times?.open ? t('day.still_in') : clock(row.times?.last_out)),
      },
      {
        key: 'worked',
        title: t('figures.worked'),
        value: (row) => row.figures.worked,
        cell: (row) => duration(row.figures.worked),
        end: true,
      },
      {
        key: 'late',
        title: t('figures.late'),
        value: (row) => row.figures.late,
        cell: (row) => <LateTag seconds={row.figures.late} />,
        end: true,
      },
      {
        key: 'status',
        title: t('common.status'),
        value: (row) => t(`status.${row.status}`),
        cell: (row) => (
          <span className="tags">
            <StatusTag status={row.status} />
            <FlagTags flags={row.times?.flags ?? []} />
          </span>
        ),
      },
    ],
    [t, date],
  );
}
