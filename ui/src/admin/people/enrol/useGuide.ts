import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../api/client';
import { frame, openCamera } from '../../../kiosk/camera';
import type { Trouble } from '../../../kiosk/stage';
import { upload } from '../../server';
import { type Guide, type Judged, judged, START, skipped, wanted } from './guide';

const BREATH_MS = 60;
const AFTER_TROUBLE_MS = 1500;

/** The camera, and where the guided session stands. One frame at a time is on its way. */
export function useGuide() {
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef<Guide>(START);
  const [guide, setGuide] = useState<Guide>(START);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = useCallback((next: Guide) => {
    latest.current = next;
    setGuide(next);
  }, []);
  const done = wanted(guide) === undefined;
  useEffect(() => {
    if (done) return;
    let alive = true;
    let stream: MediaStream | null = null;
    const look = async () => {
      const opened = await openCamera();
      if (!(opened instanceof MediaStream)) return setTrouble(opened);
      stream = opened;
      if (alive && video.current) video.current.srcObject = stream;
      while (alive) {
        const wait = await one().catch((error: Problem) => {
          setProblem(error);
          return AFTER_TROUBLE_MS;
        });
        await new Promise((later) => setTimeout(later, wait));
      }
    };
    const one = async (): Promise<number> => {
      const pose = wanted(latest.current);
      const photo = video.current && (await frame(video.current));
      if (!photo || !pose) return BREATH_MS;
      const answer = await ask(photo, pose, latest.current.neutral);
      setProblem(null);
      if (alive) change(judged(latest.current, pose, answer, photo));
      return BREATH_MS;
    };
    void look().finally(() => close(stream));
    return () => {
      alive = false;
      close(stream);
    };
  }, [done, change]);
  return {
    video,
    guide,
    trouble,
    problem,
    skip: () => change(skipped(latest.current)),
    restart: () => change(START),
  };
}

function ask(frame: Blob, pose: string, neutral: Guide['neutral']): Promise<Judged> {
  const held = neutral && {
    neutral_yaw: String(neutral.yaw),
    neutral_pitch: String(neutral.pitch),
  };
  return upload<Judged>('enrolments/frame', { frame, pose, ...held });
}

function close(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
