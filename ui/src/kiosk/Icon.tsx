/** One picture for each state, drawn with thick lines: its shape tells it apart without colour. */
import type { Stage } from './stage';

const LINES: Record<Stage | 'pin' | 'sound' | 'silent' | 'sun' | 'moon' | 'camera', string> = {
  idle: 'M12 3a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M4 21c1-5 4-7 8-7s7 2 8 7',
  looking: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  asked: 'M8 3 3 8l5 5M3 8h10M16 11l5 5-5 5M21 16H11',
  recognised: 'm3 13 6 6L21 5',
  unknown: 'M8 8a4 4 0 1 1 6 3.4c-1.500.9-2 1.700-2 3.600M12 20v.5',
  too_dark:
    'M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.500c.7.700 1 1.500 1 2.500h6c0-1 .3-1.800 1-2.500A6 6 0 0 0 12 3',
  too_far:
    'M12 3v7m-3-3 3 3 3-3M5 14c2-1.500 4-2 7-2s5 .5 7 2M3 19c3-2 6-2.500 9-2.500s6 .5 9 2.500',
  several:
    'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M2 20c.5-4 3-6 6-6s5.500 2 6 6M16 5a3 3 0 0 1 0 6M17 14c3 .5 4.500 2.500 5 6',
  offline:
    'M3 3l18 18M2 9c2-2 4-3 6-3.500M22 9c-3-3-7-4.200-11-4M6 13c1-1 2-1.500 3.500-2M18 13c-1-1-2-1.600-3-2M12 19v.5',
  error: 'M12 3 2 20h20zM12 10v4M12 17v.3',
  pin: 'M6 5h.1M12 5h.1M18 5h.1M6 11h.1M12 11h.1M18 11h.1M6 17h.1M12 17h.1M18 17h.1',
  sound: 'M4 9v6h4l5 4V5L8 9zM16 9c1.500 1.500 1.500 4.500 0 6M19 6c3 3.500 3 8.500 0 12',
  silent: 'M4 9v6h4l5 4V5L8 9zM17 10l5 5M22 10l-5 5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M5 19l1.400-1.400M17.600 6.400 19 5',
  moon: 'M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10',
  camera: 'M3 8h4l2-3h6l2 3h4v11H3zM12 10a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7',
};

export function Icon({ of, size = 24 }: { of: keyof typeof LINES; size?: number | string }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={LINES[of]} />
    </svg>
  );
}
