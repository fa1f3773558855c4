import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BookOpenCheck, Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, type Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { FormDialog } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { Field } from '../parts/fields';
import { addDays, addMonths, moment, shortDay, today } from '../parts/format';
import { Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange, useNames } from '../parts/queries';
import { get, post } from '../server';
import { useSession } from '../session';

type Period = Schemas['PeriodAnswer'];

/** Closed periods; closing one freezes its figures. */
export function Component() {
  const { t } = useTranslation();
  const office = useSession().session?.role !== 'manager';
  const [open, setOpen] = useState<'close' | 'post' | null>(null);
  const found = useQuery({
    queryKey: ['periods'],
    queryFn: () => get<Period[]>('periods'),
  });
  const nameOf = useNames((found.data ?? []).map((one) => one.closed_by));
  const columns: Column<Period>[] = [
    {
      key: 'span',
      title: t('periods.period'),
      value: (row) => row.first,
      cell: (row) => `${shortDay(row.first)} – ${shortDay(row.last)}`,
    },
    { key: 'people', title: t('nav.people'), cell: (row) => row.people, end: true },
    {
      key: 'closed',
      title: t('periods.closed'),
      value: (row) => row.closed_at,
      cell: (row) => `${moment(row.closed_at)}, ${nameOf(row.closed_by) || row.closed_by}`,
    },
    {
      key: 'digest',
      title: t('forget.digest'),
      cell: (row) => <code title={row.digest}>{row.digest.slice(0, 16)}…</code>,
    },
  ];
  const close = (
    <Button leftSection={<Lock size={16} aria-hidden />} onClick={() => setOpen('close')}>
      {t('periods.close')}
    </Button>
  );
  return (
    <Page
      title={t('nav.periods')}
      intro={t('periods.intro')}
      actions={
        office && (
          <>
            <Button variant="default" onClick={() => setOpen('post')}>
              {t('periods.post')}
            </Button>
            {close}
          </>
        )
      }
    >
      <ProblemBanner problem={found.error} />
      {!found.error && (
        <DataTable
          label={t('nav.periods')}
          columns={columns}
          rows={found.data}
          rowKey={(row) => row.id}
          empty={
            <Empty
              icon={BookOpenCheck}
              title={t('periods.none')}
              hint={t('periods.none_hint')}
              action={office && close}
            />
          }
        />
      )}
      {open === 'close' && <Close onClose={() => setOpen(null)} />}
      {open === 'post' && <Post onClose={() => setOpen(null)} />}
    </Page>
  );
}

function Close({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [first, setFirst] = useState(addMonths(today(), -1));
  const [last, setLast] = useState(addDays(addMonths(today(), 0), -1));
  const [anyway, setAnyway] = useState(false);
  const close = useChange(
    () => post('periods', { first, last, even_if_open: anyway }),
    t('periods.done'),
  );
  const openDays = close.error instanceof Problem && close.error.status === 409;
  return (
    <FormDialog
      title={t('periods.close')}
      submit={t('periods.close')}
      onClose={onClose}
      onSubmit={() => close.mutateAsync(undefined)}
    >
      <p>{t('periods.close_how')}</p>
      <div className="row">
        <Field label={t('common.from')} type="date" value={first} onChange={setFirst} required />
        <Field label={t('common.to')} type="date" value={last} onChange={setLast} required />
      </div>
      {(openDays || anyway) && (
        <Checkbox
          label={t('periods.anyway')}
          checked={anyway}
          onChange={(event) => setAnyway(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}

/** Account for what was learnt about closed days since. */
function Post({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [day, setDay] = useState(today());
  const record = useChange(
    () => post<unknown[]>('periods/adjustments', { posted_on: day }),
    t('periods.posted'),
  );
  return (
    <FormDialog
      title={t('periods.post')}
      submit={t('periods.post')}
      onClose={onClose}
      onSubmit={() => record.mutateAsync(undefined)}
    >
      <p>{t('periods.post_how')}</p>
      <Field label={t('common.date')} type="date" value={day} onChange={setDay} required />
    </FormDialog>
  );
}
