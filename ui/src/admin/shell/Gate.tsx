import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask, Problem, type Schemas } from '../../api/client';
import { useSession } from '../session';
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

/** A server that lacks its models answers 503, and says the same. */
async function askHealth(): Promise<Schemas['Health']> {
  try {
    return await ask<Schemas['Health']>('GET', '/api/v1/health');
  } catch (problem) {
    const said = problem instanceof Problem ? (problem.answer as Schemas['Health'] | null) : null;
    if (said?.parts) return said;
    throw problem;
  }
}
