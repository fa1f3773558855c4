/** Inputs for what Adsum's records are made of: dates, times, durations, choices. */
import { NumberInput, Select, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { isoDuration, secondsOf } from './format';
import { type Named, useDocuments } from './queries';

type Common = { label: string; description?: string | undefined; required?: boolean };

type TextProps = Common & {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'date' | 'time' | 'url' | 'datetime-local' | 'month';
  maxLength?: number;
  placeholder?: string;
  autoComplete?: string;
  pattern?: string;
  min?: string;
  max?: string;
};

/** A text, a date or a time of day, as the browser of the user writes it. */
export function Field({ onChange, ...rest }: TextProps) {
  return (
    <TextInput
      autoComplete="off"
      {...rest}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type DurationProps = Common & { value: string; onChange: (iso: string) => void };

/** Hours and minutes; the value is ISO 8601, or empty where it may be left out. */
export function DurationField({ label, description, value, onChange, required }: DurationProps) {
  const { t } = useTranslation();
  const hint = useId();
  const seconds = secondsOf(value);
  const [hours, minutes] = value
    ? [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
    : ['', ''];
  const change = (h: string | number, m: string | number) => {
    const empty = h === '' && m === '' && !required;
    onChange(empty ? '' : isoDuration(Number(h) * 3600 + Number(m) * 60));
  };
  const common = { min: 0, allowDecimal: false, allowNegative: false, hideControls: true };
  return (
    <fieldset aria-describedby={description ? hint : undefined}>
      <legend>
        {label}
        {required && <span aria-hidden> *</span>}
      </legend>
      {description && (
        <p className="hint" id={hint}>
          {description}
        </p>
      )}
      <div className="duration">
        <NumberInput
          {...common}
          aria-label={t('common.hours_of', { label })}
          value={hours}
          max={999}
          onChange={(next) => change(next, minutes)}
        />
        <span aria-hidden>{t('common.h')}</span>
        <NumberInput
          {...common}
          aria-label={t('common.minutes_of', { label })}
          value={minutes}
          max={59}
          onChange={(next) => change(hours, next)}
        />
        <span aria-hidden>{t('common.min')}</span>
      </div>
    </fieldset>
  );
}

type ChoiceProps = Common & {
  value: string | null;
  onChange: (value: string | null) => void;
  options: readonly { value: string; label: string }[];
  clearable?: boolean;
  placeholder?: string;
  searchable?: boolean;
};

/** One of several. */
export function Choice({ options, ...rest }: ChoiceProps) {
  return (
    <Select
      data={[...options]}
      allowDeselect={rest.clearable ?? false}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      {...rest}
    />
  );
}

/** One of the documents of a kind, by name. */
export function DocumentChoice({
  plural,
  ...rest
}: Omit<ChoiceProps, 'options'> & { plural: string }) {
  const { t } = useTranslation();
  const found = useDocuments<Named>(plural);
  const options = (found.data ?? []).map(({ id, body }) => ({ value: id, label: body.name }));
  return <Choice options={options} searchable placeholder={t('common.choose')} {...rest} />;
}

const ZONES = Intl.supportedValuesOf('timeZone').map((one) => ({ value: one, label: one }));

/** An IANA time zone. */
export function ZoneChoice(props: Common & { value: string; onChange: (zone: string) => void }) {
  // A browser may leave out the name that the server uses, such as UTC.
  const known = ZONES.some(({ value }) => value === props.value);
  const options = known ? ZONES : [{ value: props.value, label: props.value }, ...ZONES];
  return (
    <Choice
      {...props}
      onChange={(zone) => zone && props.onChange(zone)}
      options={options}
      searchable
      required
    />
  );
}
