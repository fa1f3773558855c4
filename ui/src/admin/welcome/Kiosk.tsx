import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PairingCode, usePairing } from '../devices/PairingCode';
import { useSending } from '../parts/Dialog';
import { Field } from '../parts/fields';
import { ProblemBanner } from '../parts/ProblemBanner';
import { StepForm } from './StepForm';

/** A tablet at the door: a name for it, then the code to type there. */
export function Kiosk({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(t('welcome.kiosk.door'));
  const { pairing, pair } = usePairing();
  const again = useSending(() => pair(name, null));
  if (!pairing)
    return (
      <StepForm onSubmit={() => pair(name, null)} onSkip={onDone}>
        <Field label={t('welcome.kiosk.name')} value={name} onChange={setName} required />
      </StepForm>
    );
  return (
    <div className="form">
      <PairingCode pairing={pairing} />
      <ProblemBanner problem={again.problem} />
      <div className="actions spread">
        <Button variant="subtle" loading={again.busy} onClick={() => void again.send()}>
          {t('devices.another_code')}
        </Button>
        <Button onClick={onDone}>{t('welcome.finish')}</Button>
      </div>
    </div>
  );
}
