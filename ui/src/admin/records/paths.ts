/** Reading and writing a record's value by its path. */
import type { Json } from './spec';

export function read(record: unknown, path: string): unknown {
  if (!path) return record;
  return path
    .split('.')
    .reduce<unknown>((value, part) => (value as Json | null | undefined)?.[part], record);
}

/** A copy of the record with the value; a value that is undefined is left out. */
export function write(record: Json, path: string, value: unknown): Json {
  const [part = '', ...rest] = path.split('.');
  if (rest.length > 0) {
    const inner = (record[part] as Json | null | undefined) ?? {};
    return { ...record, [part]: write(inner, rest.join('.'), value) };
  }
  const { [part]: _, ...others } = record;
  return value === undefined ? others : { ...others, [part]: value };
}

/** A short id from a name, such as front-door; empty where the name has no plain letters. */
export function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}
