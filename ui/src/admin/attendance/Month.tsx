import { Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { CalendarDays, Download, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty';
import { addMonths, begun, duration, monthName, monthOf, shortDay } from '../parts/format';
import { Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { Stepper } from '../parts/Stepper';
import { useDate } from '../parts/useDate';
import { PersonLink } from '../people/PersonLink';
import { download } from '../server';
import { type FiguresColumn, FiguresTable } from './FiguresTable';
import { overtimeOf } from './words';

const FORMATS = ['pdf', 'xlsx', 'csv'] as const;

/** A month of everybody, summed up, with the sheets that people sign. */
export function Component() {
  const { t } = useTranslation();
  const [date, setDate] = useDate();
  const [problem, setProblem] = useState<Error | null>(null);
  const month = monthOf(date);
  const span = begun(month.first, month.last);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const columns = useColumns(date);
  const fetchSheets = (format: string) => {
    const name = `sheets-${date.slice(0, 7)}.${format}`;
    setProblem(null);
    download('reports/sheets', { date, format }, name).catch(setProblem);
  };
  return (
    <Page
      title={t('nav.month')}
      intro={span.last < month.last ? t('month.so_far', { day: shortDay(span.last) }) : undefined}
      actions={
        <>
          <Stepper
            title={monthName(date)}
            onBack={() => setDate(addMonths(date, -1))}
            onForward={() => setDate(addMonths(date, 1))}
          />
          <Menu transitionProps={{ duration: 0 }}>
            <Menu.Target>
              <Button variant="default" leftSection={<Download size={16} aria-hidden />}>
                {t('month.sheets')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {FORMATS.map((one) => (
                <Menu.Item key={one} onClick={() => fetchSheets(one)}>
                  {t(`files.${one}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <div className="filters">
        <TextInput
          className="grow"
          type="search"
          label={t('people.search')}
          leftSection={<Search size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <ProblemBanner problem={problem} />
      <FiguresTable
        label={t('nav.month')}
        asked={{ ...span, search }}
        columns={columns}
        empty={<Empty icon={CalendarDays} title={t('month.nobody')} />}
      />
    </Page>
  );
}

function useColumns(date: string): FiguresColumn[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const time = (key: 'worked' | 'target' | 'balance' | 'late'): FiguresColumn => ({
      key,
      title: t(`figures.${key}`),
      order: key,
      cell: ({ figures }) => duration(figures[key]),
      end: true,
    });
    return [
      {
        key: 'name',
        title: t('common.name'),
        order: 'name',
        cell: ({ person }) => (
          <PersonLink {...person} to={`/app/people/${person.id}/calendar?date=${date}`} />
        ),
      },
      time('worked'),
      time('target'),
      time('balance'),
      {
        key: 'overtime',
        title: t('figures.overtime'),
        order: 'overtime',
        cell: ({ figures }) => duration(overtimeOf(figures)),
        end: true,
      },
      time('late'),
      {
        key: 'absent',
        title: t('figures.absent_days'),
        order: 'absent_days',
        cell: ({ figures }) => figures.statuses.absent ?? 0,
        end: true,
      },
      {
        key: 'flagged',
        title: t('figures.flagged'),
        order: 'flagged',
        cell: ({ figures }) =>
          figures.flagged ? <span className="tag warn">{figures.flagged}</span> : 0,
        end: true,
      },
    ];
  }, [t, date]);
}
