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

/** One column. value: what it is sorted by; a column without cannot be sorted. */
export type Column<Row> = {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  value?: (row: Row) => string | number;
  end?: boolean;
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
};

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
});
const NONE: readonly never[] = [];

/** A table that becomes a list of cards on a phone. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { label, columns, rows, rowKey, empty, complete = true } = props;
  const { t } = useTranslation();
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.key,
        accessorFn: (row: Row) => column.value?.(row) ?? '',
        enableSorting: complete && column.value !== undefined,
        sortFn: 'auto' as const,
      })),
    [columns, complete],
  );
  const table = useTable<typeof features, Row>({
    features,
    columns: definitions,
    data: rows ?? (NONE as readonly Row[]),
    getRowId: rowKey,
  });
  if (rows && rows.length === 0) return <>{empty}</>;
  return (
    <div className="table-box">
      <table className="data" aria-label={label} aria-busy={!rows}>
        <thead>
          <tr>
            {table.getHeaderGroups()[0]?.headers.map((header, at) => {
              const sorted = header.column.getIsSorted();
              const column = columns[at];
              return (
                <th
                  key={header.id}
                  scope="col"
                  className={column?.end ? 'end' : ''}
                  aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
                >
                  {header.column.getCanSort() ? (
                    <button
                      type="button"
                      onClick={header.column.getToggleSortingHandler()}
                      title={t('common.sort')}
                    >
                      {column?.title}
                      {sorted === 'asc' && <ArrowUp size={14} aria-hidden />}
                      {sorted === 'desc' && <ArrowDown size={14} aria-hidden />}
                    </button>
                  ) : (
                    column?.title
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows
            ? table.getRowModel().rows.map((row) => (
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
}
