import { ChartColumn } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Asked, FiguresTable, type Order, type PersonLine } from '../attendance/FiguresTable';
import { overtimeOf } from '../attendance/words';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { duration, money } from '../parts/format';
import { type Named, useDocuments } from '../parts/queries';
import { PersonLink } from '../people/PersonLink';

type Line = Schemas['LineAnswer'];
type Sum = Pick<Line, 'figures' | 'cost'>;
type Props = {
  report: Schemas['ReportAnswer'] | undefined;
  by: Exclude<Schemas['By'], 'person'>;
  withCost: boolean;
  onOpen: (key: string) => void;
};

/** The sums of teams, sites or the company, a line each; a line opens what it is made of. */
export function Lines({ report, by, withCost, onOpen }: Props) {
  const { t } = useTranslation();
  const named = by !== 'company';
  const documents = useDocuments<Named>(by === 'site' ? 'sites' : 'teams', named);
  const figures = useFigures<Line>(withCost);
  const columns = useMemo<Column<Line>[]>(() => {
    const names = new Map(documents.data?.map(({ id, body }) => [id, body.name]));
    const nameOf = ({ key, name }: Line) =>
      named ? names.get(key) || name || t('reports.without') : t('reports.by_company');
    return [
      {
        key: 'name',
        title: t(`reports.by_${by}`),
        value: nameOf,
        cell: (line) => (
          <button type="button" className="link" onClick={() => onOpen(line.key)}>
            {nameOf(line)}
          </button>
        ),
      },
      ...figures,
    ];
  }, [t, by, named, documents.data, figures, onOpen]);
  return (
    <DataTable
      label={t('nav.reports')}
      columns={columns}
      rows={report?.lines}
      rowKey={(line) => `${line.key}${line.first}`}
      empty={<Empty icon={ChartColumn} title={t('reports.nothing')} />}
    />
  );
}

type PeopleProps = { asked: Asked; date: string; withCost: boolean };

/** The sums of people, a page at a time; a line opens the person's calendar. */
export function PeopleLines({ asked, date, withCost }: PeopleProps) {
  const { t } = useTranslation();
  const figures = useFigures<PersonLine>(withCost);
  const columns = useMemo<(Column<PersonLine> & { order?: Order })[]>(
    () => [
      {
        key: 'name',
        title: t('reports.by_person'),
        order: 'name',
        cell: ({ person }) => (
          <PersonLink {...person} to={`/app/people/${person.id}/calendar?date=${date}`} />
        ),
      },
      ...figures,
    ],
    [t, figures, date],
  );
  return (
    <FiguresTable
      label={t('nav.reports')}
      asked={asked}
      columns={columns}
      empty={<Empty icon={ChartColumn} title={t('reports.nothing')} />}
    />
  );
}

/** The columns of figures, which are the same whomever a line is about. */
function useFigures<Row extends Sum>(withCost: boolean): (Column<Row> & { order: Order })[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const number = (
      order: Order,
      value: (row: Row) => number,
      cell: (row: Row) => ReactNode = (row) => duration(value(row)),
      title = t(`figures.${order}`),
    ) => ({ key: order, title, value, cell, order, end: true });
    const late = ({ figures }: Row) => figures.late_days;
    const absent = ({ figures }: Row) => figures.statuses.absent ?? 0;
    const costs = number(
      'cost',
      ({ cost }) => Number(cost[0]?.amount ?? 0),
      ({ cost }) => cost.map((one) => money(one.amount, one.currency)).join(', '),
      t('reports.cost'),
    );
    return [
      number('worked', ({ figures }) => figures.worked),
      number('target', ({ figures }) => figures.target),
      number('balance', ({ figures }) => figures.balance),
      number('overtime', ({ figures }) => overtimeOf(figures)),
      number('late_days', late, late),
      number('absent_days', absent, absent),
      ...(withCost ? [costs] : []),
    ];
  }, [t, withCost]);
}
