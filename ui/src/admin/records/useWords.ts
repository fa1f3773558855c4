import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { money, shortDay } from '../parts/format';
import { type Named, useDocuments, useNames } from '../parts/queries';
import { read } from './paths';
import type { FieldSpec, Json, KindSpec } from './spec';

const NOBODY: readonly string[] = [];

type Context = {
  personOf: (id: string) => string;
  documents: Map<string, string>;
  t: TFunction;
};
type Say = (value: string, context: Context, field: FieldSpec) => string;

const BY_TYPE: Partial<Record<FieldSpec['type'], Say>> = {
  person: (id, { personOf }) => personOf(id) || id,
  document: (id, { documents }) => documents.get(id) ?? id,
  date: (date) => (date <= '1970' ? '' : shortDay(date)),
  time: (time) => time.slice(0, 5),
  choice: (value, { t }, field) => t(`${'words' in field ? field.words : ''}.${value}`),
  switch: (value, { t }) => t(value ? 'common.yes' : 'common.no'),
  cycle: (days, { t }) => t('records.cycle', { count: days.length }),
};

/** A value of no special type: a sum of money, how many there are, or as it is. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return String(value.length);
  if (typeof value === 'object' && value && 'currency' in value) {
    const { amount, currency } = value as { amount: string; currency: string };
    return money(amount, currency);
  }
  return String(value);
}

/** How a record's values are read: names instead of ids, dates as people write them. */
export function useWords(kind: KindSpec, rows: readonly { body: Json }[] | undefined) {
  const { t } = useTranslation();
  const fields = flat(kind.fields);
  const people = fields.filter(({ type }) => type === 'person').map(({ path }) => path);
  const personOf = useNames(
    rows?.flatMap(({ body }) => people.map((path) => read(body, path) as string)) ?? NOBODY,
  );
  const documents = useNamesOfDocuments(fields);
  return useCallback(
    (body: Json, path: string): string => {
      const field = fields.find((one) => one.path === path);
      const value = read(body, path);
      if (value === null || value === undefined || value === '') return '';
      const say = field && BY_TYPE[field.type];
      const context = { personOf, documents, t };
      return say ? say(value as string, context, field) : plain(value);
    },
    [fields, personOf, documents, t],
  );
}

/** Names of the documents that the fields point to; each kind of them is read once. */
function useNamesOfDocuments(fields: readonly FieldSpec[]): Map<string, string> {
  const wanted = new Set(fields.flatMap((one) => (one.type === 'document' ? [one.plural] : [])));
  const kinds = ['sites', 'teams', 'rotations', 'holiday-sets', 'leave-types'].map((plural) =>
    // Always the same hooks in the same order; only what is wanted is asked for.
    // biome-ignore lint/correctness/useHookAtTopLevel: the list never changes
    useDocuments<Named>(plural, wanted.has(plural)),
  );
  return new Map(
    kinds.flatMap(({ data }) => (data ?? []).map(({ id, body }) => [id, body.name] as const)),
  );
}

const flat = (fields: readonly FieldSpec[]): FieldSpec[] =>
  fields.flatMap((one) => (one.type === 'group' ? flat(one.fields) : [one]));
