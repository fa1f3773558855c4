/** A guided enrolment: five poses, of each the best of several good frames. */
import type { Schemas } from '../../../api/client';

export type Pose = Schemas['Pose'];
export type Hint = Schemas['Hint'];
export type Judged = Schemas['FrameAnswer'];
export type Shot = { pose: Pose; photo: Blob; quality: number };

export const POSES: readonly Pose[] = ['ahead', 'left', 'right', 'up', 'down'];
/** The best of so many good frames is taken: the first one is often still blurred by moving. */
const GOOD_FRAMES = 3;
/** A hint is shown once it was given so often in a row, so that the words do not flicker. */
const STEADY = 2;

export type Guide = {
  /** Index of the pose that is wanted; POSES.length: there are no more. */
  at: number;
  shots: readonly Shot[];
  /** How the head is held when it looks ahead; up and down are told from there. */
  neutral: { yaw: number; pitch: number } | null;
  best: Shot | null;
  good: number;
  hint: Hint | null;
  given: { hint: Hint | null; times: number };
  box: Judged['box'];
};

export const START: Guide = {
  at: 0,
  shots: [],
  neutral: null,
  best: null,
  good: 0,
  hint: null,
  given: { hint: null, times: 0 },
  box: null,
};

export const wanted = (guide: Guide): Pose | undefined => POSES[guide.at];

/** What comes after a frame that was judged for the pose that is wanted. */
export function judged(guide: Guide, pose: Pose, answer: Judged, photo: Blob): Guide {
  // The answer to a frame that was sent before the last shot was taken is about another pose.
  if (pose !== wanted(guide)) return guide;
  const seen = { ...guide, box: answer.box, ...hinted(guide, answer.hints[0] ?? null) };
  if (!answer.good) return seen;
  const shot = { pose, photo, quality: answer.quality };
  const best = guide.best && guide.best.quality >= shot.quality ? guide.best : shot;
  const head = answer.head;
  const neutral =
    guide.neutral ?? (pose === 'ahead' && head ? { yaw: head.yaw, pitch: head.pitch } : null);
  const good = guide.good + 1;
  if (good < GOOD_FRAMES) return { ...seen, neutral: guide.neutral, best, good };
  return { ...next(seen), shots: [...guide.shots, best], neutral };
}

/** Go on without a shot of this pose: not everybody can turn their head. */
export const skipped = (guide: Guide): Guide => next(guide);

function next(guide: Guide): Guide {
  return { ...guide, at: guide.at + 1, best: null, good: 0, hint: null, given: START.given };
}

function hinted(guide: Guide, hint: Hint | null): Pick<Guide, 'hint' | 'given'> {
  const times = guide.given.hint === hint ? guide.given.times + 1 : 1;
  return { given: { hint, times }, hint: times >= STEADY ? hint : guide.hint };
}
