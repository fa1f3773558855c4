import { ActionIcon, Button, MultiSelect, NumberInput, Switch } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice, DocumentChoice, DurationField, Field, ZoneChoice } from '../parts/fields';
import { weekday } from '../parts/format';
import { PersonPicker } from '../parts/PersonPicker';
import { Cycle } from './Cycle';
import { read, write } from './paths';
import type { FieldOf, FieldSpec, FieldType, Json } from './spec';

type Props = {
  fields: readonly FieldSpec[];
  value: Json;
  onChange: (value: Json) => void;
};

/** The inputs of a record, as its kind describes them. */
export function RecordForm({ fields, value, onChange }: Props) {
  return fields.map((field) => (
    <Input
      key={`${field.type}${field.path}${'fields' in field ? field.fields[0]?.path : ''}`}
      field={field}
      record={value}
      onRecord={onChange}
    />
  ));
}

type InputProps<Type extends FieldType = FieldType> = {
  field: FieldOf<Type>;
  record: Json;
  onRecord: (record: Json) => void;
  label: string;
  description: string | undefined;
  required: boolean;
  /** The value where it is a text, else empty. */
  value: string;
  raw: unknown;
  onChange: (value: unknown) => void;
};

function Input({ field, record, onRecord }: Pick<InputProps, 'field' | 'record' | 'onRecord'>) {
  const { t } = useTranslation();
  const raw = read(record, field.path);
  const Shown = INPUTS[field.type] as (props: InputProps) => ReactNode;
  return (
    <Shown
      field={field}
      record={record}
      onRecord={onRecord}
      label={t(`fields.${field.path.split('.').at(-1)}`)}
      description={field.hint ? t(`hints.${field.hint}`) : undefined}
      required={field.required ?? false}
      value={typeof raw === 'string' ? raw : ''}
      raw={raw}
      // An input that was emptied says nothing, which is not the same as an empty text.
      onChange={(next) =>
        onRecord(write(record, field.path, next === '' || next === null ? undefined : next))
      }
    />
  );
}

/** What every input of a field takes. */
const common = ({
  label,
  description,
  required,
}: Pick<InputProps, 'label' | 'description' | 'required'>) => ({
  label,
  description,
  required,
});

const INPUTS: { [Type in FieldType]: (props: InputProps<Type>) => ReactNode } = {
  group: ({ field, record, onRecord }) => (
    <div className="row">
      <RecordForm fields={field.fields} value={record} onChange={onRecord} />
    </div>
  ),
  list: List,
  text: (props) => <Field {...common(props)} value={props.value} onChange={props.onChange} />,
  secret: (props) => <Field {...common(props)} value={props.value} onChange={props.onChange} />,
  url: (props) => (
    <Field {...common(props)} type="url" value={props.value} onChange={props.onChange} />
  ),
  date: (props) => (
    <Field {...common(props)} type="date" value={props.value} onChange={props.onChange} />
  ),
  time: (props) => (
    <Field
      {...common(props)}
      type="time"
      value={props.value.slice(0, 5)}
      onChange={props.onChange}
    />
  ),
  zone: (props) => <ZoneChoice {...common(props)} value={props.value} onChange={props.onChange} />,
  duration: (props) => (
    <DurationField {...common(props)} value={props.value} onChange={props.onChange} />
  ),
  span_of_time: CoreTime,
  decimal: (props) => (
    <NumberInput
      {...common(props)}
      value={props.raw === undefined || props.raw === null ? '' : Number(props.raw)}
      onChange={(next) => props.onChange(next === '' ? undefined : String(next))}
      decimalScale={4}
      hideControls
    />
  ),
  switch: (props) => (
    <Switch
      label={props.label}
      description={props.description}
      checked={Boolean(props.raw ?? props.field.otherwise)}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  ),
  person: (props) => (
    <PersonPicker
      {...common(props)}
      value={props.value || null}
      onChange={props.onChange}
      clearable={!props.required}
    />
  ),
  document: (props) => (
    <DocumentChoice
      {...common(props)}
      plural={props.field.plural}
      value={props.value || null}
      onChange={props.onChange}
      clearable={!props.required}
    />
  ),
  week_start: (props) => (
    <Choice
      {...common(props)}
      value={String(props.raw ?? 0)}
      onChange={(next) => props.onChange(Number(next))}
      options={[0, 5, 6].map((day) => ({ value: String(day), label: weekday(day) }))}
    />
  ),
  cycle: (props) => (
    <Cycle
      label={props.label}
      hint={props.description}
      days={(props.raw as string[][] | undefined) ?? []}
      onChange={props.onChange}
    />
  ),
  choice: OneOf,
  many: SomeOf,
};

function OneOf(props: InputProps<'choice'>) {
  const { t } = useTranslation();
  const { options, words } = props.field;
  return (
    <Choice
      {...common(props)}
      value={props.value || null}
      onChange={props.onChange}
      options={options.map((one) => ({ value: one, label: t(`${words}.${one}`) }))}
      clearable={!props.required}
    />
  );
}

function SomeOf(props: InputProps<'many'>) {
  const { t } = useTranslation();
  const { options, words } = props.field;
  return (
    <MultiSelect
      {...common(props)}
      data={options.map((one) => ({ value: one, label: t(`${words}.${one}`) }))}
      value={(props.raw as string[] | undefined) ?? []}
      onChange={props.onChange}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      clearable
    />
  );
}

/** Several of the same, each with its own inputs. */
function List({ field, record, onRecord, label: title }: InputProps<'list'>) {
  const { t } = useTranslation();
  const items = (read(record, field.path) as Json[] | undefined) ?? [];
  const change = (next: Json[]) => onRecord(write(record, field.path, next));
  return (
    <fieldset className="boxed">
      <legend>{title}</legend>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
        <div className="item-row" key={at}>
          <div className="row">
            <RecordForm
              fields={field.fields}
              value={item}
              onChange={(next) => change(items.map((one, i) => (i === at ? next : one)))}
            />
          </div>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t('common.remove_of', { what: title, number: at + 1 })}
            onClick={() => change(items.filter((_, i) => i !== at))}
          >
            <Trash2 size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        className="start"
        size="xs"
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => change([...items, field.fresh])}
      >
        {t('common.add_to', { what: title })}
      </Button>
    </fieldset>
  );
}

/** From one time of day to another, or nothing. */
function CoreTime({ label, description, raw, onChange }: InputProps<'span_of_time'>) {
  const { t } = useTranslation();
  const [from = '', to = ''] = (raw as [string, string] | null | undefined) ?? [];
  const change = (next: [string, string]) => onChange(next[0] || next[1] ? next : undefined);
  return (
    <fieldset>
      <legend>{label}</legend>
      {description && <p className="hint">{description}</p>}
      <div className="row">
        <Field
          label={t('common.from')}
          type="time"
          value={from.slice(0, 5)}
          onChange={(next) => change([next, to])}
        />
        <Field
          label={t('common.to')}
          type="time"
          value={to.slice(0, 5)}
          onChange={(next) => change([from, next])}
        />
      </div>
    </fieldset>
  );
}
