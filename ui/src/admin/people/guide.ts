/** The course of a guided enrolment: which pose is next, and which shot of it is kept. */
import type { Schemas } from '../../api/client';

export type Pose = Schemas['Pose'];
export type Judged = Schemas['FrameAnswer'];
export type Shot = { pose: Pose; picture: Blob; quality: number };
export type Head = { yaw: number; pitch: number };

export const POSES: readonly Pose[] = ['ahead', 'left', 'right', 'up', 'down'];
/** So many good frames are compared, and the best of them is kept. */
export const GOOD_FRAMES = 3;

export type Course = {
  /** Poses that were taken or left out. */
  done: number;
  shots: readonly Shot[];
  /** Good frames of the present pose. */
  good: readonly Shot[];
  /** How the head was held in the shot that looked ahead; the other poses are told from there. */
  neutral: Head | null;
};

export const BEGIN: Course = { done: 0, shots: [], good: [], neutral: null };

export const poseOf = (course: Course): Pose | undefined => POSES[course.done];

/** The course after one more frame. A bad one starts the present pose over. */
export function seen(course: Course, picture: Blob, judged: Judged): Course {
  const pose = poseOf(course);
  if (!pose) return course;
  if (!judged.good) return course.good.length ? { ...course, good: [] } : course;
  const good = [...course.good, { pose, picture, quality: judged.quality }];
  if (good.length < GOOD_FRAMES) return { ...course, good };
  const best = good.reduce((one, other) => (other.quality > one.quality ? other : one));
  const neutral = pose === 'ahead' && judged.head ? judged.head : course.neutral;
  return { done: course.done + 1, shots: [...course.shots, best], good: [], neutral };
}

/** Leave the present pose out: not everybody can turn their head. */
export const skip = (course: Course): Course => ({ ...course, done: course.done + 1, good: [] });
