import { expect, test } from 'vitest';
import { KIOSK_TEXTS } from '../../scripts/languages.mjs';

const sources = import.meta.glob<string>(['./*.ts', './*.tsx', '!./*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const texts = import.meta.glob<Record<string, unknown>>('../i18n/*.json', {
  query: '?kiosk',
  import: 'default',
  eager: true,
});

test('every text of the kiosk is in the part of the texts that it loads', () => {
  const used = Object.values(sources)
    .flatMap((source) => [...source.matchAll(/\bt\(\s*(?:\w+ \? )?['`]([a-z_]+)/g)])
    .map(([, group = '']) => group);
  expect(used.length).toBeGreaterThan(30);
  for (const group of used) expect(KIOSK_TEXTS).toContain(group);
});

test('that part is in every language, and small', () => {
  expect(Object.keys(texts).length).toBeGreaterThan(1);
  for (const own of Object.values(texts)) {
    const groups = Object.keys(own).map((name) => name.replace(/_(one|other)$/, ''));
    expect(new Set(groups)).toEqual(new Set(KIOSK_TEXTS));
    expect(JSON.stringify(own).length).toBeLessThan(5000);
  }
});
