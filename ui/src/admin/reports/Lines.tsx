import { ChartColumn } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { overtimeOf } from '../attendance/words';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { duration, money } from '../parts/format';
import { type Named, useDocuments } from '../parts/queries';

type Line = Schemas['LineAnswer'];
type Props = {
  report: Schemas['ReportAnswer'] | undefined;
  by: Schemas['By'];
  onOpen: (key: string) => void;
};

/** The sums, a line each; a line opens what it is made of. */
export function Lines({ report, by, onOpen }: Props) {
  const { t } = useTranslation();
  const named = by === 'team' || by === 'site';
  const documents = useDocuments<Named>(by === 'site' ? 'sites' : 'teams', named);
  const columns = useMemo<Column<Line>[]>(() => {
    const names = new Map(documents.data?.map(({ id, body }) => [id, body.name]));
    const nameOf = ({ key, name }: Line) => {
      if (by === 'company') return t('reports.by_company');
      return (named ? names.get(key) : name) || name || t('reports.without');
    };
    const number = (key: string, value: (line: Line) => number): Column<Line> => ({
      key,
      title: t(`figures.${key}`),
      value,
      cell: (line) => duration(value(line)),
      end: true,
    });
    const days = (key: string, value: (line: Line) => number): Column<Line> => ({
      ...number(key, value),
      cell: value,
    });
    const costs: Column<Line> = {
      key: 'cost',
      title: t('reports.cost'),
      value: ({ cost }) => Number(cost[0]?.amount ?? 0),
      cell: ({ cost }) => cost.map((one) => money(one.amount, one.currency)).join(', '),
      end: true,
    };
    const withCost = report?.lines.some(({ cost }) => cost.length > 0);
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
      number('worked', ({ figures }) => figures.worked),
      number('target', ({ figures }) => figures.target),
      number('balance', ({ figures }) => figures.balance),
      number('overtime', ({ figures }) => overtimeOf(figures)),
      days('late_days', ({ figures }) => figures.late_days),
      days('absent_days', ({ figures }) => figures.statuses.absent ?? 0),
      ...(withCost ? [costs] : []),
    ];
  }, [t, by, named, documents.data, report, onOpen]);
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
