import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { Choice, DocumentChoice, Field } from '../parts/fields';
import { today } from '../parts/format';
import { PersonPicker } from '../parts/PersonPicker';
import { useChange } from '../parts/queries';
import { post } from '../server';

const PORTIONS: readonly Schemas['Portion'][] = ['whole', 'morning', 'afternoon'];

/** Ask for leave. personId: for whom; null: it can be chosen. */
export function AskLeave({ personId, onClose }: { personId: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [person, setPerson] = useState(personId);
  const [type, setType] = useState<string | null>(null);
  const [first, setFirst] = useState(today());
  const [last, setLast] = useState(today());
  const [portion, setPortion] = useState<string>('whole');
  const ask = useChange(
    () =>
      post('leave', {
        person_id: person,
        type,
        first,
        last,
        portion: first === last ? portion : 'whole',
      }),
    t('leave.asked'),
  );
  return (
    <FormDialog
      title={t('leave.ask')}
      submit={t('leave.ask')}
      onClose={onClose}
      onSubmit={() => ask.mutateAsync(undefined)}
    >
      {!personId && <PersonPicker value={person} onChange={setPerson} required />}
      <DocumentChoice
        plural="leave-types"
        label={t('leave.type')}
        value={type}
        onChange={setType}
        required
      />
      <div className="row">
        <Field
          label={t('common.from')}
          type="date"
          value={first}
          onChange={(value) => {
            setFirst(value);
            if (value > last) setLast(value);
          }}
          required
        />
        <Field
          label={t('common.to')}
          type="date"
          value={last}
          min={first}
          onChange={setLast}
          required
        />
      </div>
      {first === last && (
        <Choice
          label={t('leave.portion')}
          value={portion}
          onChange={(value) => setPortion(value ?? 'whole')}
          options={PORTIONS.map((value) => ({ value, label: t(`portion.${value}`) }))}
        />
      )}
    </FormDialog>
  );
}
