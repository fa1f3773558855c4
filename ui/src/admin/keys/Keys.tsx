import { Button, CopyButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { Dialog, useSending } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { Choice, Field } from '../parts/fields';
import { moment } from '../parts/format';
import { Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { Revoke } from '../parts/Revoke';
import { get, post } from '../server';

type Key = Schemas['CredentialAnswer'];

/** Keys of programs that use the API. */
export function Component() {
  const { t } = useTranslation();
  const [issuing, setIssuing] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const found = useQuery({ queryKey: ['keys'], queryFn: () => get<Key[]>('keys') });
  const columns: Column<Key>[] = [
    { key: 'name', title: t('fields.name'), value: (row) => row.name, cell: (row) => row.name },
    { key: 'role', title: t('users.role'), cell: (row) => t(`roles.${row.role}`) },
    {
      key: 'used',
      title: t('keys.last_used'),
      cell: (row) => (row.last_used_at ? moment(row.last_used_at) : t('keys.never')),
    },
    {
      key: 'expires',
      title: t('keys.expires'),
      cell: (row) => {
        if (row.revoked_at) return <span className="tag bad">{t('keys.revoked')}</span>;
        return row.expires_at ? moment(row.expires_at) : t('keys.never');
      },
    },
    {
      key: 'actions',
      title: t('common.actions'),
      end: true,
      cell: (row) =>
        !row.revoked_at && (
          <Button size="xs" variant="default" onClick={() => setRevoking(row)}>
            {t('keys.revoke')}
          </Button>
        ),
    },
  ];
  const issue = <Button onClick={() => setIssuing(true)}>{t('keys.issue')}</Button>;
  return (
    <Page title={t('nav.keys')} intro={t('keys.intro')} actions={issue}>
      <p>
        <a href="/api/docs">{t('keys.docs')}</a>
      </p>
      <ProblemBanner problem={found.error} />
      {!found.error && (
        <DataTable
          label={t('nav.keys')}
          columns={columns}
          rows={found.data}
          rowKey={(row) => row.id}
          empty={<Empty icon={KeyRound} title={t('keys.none')} hint={t('keys.intro')} />}
        />
      )}
      {issuing && <Issue onClose={() => setIssuing(false)} />}
      {revoking && (
        <Revoke
          path={`keys/${revoking.id}`}
          name={revoking.name}
          onClose={() => setRevoking(null)}
        />
      )}
    </Page>
  );
}

function Issue({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [role, setRole] = useState<string | null>('hr');
  const [until, setUntil] = useState('');
  const [token, setToken] = useState('');
  const issue = useChange(() =>
    post<Schemas['IssuedCredential']>('keys', {
      name,
      role,
      expires_at: until ? new Date(until).toISOString() : null,
    }),
  );
  const { busy, problem, send } = useSending(async () =>
    setToken((await issue.mutateAsync(undefined)).token),
  );
  if (token)
    return (
      <Dialog title={t('keys.issued')} onClose={onClose}>
        <div className="form">
          <p>{t('keys.once')}</p>
          <p>
            <code>{token}</code>
          </p>
          <div className="actions end">
            <CopyButton value={token}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? 'common.copied' : 'common.copy')}
                </Button>
              )}
            </CopyButton>
            <Button onClick={onClose}>{t('common.done')}</Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={t('keys.issue')} onClose={onClose}>
      <form className="form" onSubmit={send}>
        <Field
          label={t('fields.name')}
          description={t('keys.name_hint')}
          value={name}
          onChange={setName}
          required
        />
        <Choice
          label={t('users.role')}
          value={role}
          onChange={setRole}
          options={['hr', 'owner'].map((value) => ({ value, label: t(`roles.${value}`) }))}
          required
        />
        <Field label={t('keys.expires')} type="datetime-local" value={until} onChange={setUntil} />
        <ProblemBanner problem={problem} />
        <div className="actions end">
          <Button type="submit" loading={busy}>
            {t('keys.issue')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
