import { expect, test } from 'vitest';
import { read, slug, write } from './paths';

test('a value is written where it is read, and nothing else changes', () => {
  const record = { name: 'a', rules: { grace: 'PT5M', rounding: { step: 'PT0S' } } };
  const changed = write(record, 'rules.rounding.step', 'PT15M');
  expect(read(changed, 'rules.rounding.step')).toBe('PT15M');
  expect(read(changed, 'rules.grace')).toBe('PT5M');
  expect(record.rules.rounding.step).toBe('PT0S');
});

test('what is absent is made, what is undefined is left out', () => {
  expect(write({}, 'terms.rate.amount', '12')).toEqual({ terms: { rate: { amount: '12' } } });
  expect(write({ site: 'hq' }, 'site', undefined)).toEqual({});
  expect(read({}, 'terms.rate.amount')).toBeUndefined();
});

test('ids are plain, whatever the name', () => {
  expect(slug('Front door (Münster)')).toBe('front-door-munster');
  expect(slug('前门')).toBe('');
});
