import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { sentence } from '../parts/format';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { get } from '../server';

type Row = Schemas['Page_RowAnswer_']['items'][number];
type Status = NonNullable<Row['preview']>;
const ALL = 'all';
const STATUSES: readonly Status[] = ['enrolled', 'already_enrolled', 'near_duplicate', 'refused'];

/** Each photo of an archive, with its reason where it is refused. */
export function Rows({ job }: { job: Schemas['ProgressAnswer'] }) {
  const { t } = useTranslation();
  const [status, setStatus] = useState(ALL);
  const pager = usePager<string>();
  const finished = job.state === 'done';
  const counts = finished ? job.results : job.previews;
  const found = useQuery({
    queryKey: ['job', job.id, 'rows', status, pager.after, counts],
    queryFn: () =>
      get<Schemas['Page_RowAnswer_']>(`enrolment-jobs/${job.id}/rows`, {
        after: pager.after,
        limit: 50,
        status: status === ALL ? null : status,
      }),
    placeholderData: (before) => before,
  });
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: t('common.person'),
      cell: (row) => (
        <span className="person one-line">
          {row.name} {!row.known && <span className="tag info">{t('bulk.new')}</span>}
        </span>
      ),
    },
    { key: 'path', title: t('bulk.photo'), cell: (row) => row.path },
    {
      key: 'outcome',
      title: t(finished ? 'bulk.result' : 'bulk.preview'),
      cell: (row) => <Outcome status={row.result ?? row.preview} />,
    },
    {
      key: 'reason',
      title: t('common.reason'),
      cell: ({ fault }) =>
        fault && (
          <span>
            {sentence(fault.message)} {fault.remedy} <code>{fault.code}</code>
          </span>
        ),
    },
  ];
  return (
    <div className="stack">
      <div className="scroll-x">
        <SegmentedControl
          aria-label={t('common.status')}
          value={status}
          onChange={(next) => {
            setStatus(next);
            pager.reset();
          }}
          data={[
            { value: ALL, label: t('common.all') },
            ...STATUSES.map((one) => ({
              value: one,
              label: `${t(`enrol.status.${one}`)} (${counts[one] ?? 0})`,
            })),
          ]}
        />
      </div>
      <ProblemBanner problem={found.error} />
      <DataTable
        label={t('photos.title')}
        columns={columns}
        rows={found.data?.items}
        rowKey={(row) => String(row.number)}
        complete={false}
        empty={<p className="hint">{t('bulk.none')}</p>}
      />
      <Pager pager={pager} next={found.data?.next} />
    </div>
  );
}

function Outcome({ status }: { status: Status | null }) {
  const { t } = useTranslation();
  if (!status) return null;
  const grade = status === 'enrolled' ? 'good' : status === 'refused' ? 'bad' : '';
  return <span className={`tag ${grade}`}>{t(`enrol.status.${status}`)}</span>;
}
