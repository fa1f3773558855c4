import { Button, MultiSelect } from '@mantine/core';
import { Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Named, useDocuments } from '../parts/queries';

const WEEK = 7;

type Props = {
  label: string;
  hint: string | undefined;
  days: readonly (readonly string[])[];
  onChange: (days: string[][]) => void;
};

/** The days of a rotation, each with its shifts; none: a free day. */
export function Cycle({ label, hint, days, onChange }: Props) {
  const { t } = useTranslation();
  const shifts = useDocuments<Named>('shifts');
  const options = (shifts.data ?? []).map(({ id, body }) => ({ value: id, label: body.name }));
  const copy = days.map((day) => [...day]);
  return (
    <fieldset className="boxed">
      <legend>{label}</legend>
      {hint && <p className="hint">{hint}</p>}
      <div className="cycle">
        {days.map((day, at) => (
          <MultiSelect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its number
            key={at}
            label={t('records.day', { number: at + 1 })}
            data={options}
            value={[...day]}
            onChange={(next) => onChange(copy.map((one, i) => (i === at ? next : one)))}
            placeholder={day.length ? '' : t('records.free')}
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
        ))}
      </div>
      <div className="actions">
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...copy, ...Array.from({ length: WEEK }, () => [])])}
        >
          {t('records.week')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...copy, []])}
        >
          {t('records.one_day')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<Minus size={14} aria-hidden />}
          disabled={days.length < 2}
          onClick={() => onChange(copy.slice(0, -1))}
        >
          {t('records.less')}
        </Button>
      </div>
    </fieldset>
  );
}
