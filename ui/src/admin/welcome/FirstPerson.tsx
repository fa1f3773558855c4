import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Problem } from '../../api/client';
import { Field } from '../parts/fields';
import { get, post, put } from '../server';
import { FIRST, StepForm } from './StepForm';

/** Somebody who works here, with a PIN; photos can follow on their own page. */
export function FirstPerson({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [pin, setPin] = useState('');
  // What was stored before something went wrong is not stored again.
  const [made, setMade] = useState<Schemas['PersonAnswer'] | null>(null);
  const submit = async () => {
    const person = made ?? (await post<Schemas['PersonAnswer']>('people', { name }));
    setMade(person);
    if (pin) await put(`people/${person.id}/pin`, { pin });
    if (await hasTeam()) await post('memberships', { person: person.id, team: FIRST.team });
    onDone();
  };
  return (
    <StepForm onSubmit={submit} onSkip={onDone}>
      <Field label={t('common.name')} value={name} onChange={setName} maxLength={120} required />
      <Field
        label={t('welcome.person.pin')}
        description={t('welcome.person.pin_hint')}
        value={pin}
        onChange={setPin}
        pattern="[0-9]*"
        maxLength={12}
      />
    </StepForm>
  );
}

async function hasTeam(): Promise<boolean> {
  try {
    await get(`teams/${FIRST.team}`);
    return true;
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) return false;
    throw problem;
  }
}
