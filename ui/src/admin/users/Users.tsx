import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { FormDialog } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { Field } from '../parts/fields';
import { Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange, useNames } from '../parts/queries';
import { get, put } from '../server';
import { EditUser } from './EditUser';

type User = Schemas['AccountAnswer'];

/** Who may sign in, and as what. */
export function Component() {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const [passing, setPassing] = useState<User | null>(null);
  const pager = usePager<string>();
  const found = useQuery({
    queryKey: ['users', pager.after],
    queryFn: () => get<Schemas['Page_AccountAnswer_']>('users', { after: pager.after, limit: 50 }),
  });
  const nameOf = useNames((found.data?.items ?? []).map((one) => one.person_id));
  const columns: Column<User>[] = [
    {
      key: 'login',
      title: t('sign_in.login'),
      value: (row) => row.login,
      cell: (row) => row.login,
    },
    { key: 'role', title: t('users.role'), cell: (row) => t(`roles.${row.role}`) },
    {
      key: 'person',
      title: t('common.person'),
      cell: (row) => (row.person_id ? nameOf(row.person_id) : ''),
    },
    {
      key: 'state',
      title: t('common.status'),
      cell: (row) => (
        <span className={`tag ${row.disabled_at ? 'bad' : 'good'}`}>
          {t(row.disabled_at ? 'users.disabled' : 'users.active')}
        </span>
      ),
    },
    {
      key: 'actions',
      title: t('common.actions'),
      end: true,
      cell: (row) => (
        <span className="actions">
          <Button size="xs" variant="default" onClick={() => setPassing(row)}>
            {t('users.new_password')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setEditing(row)}>
            {t('common.edit')}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <Page
      title={t('nav.users')}
      intro={t('users.intro')}
      actions={
        <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={() => setEditing('new')}>
          {t('users.add')}
        </Button>
      }
    >
      <ProblemBanner problem={found.error} />
      {!found.error && (
        <DataTable
          label={t('nav.users')}
          columns={columns}
          rows={found.data?.items}
          rowKey={(row) => row.id}
          complete={false}
          empty={<Empty icon={Users} title={t('users.add')} />}
        />
      )}
      <Pager pager={pager} next={found.data?.next} />
      {editing && (
        <EditUser user={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      {passing && <NewPassword user={passing} onClose={() => setPassing(null)} />}
    </Page>
  );
}

function NewPassword({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const set = useChange(() => put(`users/${user.id}/password`, { password }), t('common.saved'));
  return (
    <FormDialog
      title={t('users.password_of', { login: user.login })}
      submit={t('common.save')}
      onClose={onClose}
      onSubmit={() => set.mutateAsync(undefined)}
    >
      <p>{t('users.password_how')}</p>
      <Field label={t('sign_in.password')} value={password} onChange={setPassword} required />
    </FormDialog>
  );
}
