import { createInstance, type TFunction } from 'i18next';
import { expect, test } from 'vitest';
import api from '../../api/openapi.json';
import en from '../../i18n/en.json';
import zh from '../../i18n/zh-CN.json';
import { sentenceOf, type Telling } from './why';

const RULES = api.components.schemas.Rule.enum;
const VARIANTS: Record<string, string[]> = {
  'plan.credit': ['paid', 'unpaid'],
  overtime: ['daily', 'weekly', 'holiday', 'rest_day'],
};

async function telling(language: string): Promise<Telling> {
  const i18n = createInstance();
  const resources = { en: { translation: en }, 'zh-CN': { translation: zh } };
  await i18n.init({ lng: language, resources, interpolation: { escapeValue: false } });
  const t = i18n.t as TFunction;
  return { t, date: '2026-03-02', zone: 'Europe/Berlin', placeName: () => 'Main door' };
}

test.each(['en', 'zh-CN'])('every rule has its words in %s', async (language) => {
  const { t } = await telling(language);
  for (const rule of RULES)
    for (const variant of VARIANTS[rule] ?? [''])
      expect(t(variant ? `why.${rule}.${variant}` : `why.${rule}`)).not.toMatch(/^why\./);
});

test('a punch is told on the wall clock of the day, in the language of the page', async () => {
  const step = {
    figure: 'punches',
    rule: 'punch.derived' as const,
    operands: [
      { name: 'at', value: '2026-03-02T07:59:00Z', sign: 0 },
      { name: 'place', value: 'main', sign: 0 },
      { name: 'source', value: 'face', sign: 0 },
    ],
    result: 'in',
    punch_ids: ['p1'],
  };
  expect(sentenceOf(step, await telling('en'))).toMatch(/^08:59 In at Main door \(Face\)/);
  expect(sentenceOf(step, await telling('zh-CN'))).toMatch(/^08:59 上班，Main door（人脸）/);
});

test('a sum leaves out what adds nothing and says what is taken away', async () => {
  const step = {
    figure: 'worked',
    rule: 'time.worked' as const,
    operands: [
      { name: 'present', value: 30_600, sign: 1 },
      { name: 'paid break', value: 0, sign: 1 },
      { name: 'break due', value: 1800, sign: -1 },
    ],
    result: 28_800,
    punch_ids: [],
  };
  expect(sentenceOf(step, await telling('en'))).toBe(
    'Worked: present 8:30 − break due 0:30 = 8:00.',
  );
  expect(sentenceOf(step, await telling('zh-CN'))).toBe('工时：在岗 8:30 − 应休 0:30 = 8:00。');
});

test('the next day is named', async () => {
  const step = {
    figure: 'present',
    rule: 'time.present' as const,
    operands: [
      { name: 'to', value: '2026-03-03T05:00:30Z', sign: 1 },
      { name: 'from', value: '2026-03-02T21:00:00Z', sign: -1 },
    ],
    result: 28_830,
    punch_ids: [],
  };
  const told = sentenceOf(step, await telling('en'));
  expect(told).toMatch(/22:00 to 06:00:30 \(.*03.*2026\)/);
});
