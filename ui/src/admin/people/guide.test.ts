import { expect, test } from 'vitest';
import { BEGIN, type Judged, poseOf, seen, skip } from './guide';

const judged = (good: boolean, quality = 0.5): Judged => ({
  good,
  quality,
  hints: good ? [] : ['no_face'],
  faces: 1,
  box: null,
  head: { yaw: 0.1, pitch: 0.2, roll: 0 },
  pose: null,
});
const picture = (name: string) => new Blob([name]);

test('the best of three good frames is kept and the next pose begins', () => {
  const shots = [0.4, 0.9, 0.6].map((quality) => ({ quality, picture: picture(`${quality}`) }));
  const course = shots.reduce(
    (state, shot) => seen(state, shot.picture, judged(true, shot.quality)),
    BEGIN,
  );
  expect(course.shots.map(({ pose, quality }) => [pose, quality])).toEqual([['ahead', 0.9]]);
  expect(course.shots[0]?.picture).toBe(shots[1]?.picture);
  expect(course.neutral).toMatchObject({ yaw: 0.1, pitch: 0.2 });
  expect(poseOf(course)).toBe('left');
});

test('a bad frame in between starts the pose over', () => {
  let course = seen(seen(BEGIN, picture('a'), judged(true)), picture('b'), judged(true));
  course = seen(course, picture('c'), judged(false));
  expect(course).toEqual(BEGIN);
});

test('a pose can be left out, and after the last one nothing more is taken', () => {
  const end = [1, 2, 3, 4, 5].reduce(skip, BEGIN);
  expect(poseOf(end)).toBeUndefined();
  expect(seen(end, picture('a'), judged(true))).toBe(end);
});
