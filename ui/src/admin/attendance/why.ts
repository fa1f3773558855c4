/** Why a day has its figures: the server sends the steps as data, here they become sentences. */
import type { TFunction } from 'i18next';
import type { Schemas } from '../../api/client';
import { duration, locale, shortDay } from '../parts/format';

type Step = Schemas['StepAnswer'];
type Value = Step['result'];

export type Telling = {
  t: TFunction;
  /** The date of the day and the zone that it is told by. */
  date: string;
  zone: string;
  placeName: (id: string) => string;
};

type Words = Record<string, string>;
type Tell = (step: Step, telling: Telling) => Words;

/** One step as a sentence in the language of the page. */
export function sentenceOf(step: Step, telling: Telling): string {
  const { t } = telling;
  const words = (WORDS[step.rule] ?? sum)(step, telling);
  return t(`why.${step.rule}${words.variant ? `.${words.variant}` : ''}`, words);
}

const length = (value: Value): string => duration(Number(value));
const operand = (step: Step, name: string): Value =>
  step.operands.find((one) => one.name === name)?.value ?? '';

/** 08:59, with seconds if there are any, and with the date on another day. */
function instant(value: Value, { date, zone }: Telling): string {
  const at = new Date(String(value));
  const parts = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const second = at.getUTCSeconds() ? ({ second: '2-digit' } as const) : {};
  const time = at.toLocaleTimeString(locale(), { ...parts, ...second });
  // Swedish dates are ISO 8601.
  const day = at.toLocaleDateString('sv-SE', { timeZone: zone });
  return day === date ? time : `${time} (${shortDay(day)})`;
}

const times =
  (...names: readonly string[]): Tell =>
  (step, telling) => ({
    ...Object.fromEntries(names.map((name) => [name, instant(operand(step, name), telling)])),
    result: length(step.result),
  });

const punch: Tell = (step, telling) => ({
  at: instant(operand(step, 'at'), telling),
  place: telling.placeName(String(operand(step, 'place'))),
  source: telling.t(`source.${operand(step, 'source')}`),
  direction: telling.t(
    `direction.${step.result === 'in' || step.result === 'out' ? step.result : 'uncounted'}`,
  ),
});

/** 8:00 − paid break 0:30 = 7:30: a signed sum, without what adds nothing. */
const sum: Tell = (step, { t }) => {
  const parts = step.operands
    .filter(({ sign, value }) => sign !== 0 && Number(value) !== 0)
    .map(({ name, value, sign }, at) => {
      const mark = sign < 0 ? '− ' : at > 0 ? '+ ' : '';
      const known = name.replace(' ', '_');
      return `${mark}${t(`why.parts.${known}`, { defaultValue: name })} ${length(value)}`;
    });
  const result = length(step.result);
  return { sum: parts.length ? `${parts.join(' ')} = ${result}` : result };
};

const WORDS: Partial<Record<Step['rule'], Tell>> = {
  'day.span': (step, telling) => ({
    ...times('from', 'until')(step, telling),
    date: shortDay(String(step.result)),
  }),
  'day.policy': (step) => ({
    name: String(step.result),
    version: String(operand(step, 'version')),
  }),
  'day.status': (step, { t }) => ({ status: t(`status.${step.result}`) }),
  'day.flag': (step, { t }) => ({ flag: t(`flags.${step.result}`) }),
  'plan.shift': (step, telling) => ({
    ...times('start', 'end')(step, telling),
    id: String(operand(step, 'id')),
  }),
  'plan.credit': (step, { t }) => {
    const excuse = step.operands.some(({ name }) => name === 'holiday') ? 'holiday' : 'leave';
    return {
      variant: String(operand(step, 'pay')),
      excuse: t(`status.${excuse}`),
      name: String(operand(step, excuse)),
      portion: t(`portion.${operand(step, 'portion')}`),
      result: length(step.result),
    };
  },
  'punch.declared': punch,
  'punch.derived': punch,
  'punch.quiet': punch,
  'punch.between': punch,
  'time.present': times('from', 'to'),
  'time.open_session': times('at'),
  'punctuality.late': times('later', 'earlier'),
  'punctuality.late_within_grace': times('later', 'earlier'),
  'punctuality.early': times('later', 'earlier'),
  'punctuality.early_within_grace': times('later', 'earlier'),
  'punctuality.missed': (step) => ({
    shift: String(operand(step, 'shift')),
    result: length(step.result),
  }),
  night: (step) => ({
    window: String(operand(step, 'window')),
    multiplier: String(operand(step, 'multiplier')),
    result: length(step.result),
  }),
  overtime: (step) => ({
    variant: String(operand(step, 'kind')),
    threshold: length(operand(step, 'threshold')),
    multiplier: String(operand(step, 'multiplier')),
    result: length(step.result),
  }),
};
