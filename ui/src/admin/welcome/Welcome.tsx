import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Page } from '../parts/Page';
import { Company } from './Company';
import { FirstPerson } from './FirstPerson';
import { Kiosk } from './Kiosk';
import { Shift } from './Shift';

const STEPS = ['company', 'shift', 'person', 'kiosk'] as const;

/** The wizard of a new server. Each step stores what it says; each can be left out. */
export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [at, setAt] = useState(0);
  const next = () => (at + 1 < STEPS.length ? setAt(at + 1) : void navigate('/app/dashboard'));
  const step = STEPS[at] ?? 'company';
  return (
    <Page title={t('welcome.title')} intro={t('welcome.intro')}>
      <ol className="wizard-steps">
        {STEPS.map((name, number) => (
          <li key={name} aria-current={number === at ? 'step' : undefined} data-done={number < at}>
            <span>{number + 1}</span> {t(`welcome.${name}.title`)}
          </li>
        ))}
      </ol>
      <section className="card wizard" key={step} aria-label={t(`welcome.${step}.title`)}>
        <h2>{t(`welcome.${step}.title`)}</h2>
        <p className="hint">{t(`welcome.${step}.how`)}</p>
        {step === 'company' && <Company onDone={next} />}
        {step === 'shift' && <Shift onDone={next} />}
        {step === 'person' && <FirstPerson onDone={next} />}
        {step === 'kiosk' && <Kiosk onDone={next} />}
      </section>
    </Page>
  );
}
