import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, useSending } from '../parts/Dialog';
import { ProblemBanner } from '../parts/ProblemBanner';
import { leave, signIn, useSession } from '../session';
import { Door } from './Door';

/** The page for whoever is signed out. unreachable: why the server does not answer, if so. */
export function SignIn({ unreachable }: { unreachable: Error | null }) {
  const { t } = useTranslation();
  return (
    <Door title={t('sign_in.title')}>
      <ProblemBanner problem={unreachable} />
      <Form login="" />
    </Door>
  );
}

/** The session has ended: sign in over the page, which keeps everything that was typed. */
export function SignInAgain() {
  const { t } = useTranslation();
  const { session, ended } = useSession();
  if (!session || !ended) return null;
  return (
    <Dialog title={t('sign_in.again')} onClose={leave} firm>
      <p>{t('sign_in.kept')}</p>
      <Form login={session.login} />
      <Button variant="subtle" color="gray" fullWidth onClick={leave}>
        {t('sign_in.give_up')}
      </Button>
    </Dialog>
  );
}

function Form({ login: known }: { login: string }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState('');
  const { busy, problem, send } = useSending(() => signIn(login, password));
  return (
    <form className="form" onSubmit={send}>
      <TextInput
        label={t('sign_in.login')}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus={!known || undefined}
        required
      />
      <PasswordInput
        label={t('sign_in.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
        autoComplete="current-password"
        data-autofocus={known ? true : undefined}
        required
      />
      <ProblemBanner problem={problem} />
      <Button type="submit" size="md" loading={busy} fullWidth>
        {t('sign_in.submit')}
      </Button>
    </form>
  );
}
