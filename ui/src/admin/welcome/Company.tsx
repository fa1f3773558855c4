import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, ZoneChoice } from '../parts/fields';
import { store } from '../parts/queries';
import { FIRST, StepForm } from './StepForm';

/** Where people work: the first site with its zone, and a team that everybody belongs to. */
export function Company({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const submit = async () => {
    await store('sites', FIRST.site, { name, zone });
    await store('teams', FIRST.team, { name: t('welcome.everybody'), site: FIRST.site });
    onDone();
  };
  return (
    <StepForm onSubmit={submit} onSkip={onDone}>
      <Field label={t('welcome.company.name')} value={name} onChange={setName} required />
      <ZoneChoice
        label={t('fields.zone')}
        description={t('welcome.company.zone_hint')}
        value={zone}
        onChange={setZone}
      />
    </StepForm>
  );
}
