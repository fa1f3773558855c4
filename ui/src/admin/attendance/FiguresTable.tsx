import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable, type Sorting } from '../parts/DataTable';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { get } from '../server';

export type PersonLine = Schemas['PersonLine'];
export type Only = Schemas['Only'];
export type Order = Schemas['Order'];
export type FiguresColumn = Column<PersonLine> & { order?: Order };

/** Whose figures are shown over which days. */
export type Asked = {
  first: string;
  last: string;
  search?: string;
  only?: Only;
  team?: string | null;
  site?: string | null;
};

type Props = {
  label: string;
  asked: Asked;
  columns: readonly FiguresColumn[];
  empty: ReactNode;
};

const PAGE = 50;
// Soon: each look at a large company works out further people.
const AGAIN_MS = 200;

/** People with their figures: the server sorts, filters and cuts into pages. */
export function FiguresTable({ label, asked, columns, empty }: Props) {
  const { t } = useTranslation();
  const [sort, setSort] = useState({ order: 'name', descending: false });
  const pager = usePager<number>(JSON.stringify([asked, sort]));
  const found = useQuery({
    queryKey: ['figures', asked, sort, pager.after],
    queryFn: () =>
      get<Schemas['AttendancePage']>('attendance/people', {
        ...asked,
        ...sort,
        after: pager.after,
        limit: PAGE,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.pending ? AGAIN_MS : false),
  });
  const sorting: Sorting = {
    by: sort.order,
    descending: sort.descending,
    change: (order, descending) => setSort({ order, descending }),
  };
  const pending = found.data?.pending ?? 0;
  const waiting = pending > 0 && found.data?.items.length === 0;
  if (found.error) return <ProblemBanner problem={found.error} />;
  return (
    <>
      <p className="hint" role="status">
        {pending > 0 && t('figures.pending', { count: pending })}
      </p>
      <DataTable
        label={label}
        columns={columns}
        rows={waiting ? undefined : found.data?.items}
        rowKey={(row) => row.person.id}
        sorting={sorting}
        empty={empty}
      />
      <Pager pager={pager} next={found.data?.next} />
    </>
  );
}
