import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session';
import { askHealth } from './health';
import { SetUp } from './SetUp';
import { Shell } from './Shell';
import { SignIn } from './SignIn';

/** Lets through whoever is signed in; others sign in, or set the server up if it is new. */
export function Gate() {
  const { t } = useTranslation();
  const { session } = useSession();
  const health = useQuery({ queryKey: ['health'], queryFn: askHealth, enabled: !session });
  if (session) return <Shell />;
  if (health.isPending)
    return (
      <main className="door">
        <Loader aria-label={t('common.loading')} />
      </main>
    );
  return health.data?.setup_needed ? <SetUp /> : <SignIn unreachable={health.error} />;
}
