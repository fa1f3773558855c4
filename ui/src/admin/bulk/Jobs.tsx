import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileArchive } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { useSending } from '../parts/Dialog';
import { Drop } from '../parts/Drop';
import { moment } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { get, post, putFile } from '../server';
import { StateTag } from './StateTag';

type Job = Schemas['JobAnswer'];

/** Many people with photos from one archive, and the archives that were sent before. */
export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [archive, setArchive] = useState<File | null>(null);
  const begin = useChange(async (content: File) => {
    const job = await post<Job>('enrolment-jobs', { file_name: content.name });
    try {
      await putFile(`enrolment-jobs/${job.id}/archive`, content);
    } catch (problem) {
      // Without its archive a job would wait for ever.
      await post(`enrolment-jobs/${job.id}/cancellation`).catch(() => undefined);
      throw problem;
    }
    return job;
  });
  const { busy, problem, send } = useSending(async () => {
    if (archive) await navigate(`/app/people/enrol/${(await begin.mutateAsync(archive)).id}`);
  });
  return (
    <Page
      title={t('bulk.title')}
      intro={t('bulk.intro')}
      back={{ to: '/app/people', title: t('nav.people') }}
    >
      <Card>
        <form className="form" onSubmit={send}>
          <Drop
            icon={FileArchive}
            label={t('bulk.choose')}
            hint={t('bulk.how')}
            kind="archive"
            accept=".zip,application/zip"
            chosen={archive?.name}
            onFiles={([one]) => setArchive(one ?? null)}
          />
          <ProblemBanner problem={problem} />
          <div className="actions spread">
            <p className="hint">{t('bulk.nothing_yet')}</p>
            <Button type="submit" loading={busy} disabled={!archive}>
              {t('bulk.send')}
            </Button>
          </div>
        </form>
      </Card>
      <Earlier />
    </Page>
  );
}

function Earlier() {
  const { t } = useTranslation();
  const pager = usePager<string>();
  const found = useQuery({
    queryKey: ['jobs', pager.after],
    queryFn: () =>
      get<Schemas['Page_JobAnswer_']>('enrolment-jobs', { after: pager.after, limit: 20 }),
  });
  const columns: Column<Job>[] = [
    {
      key: 'file',
      title: t('bulk.file'),
      cell: (row) => <Link to={`/app/people/enrol/${row.id}`}>{row.file_name || row.id}</Link>,
    },
    { key: 'state', title: t('common.status'), cell: (row) => <StateTag state={row.state} /> },
    { key: 'total', title: t('photos.title'), cell: (row) => row.total, end: true },
    { key: 'at', title: t('common.created'), cell: (row) => moment(row.created_at), end: true },
  ];
  if (!found.error && !found.data?.items.length) return null;
  return (
    <Card title={t('bulk.earlier')}>
      <ProblemBanner problem={found.error} />
      <DataTable
        label={t('bulk.earlier')}
        columns={columns}
        rows={found.data?.items}
        rowKey={(row) => row.id}
        complete={false}
        empty={null}
      />
      <Pager pager={pager} next={found.data?.next} />
    </Card>
  );
}
