import { expect, test } from 'vitest';
import { type Guide, type Judged, judged, POSES, START, skipped, wanted } from './guide';

const photo = (name: string) => new Blob([name]);

const answer = (more: Partial<Judged> = {}): Judged => ({
  good: true,
  hints: [],
  faces: 1,
  box: [0.3, 0.2, 0.4, 0.5],
  head: { yaw: 0.05, pitch: 0.2, roll: 0 },
  pose: null,
  quality: 0.8,
  ...more,
});

const look = (guide: Guide, ...answers: Judged[]): Guide =>
  answers.reduce((now, one) => {
    const pose = wanted(now);
    return pose ? judged(now, pose, one, photo(`${one.quality}`)) : now;
  }, guide);

test('of three good frames the best is taken, whichever it was', async () => {
  const guide = look(START, answer(), answer({ quality: 0.95 }), answer({ quality: 0.6 }));
  expect(guide.shots.map(({ pose, quality }) => [pose, quality])).toEqual([['ahead', 0.95]]);
  expect(await guide.shots[0]?.photo.text()).toBe('0.95');
  expect(wanted(guide)).toBe('left');
});

test('how the head is held is learnt from looking ahead, and kept', () => {
  const ahead = look(START, answer(), answer(), answer());
  expect(ahead.neutral).toEqual({ yaw: 0.05, pitch: 0.2 });
  const turned = answer({ head: { yaw: 0.4, pitch: 0.1, roll: 0 } });
  expect(look(ahead, turned, turned, turned).neutral).toEqual({ yaw: 0.05, pitch: 0.2 });
});

test('a frame that is not good takes nothing and shows its hint once it is steady', () => {
  const bad = answer({ good: false, hints: ['come_closer'] });
  const once = look(START, bad);
  expect([once.hint, once.shots.length]).toEqual([null, 0]);
  expect(look(once, bad).hint).toBe('come_closer');
  const other = answer({ good: false, hints: ['turn_less'] });
  expect(look(once, bad, other).hint).toBe('come_closer');
});

test('a late answer about the pose before is no shot of this one', () => {
  const left = look(START, answer(), answer(), answer());
  expect(judged(left, 'ahead', answer(), photo('late'))).toBe(left);
});

test('a pose can be skipped, and after the last there is none', () => {
  const guide = POSES.reduce(skipped, START);
  expect([wanted(guide), guide.shots]).toEqual([undefined, []]);
});
