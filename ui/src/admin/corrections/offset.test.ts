import { expect, test } from 'vitest';
import { offsetAt } from './offset';

test('the offset is that of the zone on that day, not of the browser', () => {
  expect(offsetAt('2026-01-15', '09:00', 'Europe/Berlin')).toBe('+01:00');
  expect(offsetAt('2026-07-15', '09:00', 'Europe/Berlin')).toBe('+02:00');
  expect(offsetAt('2026-07-15', '09:00', 'Asia/Kolkata')).toBe('+05:30');
  expect(offsetAt('2026-07-15', '09:00', 'America/St_Johns')).toBe('-02:30');
  expect(offsetAt('2026-07-15', '09:00', 'UTC')).toBe('+00:00');
});

test('on the day on which the clocks change it is the one before or after the change', () => {
  expect(offsetAt('2026-03-29', '01:30', 'Europe/Berlin')).toBe('+01:00');
  expect(offsetAt('2026-03-29', '04:00', 'Europe/Berlin')).toBe('+02:00');
  expect(offsetAt('2026-10-25', '04:00', 'Europe/Berlin')).toBe('+01:00');
});
