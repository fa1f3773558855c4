import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DurationField, Field } from '../parts/fields';
import { secondsOf, weekday } from '../parts/format';
import { store } from '../parts/queries';
import { FIRST, StepForm } from './StepForm';

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** The hours that most people work, and on which days of the week. */
export function Shift({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [start, setStart] = useState('09:00');
  const [end, setEnd] = useState('17:30');
  const [rest, setRest] = useState('PT30M');
  const [days, setDays] = useState([0, 1, 2, 3, 4]);
  const submit = async () => {
    const breaks = secondsOf(rest) ? [{ length: rest, after: 'PT4H' }] : [];
    await store('shifts', FIRST.shift, { name: t('welcome.shift.day'), start, end, breaks });
    const cycle = WEEK.map((day) => (days.includes(day) ? [FIRST.shift] : []));
    await store('rotations', FIRST.rotation, { name: t('welcome.shift.week'), days: cycle });
    const { site, team, rotation } = FIRST;
    await store('assignments', 'everybody', { rotation, site, team });
    onDone();
  };
  return (
    <StepForm onSubmit={submit} onSkip={onDone}>
      <div className="row">
        <Field label={t('fields.start')} type="time" value={start} onChange={setStart} required />
        <Field label={t('fields.end')} type="time" value={end} onChange={setEnd} required />
      </div>
      <DurationField
        label={t('welcome.shift.break')}
        description={t('welcome.shift.break_hint')}
        value={rest}
        onChange={setRest}
      />
      <fieldset>
        <legend>{t('welcome.shift.days')}</legend>
        <div className="days">
          {WEEK.map((day) => (
            <Checkbox
              key={day}
              label={weekday(day)}
              checked={days.includes(day)}
              onChange={({ currentTarget: { checked } }) =>
                setDays(checked ? [...days, day] : days.filter((one) => one !== day))
              }
            />
          ))}
        </div>
      </fieldset>
    </StepForm>
  );
}
