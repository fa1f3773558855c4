/** Times, dates and durations as people read them, in the language of the page. */
import i18next from 'i18next';

const HOUR = 3600;

/** The page's language as the browser's user writes it: en-GB for a page in en. */
export function locale(): string {
  const wanted = i18next.language ?? 'en';
  const own = navigator.languages.find((tag) => tag === wanted || tag.startsWith(`${wanted}-`));
  return own ?? wanted;
}

/** 07:58 of a wall-clock time with offset, as the server tells it; never the browser's own zone. */
export function clock(wall: string | null | undefined): string {
  return wall ? wall.slice(11, 16) : '–';
}

/** 7:30 of 27000 seconds. */
export function duration(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const minutes = Math.round(Math.abs(seconds) / 60);
  return `${sign}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

export const inHours = (seconds: number): number => Math.round((seconds / HOUR) * 100) / 100;

/** Monday, 2 March 2026, or as `style` says. */
export function longDay(date: string, style: Intl.DateTimeFormatOptions = {}): string {
  const asked = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const wanted = Object.keys(style).length ? style : asked;
  return new Date(`${date}T12:00`).toLocaleDateString(locale(), wanted);
}

/** 02 Mar 2026 */
export const shortDay = (date: string): string =>
  longDay(date, { day: '2-digit', month: 'short', year: 'numeric' });

export const monthName = (date: string): string =>
  longDay(date, { month: 'long', year: 'numeric' });

/** A moment in the reader's own zone: for logs, never for punches. */
export const moment = (at: string): string =>
  new Date(at).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' });

export function money(amount: string, currency: string): string {
  const format = new Intl.NumberFormat(locale(), { style: 'currency', currency });
  return format.format(Number(amount));
}

/** 30 MB of 30,000,000 bytes. */
export function fileSize(bytes: number): string {
  const [unit, size] = bytes < 1e9 ? ['megabyte', 1e6] : ['gigabyte', 1e9];
  const format = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), format).format(bytes / size);
}

/** The name of a day of the week, 0 being Monday. */
export const weekday = (day: number, style: 'short' | 'long' = 'long'): string =>
  longDay(`2026-01-0${5 + day}`.replace(/0(\d\d)$/, '$1'), { weekday: style });

const two = (number: number): string => String(number).padStart(2, '0');

/** The date of a Date in its own zone, ISO 8601. */
export const isoDay = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

export const today = (): string => isoDay(new Date());

export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T12:00`);
  moved.setDate(moved.getDate() + days);
  return isoDay(moved);
}

/** The first day of the month `months` away from the one that holds `date`. */
export function addMonths(date: string, months: number): string {
  const [year = 2000, month = 1] = date.split('-').map(Number);
  return isoDay(new Date(year, month - 1 + months, 1));
}

/** All days of the month that holds `date`. */
export function daysOfMonth(date: string): string[] {
  const [year = 2000, month = 1] = date.split('-').map(Number);
  const count = new Date(year, month, 0).getDate();
  return Array.from({ length: count }, (_, at) => isoDay(new Date(year, month - 1, at + 1)));
}

/** Seconds of an ISO 8601 duration such as PT1H30M; days count 24 hours. */
export function secondsOf(iso: string | null | undefined): number {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso ?? '');
  const [days, hours, minutes, seconds] = (found?.slice(1) ?? []).map((part) => Number(part ?? 0));
  return (days ?? 0) * 24 * HOUR + (hours ?? 0) * HOUR + (minutes ?? 0) * 60 + (seconds ?? 0);
}

export function isoDuration(seconds: number): string {
  const hours = Math.floor(seconds / HOUR);
  const minutes = Math.floor((seconds % HOUR) / 60);
  const rest = seconds % 60;
  return `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest || (!hours && !minutes) ? `${rest}S` : ''}`;
}

/** The days of a month or a year that have begun; all of them if none has. */
export function begun(first: string, last: string): { first: string; last: string } {
  const now = today();
  return { first, last: first <= now && now < last ? now : last };
}

export function monthOf(date: string): { first: string; last: string } {
  return { first: addMonths(date, 0), last: addDays(addMonths(date, 1), -1) };
}

/** What the server says, as a sentence: with a capital and a full stop. */
export const sentence = (words: string): string =>
  words.charAt(0).toUpperCase() + words.slice(1).replace(/[.]?$/, '.');
