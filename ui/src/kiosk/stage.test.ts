import { describe, expect, it } from 'vitest';
import type { Greeting, Seen, SeenFace } from './messages';
import { clockOf, hoursOf, type Known, stageOf } from './stage';

const face = (state: SeenFace['state'], track = 1): SeenFace => ({
  track,
  box: [0, 0, 1, 1],
  state,
  name: null,
});
const seen = (faces: SeenFace[], light: Seen['light'] = 'enough'): Seen => ({
  type: 'seen',
  light,
  faces,
  greetings: [],
});
const hello = { punch_id: 'p', name: 'Ada' } as Greeting;
const calm: Known = { online: true, trouble: null, seen: seen([]), greetings: [] };

describe('the look of the kiosk', () => {
  it('is idle before anybody comes, even before the first answer', () => {
    expect(stageOf(calm)).toBe('idle');
    expect(stageOf({ ...calm, seen: null })).toBe('idle');
  });

  it('is that of the one face there', () => {
    for (const state of [
      'looking',
      'asked',
      'recognised',
      'unknown',
      'too_far',
      'too_dark',
    ] as const) {
      expect(stageOf({ ...calm, seen: seen([face(state)]) })).toBe(state);
    }
  });

  it('keeps greeting somebody who has gone already', () => {
    expect(stageOf({ ...calm, greetings: [hello] })).toBe('recognised');
    expect(stageOf({ ...calm, greetings: [hello], seen: seen([face('unknown')]) })).toBe(
      'recognised',
    );
  });

  it('is several when there are several faces or greetings', () => {
    expect(stageOf({ ...calm, seen: seen([face('looking'), face('unknown', 2)]) })).toBe('several');
    expect(stageOf({ ...calm, greetings: [hello, hello] })).toBe('several');
  });

  it('is dark only when nobody can be seen for it', () => {
    expect(stageOf({ ...calm, seen: seen([], 'too_dark') })).toBe('too_dark');
  });

  it('puts a dead camera before the network, and the network before the server', () => {
    const offline = { ...calm, online: false };
    expect(stageOf({ ...offline, trouble: { kind: 'camera_absent' } })).toBe('error');
    expect(stageOf({ ...offline, trouble: { kind: 'server', detail: '' } })).toBe('offline');
    expect(stageOf({ ...calm, trouble: { kind: 'server', detail: '' } })).toBe('error');
  });
});

describe('times', () => {
  it('are whole minutes', () => {
    expect(hoursOf(3 * 3600 + 5 * 60 + 59)).toEqual({ h: 3, m: '05' });
    expect(hoursOf(-1)).toEqual({ h: 0, m: '00' });
  });

  it('are those of the place, not of the tablet', () => {
    expect(clockOf('2026-03-02T07:58:30Z', 'Europe/Berlin', 'en')).toBe('08:58');
    expect(clockOf('2026-03-02T16:30:00Z', 'Asia/Shanghai', 'zh-CN')).toBe('00:30');
  });
});
