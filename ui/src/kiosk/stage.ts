/** Which of its looks the kiosk has: one enumerated state, found from all that is known. */
import type { Greeting, Seen, SeenFace } from './messages';

export type Stage =
  | 'idle'
  | 'looking'
  | 'asked'
  | 'recognised'
  | 'unknown'
  | 'too_dark'
  | 'too_far'
  | 'several'
  | 'offline'
  | 'error';

export type Trouble =
  | { kind: 'camera_refused' | 'camera_absent' | 'camera_busy' | 'insecure' }
  | { kind: 'server'; detail: string };

export type Known = {
  online: boolean;
  trouble: Trouble | null;
  seen: Seen | null;
  /** The greetings that are still shown. */
  greetings: readonly Greeting[];
};

const BY_FACE: Record<SeenFace['state'], Stage> = {
  looking: 'looking',
  asked: 'asked',
  recognised: 'recognised',
  unknown: 'unknown',
  too_far: 'too_far',
  too_dark: 'too_dark',
};

/** The most important thing first: what keeps the kiosk from working, then who stands there. */
export function stageOf({ online, trouble, seen, greetings }: Known): Stage {
  if (trouble && trouble.kind !== 'server') return 'error';
  if (!online) return 'offline';
  if (trouble) return 'error';
  const faces = seen?.faces ?? [];
  if (faces.length > 1 || greetings.length > 1) return 'several';
  if (faces[0]?.state === 'asked') return 'asked';
  if (greetings.length > 0) return 'recognised';
  if (faces[0]) return BY_FACE[faces[0].state];
  return seen?.light === 'too_dark' ? 'too_dark' : 'idle';
}

/** Hours and minutes of so many seconds. */
export function hoursOf(seconds: number): { h: number; m: string } {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  return { h: Math.floor(minutes / 60), m: String(minutes % 60).padStart(2, '0') };
}

/** The wall clock of the place, as people there read it. */
export function clockOf(at: string | Date, zone: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(typeof at === 'string' ? new Date(at) : at);
}
