import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarDays, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { addMonths, begun, duration, monthName, monthOf, shortDay } from '../parts/format';
import { Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { Stepper } from '../parts/Stepper';
import { useDate } from '../parts/useDate';
import { PersonLink } from '../people/PersonLink';
import { download, get } from '../server';
import { overtimeOf } from './words';

type Line = Schemas['LineAnswer'];
const FORMATS = ['pdf', 'xlsx', 'csv'] as const;

/** A month of everybody, summed up, with the sheets that people sign. */
export function Component() {
  const { t } = useTranslation();
  const [date, setDate] = useDate();
  const [problem, setProblem] = useState<Error | null>(null);
  const month = monthOf(date);
  const span = begun(month.first, month.last);
  const found = useQuery({
    queryKey: ['month', span],
    queryFn: () => get<Schemas['ReportAnswer']>('reports', { ...span, by: 'person' }),
    placeholderData: (before) => before,
  });
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
      <ProblemBanner problem={problem ?? found.error} />
      {!found.error && (
        <DataTable
          label={t('nav.month')}
          columns={columns}
          rows={found.data?.lines}
          rowKey={(row) => row.key}
          empty={<Empty icon={CalendarDays} title={t('month.nobody')} />}
        />
      )}
    </Page>
  );
}

function useColumns(date: string): Column<Line>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const time = (key: 'worked' | 'target' | 'balance' | 'late'): Column<Line> => ({
      key,
      title: t(`figures.${key}`),
      value: (row) => row.figures[key],
      cell: (row) => duration(row.figures[key]),
      end: true,
    });
    return [
      {
        key: 'name',
        title: t('common.name'),
        value: (row) => row.name,
        cell: (row) => (
          <PersonLink
            id={row.key}
            name={row.name}
            to={`/app/people/${row.key}/calendar?date=${date}`}
          />
        ),
      },
      time('worked'),
      time('target'),
      time('balance'),
      {
        key: 'overtime',
        title: t('figures.overtime'),
        value: (row) => overtimeOf(row.figures),
        cell: (row) => duration(overtimeOf(row.figures)),
        end: true,
      },
      time('late'),
      {
        key: 'absent',
        title: t('figures.absent_days'),
        value: (row) => row.figures.statuses.absent ?? 0,
        cell: (row) => row.figures.statuses.absent ?? 0,
        end: true,
      },
      {
        key: 'flagged',
        title: t('figures.flagged'),
        value: (row) => row.figures.flagged,
        cell: (row) =>
          row.figures.flagged ? <span className="tag warn">{row.figures.flagged}</span> : 0,
        end: true,
      },
    ];
  }, [t, date]);
}
