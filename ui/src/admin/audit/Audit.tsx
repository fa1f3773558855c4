import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ScrollText, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { Choice, Field } from '../parts/fields';
import { moment } from '../parts/format';
import { Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { PersonPicker } from '../parts/PersonPicker';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useNames } from '../parts/queries';
import { get } from '../server';

type Entry = Schemas['EntryAnswer'];
type Wanted = {
  person_id: string | null;
  actor: string | null;
  kind: string | null;
  first: string;
  last: string;
};

const ANY: Wanted = { person_id: null, actor: null, kind: null, first: '', last: '' };

/** Who did what, newest first; the entries form a chain that can be checked. */
export function Component() {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Wanted>(ANY);
  const pager = usePager<number>(JSON.stringify(wanted));
  const found = useQuery({
    queryKey: ['audit', wanted, pager.after],
    queryFn: () =>
      get<Schemas['EntryPage']>('audit', { ...wanted, before: pager.after, limit: 50 }),
    placeholderData: keepPreviousData,
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
        row.person_id
          ? nameOf(row.person_id) || row.subject
          : `${t(`audit.kinds.${row.kind}`, { defaultValue: row.kind })} ${row.subject}`,
    },
  ];
  return (
    <Page title={t('nav.audit')} intro={t('audit.intro')}>
      <Filters wanted={wanted} onChange={setWanted} />
      <Verdict />
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

type FilterProps = { wanted: Wanted; onChange: (wanted: Wanted) => void };

/** Whose record, by whom, about what, and when. */
function Filters({ wanted, onChange }: FilterProps) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['audit', 'choices'],
    queryFn: () => get<Schemas['ChoicesAnswer']>('audit/choices'),
    staleTime: 60_000,
  });
  const { actors = [], kinds = [] } = found.data ?? {};
  const nameOf = useNames(actors);
  const set = (part: Partial<Wanted>) => onChange({ ...wanted, ...part });
  return (
    <div className="filters">
      <PersonPicker
        label={t('audit.whose')}
        value={wanted.person_id}
        onChange={(person_id) => set({ person_id })}
        placeholder={t('common.all')}
        clearable
      />
      <Choice
        label={t('audit.by')}
        value={wanted.actor}
        onChange={(actor) => set({ actor })}
        options={actors.map((id) => ({ value: id, label: nameOf(id) || id }))}
        placeholder={t('common.all')}
        clearable
        searchable
      />
      <Choice
        label={t('audit.about')}
        value={wanted.kind}
        onChange={(kind) => set({ kind })}
        options={kinds.map((kind) => ({
          value: kind,
          label: t(`audit.kinds.${kind}`, { defaultValue: kind }),
        }))}
        placeholder={t('common.all')}
        clearable
        searchable
      />
      <Field
        label={t('common.from')}
        type="date"
        value={wanted.first}
        onChange={(first) => set({ first })}
      />
      <Field
        label={t('common.to')}
        type="date"
        value={wanted.last}
        onChange={(last) => set({ last })}
      />
    </div>
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
