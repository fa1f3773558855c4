import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ScrollText, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { moment } from '../parts/format';
import { Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { PersonPicker } from '../parts/PersonPicker';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useNames } from '../parts/queries';
import { get } from '../server';

type Entry = Schemas['EntryAnswer'];

/** Who did what, newest first; the entries form a chain that can be checked. */
export function Component() {
  const { t } = useTranslation();
  const [person, setPerson] = useState<string | null>(null);
  const pager = usePager<number>();
  const found = useQuery({
    queryKey: ['audit', person, pager.after],
    queryFn: () =>
      get<Schemas['EntryPage']>('audit', { person_id: person, before: pager.after, limit: 50 }),
  });
  const entries = found.data?.items;
  const nameOf = useNames((entries ?? []).flatMap((one) => [one.actor, one.person_id]));
  const columns: Column<Entry>[] = [
    { key: 'at', title: t('common.time'), cell: (row) => moment(row.at) },
    {
      key: 'actor',
      title: t('audit.who'),
      cell: (row) => nameOf(row.actor) || row.actor,
    },
    { key: 'what', title: t('audit.what'), cell: (row) => <code>{row.name}</code> },
    {
      key: 'subject',
      title: t('audit.subject'),
      cell: (row) =>
        row.person_id ? nameOf(row.person_id) || row.subject : `${row.kind} ${row.subject}`,
    },
  ];
  return (
    <Page title={t('nav.audit')} intro={t('audit.intro')}>
      <div className="filters">
        <div className="grow">
          <PersonPicker
            value={person}
            onChange={(id) => {
              setPerson(id);
              pager.reset();
            }}
            clearable
          />
        </div>
        <Verdict />
      </div>
      <ProblemBanner problem={found.error} />
      {!found.error && (
        <DataTable
          label={t('nav.audit')}
          columns={columns}
          rows={entries}
          rowKey={(row) => String(row.number)}
          complete={false}
          empty={<Empty icon={ScrollText} title={t('audit.none')} />}
        />
      )}
      <Pager pager={pager} next={found.data?.next} />
    </Page>
  );
}

/** Whether the log is as it was written. */
function Verdict() {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['audit', 'verdict'],
    queryFn: () => get<Schemas['VerdictAnswer']>('audit/verdict'),
    enabled: false,
  });
  const broken = found.data?.broken;
  return (
    <div className="actions" role="status">
      <Button variant="default" loading={found.isFetching} onClick={() => void found.refetch()}>
        {t('audit.check')}
      </Button>
      {found.data && (
        <span className={`tag ${broken ? 'bad' : 'good'}`}>
          {broken ? <ShieldAlert size={16} aria-hidden /> : <ShieldCheck size={16} aria-hidden />}
          {broken
            ? t('audit.broken', { number: broken.number })
            : t('audit.whole', { count: found.data.entries })}
        </span>
      )}
      <ProblemBanner problem={found.error} />
    </div>
  );
}
