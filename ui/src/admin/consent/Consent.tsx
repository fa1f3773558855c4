import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { moment } from '../parts/format';
import { Card } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { get } from '../server';
import { Agree } from './Agree';
import { Withdraw } from './Withdraw';

export type State = Schemas['ConsentState'];
type Props = {
  /** Where these consents are: one's own, or a person's. */
  path: string;
  name: string;
  /** Whether the office notes what somebody said, on paper for example. */
  office?: boolean;
};

const GRADES: Record<State, string> = {
  given: 'good',
  outdated: 'warn',
  missing: 'warn',
  withdrawn: 'bad',
};

export function StateTag({ state }: { state: State }) {
  const { t } = useTranslation();
  return <span className={`tag ${GRADES[state]}`}>{t(`consent.state.${state}`)}</span>;
}

/** Whether somebody agreed to being recognised by face, since when, and to what. */
export function Consent({ path, name, office = false }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'agree' | 'withdraw' | null>(null);
  const found = useQuery({
    queryKey: ['consents', path],
    queryFn: () => get<Schemas['ConsentsAnswer']>(path),
  });
  const state = found.data?.state;
  const close = () => setOpen(null);
  return (
    <Card title={t('consent.title')} actions={state && <StateTag state={state} />}>
      <ProblemBanner problem={found.error} />
      {!office && <p className="hint">{t('consent.rights')}</p>}
      <ul className="list">
        {found.data?.history.map((one) => (
          <li key={one.id}>
            <span>
              {t(one.given ? 'consent.agreed' : 'consent.withdrew', { version: one.version })}{' '}
              <span className="hint">{t(`consent.channel.${one.channel}`)}</span>
            </span>
            <span className="hint">{moment(one.at)}</span>
          </li>
        ))}
      </ul>
      <div className="actions">
        {state && state !== 'given' && (
          <Button variant={office ? 'default' : 'filled'} onClick={() => setOpen('agree')}>
            {t(office ? 'consent.note' : 'consent.agree')}
          </Button>
        )}
        {(state === 'given' || state === 'outdated') && (
          <Button variant="default" onClick={() => setOpen('withdraw')}>
            {t(office ? 'consent.note_withdrawal' : 'consent.withdraw')}
          </Button>
        )}
      </div>
      {open === 'agree' && <Agree path={path} name={name} office={office} onClose={close} />}
      {open === 'withdraw' && <Withdraw path={path} name={name} office={office} onClose={close} />}
    </Card>
  );
}
