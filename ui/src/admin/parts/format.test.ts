import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  clock,
  daysOfMonth,
  duration,
  isoDuration,
  secondsOf,
  sentence,
} from './format';

test('a duration survives the way to ISO 8601 and back', () => {
  for (const seconds of [0, 45, 60, 1800, 5400, 8 * 3600, 26 * 3600 + 59 * 60])
    expect(secondsOf(isoDuration(seconds))).toBe(seconds);
  expect(secondsOf('P1DT2H')).toBe(26 * 3600);
});

test('a wall-clock time stays on its own wall', () => {
  expect(clock('2026-03-02T08:58:00+05:30')).toBe('08:58');
  expect(clock(null)).toBe('–');
});

test('durations are read as hours and minutes, with a sign if they are owed', () => {
  expect([27000, 0, -1800, 59].map(duration)).toEqual(['7:30', '0:00', '−0:30', '0:01']);
});

test('days and months cross their borders', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-03-29', 1)).toBe('2026-03-30');
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-01');
  expect(addMonths('2026-01-15', -1)).toBe('2025-12-01');
  expect(daysOfMonth('2026-02-14')).toHaveLength(28);
});

test('what the server says becomes a sentence, once', () => {
  expect(['no face', 'No face.', ''].map(sentence)).toEqual(['No face.', 'No face.', '.']);
});
