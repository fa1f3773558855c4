import { MultiSelect, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { Choice, Field } from '../parts/fields';
import { PersonPicker } from '../parts/PersonPicker';
import { type Named, useChange, useDocuments } from '../parts/queries';
import { post, put } from '../server';

type User = Schemas['AccountAnswer'];
const ROLES = ['employee', 'manager', 'hr', 'owner'];

/** A new account, or what may be changed about one. */
export function EditUser({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<string>(user?.role ?? 'employee');
  const [person, setPerson] = useState<string | null>(user?.person_id ?? null);
  const [teams, setTeams] = useState<string[]>(user?.team_ids ?? []);
  const [disabled, setDisabled] = useState(Boolean(user?.disabled_at));
  const all = useDocuments<Named>('teams');
  const body = { role, person_id: person, team_ids: role === 'manager' ? teams : [] };
  const store = useChange(
    () =>
      user
        ? put(`users/${user.id}`, { ...body, disabled })
        : post('users', { ...body, login, password }),
    t('common.saved'),
  );
  return (
    <FormDialog
      title={user ? t('users.edit', { login: user.login }) : t('users.add')}
      submit={t('common.save')}
      onClose={onClose}
      onSubmit={() => store.mutateAsync(undefined)}
    >
      {!user && (
        <>
          <Field label={t('sign_in.login')} value={login} onChange={setLogin} required />
          <Field
            label={t('sign_in.password')}
            description={t('users.password_how')}
            value={password}
            onChange={setPassword}
            required
          />
        </>
      )}
      <Choice
        label={t('users.role')}
        description={t(`users.role_${role}`)}
        value={role}
        onChange={(value) => setRole(value ?? role)}
        options={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
        required
      />
      <PersonPicker
        label={t('users.person')}
        value={person}
        onChange={setPerson}
        clearable
        required={role === 'employee'}
      />
      {role === 'manager' && (
        <MultiSelect
          label={t('users.teams')}
          data={(all.data ?? []).map(({ id, body: { name } }) => ({ value: id, label: name }))}
          value={teams}
          onChange={setTeams}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
      )}
      {user && (
        <Switch
          label={t('users.disable')}
          checked={disabled}
          onChange={(event) => setDisabled(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
