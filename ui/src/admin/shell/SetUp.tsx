import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSending } from '../parts/Dialog';
import { ProblemBanner } from '../parts/ProblemBanner';
import { setUp } from '../session';
import { Door } from './Door';

const MIN_PASSWORD = 10;

/** The first page of a new server: the owner's account. The wizard follows. */
export function SetUp() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [token, setToken] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, send } = useSending(async () => {
    await setUp(token.trim(), login, password);
    await navigate('/app/welcome');
  });
  return (
    <Door title={t('set_up.title')}>
      <p>{t('set_up.how')}</p>
      <form className="form" onSubmit={send}>
        <TextInput
          label={t('set_up.token')}
          description={t('set_up.token_hint')}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <TextInput
          label={t('sign_in.login')}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          required
        />
        <PasswordInput
          label={t('sign_in.password')}
          description={t('set_up.password_hint', { count: MIN_PASSWORD })}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
          autoComplete="new-password"
          minLength={MIN_PASSWORD}
          required
        />
        <ProblemBanner problem={problem} />
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t('set_up.submit')}
        </Button>
      </form>
    </Door>
  );
}
