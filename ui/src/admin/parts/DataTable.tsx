import { Skeleton } from '@mantine/core';
import {
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Pager, usePager } from './Pager';

/** One column. value: what it is sorted by; a column without cannot be sorted. */
export type Column<Row> = {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  value?: (row: Row) => string | number;
  /** What the server calls the order of this column, where the server sorts. */
  order?: string;
  end?: boolean;
};

/** The order that the server was asked for, and how to ask for another. */
export type Sorting = {
  by: string;
  descending: boolean;
  change: (by: string, descending: boolean) => void;
};

type Props<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  /** undefined: they are on their way. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  empty: ReactNode;
  /** Whether the rows are all there are, so that they can be sorted here. */
  complete?: boolean;
  /** The server sorts; the rows are a page. */
  sorting?: Sorting;
};

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
});
const NONE: readonly never[] = [];
// Rows in the document at once: more make every page with a long table slow.
const AT_ONCE = 100;

/** A table that becomes a list of cards on a phone, a long one in pages. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { label, columns, rows, rowKey, empty, complete = true, sorting } = props;
  const pager = usePager<number>();
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.key,
        accessorFn: (row: Row) => column.value?.(row) ?? '',
        enableSorting: complete && !sorting && column.value !== undefined,
        sortFn: 'auto' as const,
      })),
    [columns, complete, sorting],
  );
  const table = useTable<typeof features, Row>({
    features,
    columns: definitions,
    data: rows ?? (NONE as readonly Row[]),
    getRowId: rowKey,
  });
  if (rows && rows.length === 0) return <>{empty}</>;
  const all = table.getRowModel().rows;
  const start = (pager.after ?? 0) < all.length ? (pager.after ?? 0) : 0;
  const end = start + AT_ONCE;
  const box = (
    <div className="table-box">
      <table className="data" aria-label={label} aria-busy={!rows}>
        <thead>
          <tr>
            {table.getHeaderGroups()[0]?.headers.map((header, at) => {
              const column = columns[at];
              if (!column) return null;
              const here = header.column.getCanSort()
                ? header.column.getToggleSortingHandler()
                : undefined;
              const sorted = sorting ? sortedBy(column, sorting) : header.column.getIsSorted();
              return (
                <Heading
                  key={header.id}
                  column={column}
                  sorted={sorted}
                  onSort={sorting ? sortOf(column, sorting) : here}
                />
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows
            ? all.slice(start, end).map((row) => (
                <tr key={row.id}>
                  {columns.map((column) => (
                    <td
                      key={column.key}
                      data-label={column.title}
                      className={column.end ? 'end' : ''}
                    >
                      {column.cell(row.original)}
                    </td>
                  ))}
                </tr>
              ))
            : Array.from({ length: 6 }, (_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no other name
                <tr key={at}>
                  <td colSpan={columns.length}>
                    <Skeleton height={18} />
                  </td>
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  );
  return (
    <>
      {box}
      <Pager pager={pager} next={end < all.length ? end : null} />
    </>
  );
}

type Sorted = false | 'asc' | 'desc';

function sortedBy(column: { order?: string }, { by, descending }: Sorting): Sorted {
  if (column.order !== by) return false;
  return descending ? 'desc' : 'asc';
}

/** Names begin with A, figures with the largest; the same column again turns the order round. */
function sortOf({ order, end }: { order?: string; end?: boolean }, sorting: Sorting) {
  if (order === undefined) return undefined;
  const descending = order === sorting.by ? !sorting.descending : end === true;
  return () => sorting.change(order, descending);
}

type HeadingProps = {
  column: { title: string; end?: boolean };
  sorted: Sorted;
  onSort: ((event: unknown) => void) | undefined;
};

function Heading({ column, sorted, onSort }: HeadingProps) {
  const { t } = useTranslation();
  return (
    <th
      scope="col"
      className={column.end ? 'end' : ''}
      aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      {onSort ? (
        <button type="button" onClick={onSort} title={t('common.sort')}>
          {column.title}
          {sorted === 'asc' && <ArrowUp size={14} aria-hidden />}
          {sorted === 'desc' && <ArrowDown size={14} aria-hidden />}
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}
