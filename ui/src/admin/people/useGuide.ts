import { type RefObject, useEffect, useRef, useState } from 'react';
import { frame, openCamera } from '../../kiosk/camera';
import type { Trouble } from '../../kiosk/stage';
import { upload } from '../server';
import { BEGIN, type Course, type Judged, poseOf, seen } from './guide';

const RETRY_MS = 1000;
const WARM_UP_MS = 100;

/** The camera, and what the server thinks of what it sees, until all poses are done. */
export function useGuide(video: RefObject<HTMLVideoElement | null>) {
  const [course, setCourse] = useState<Course>(BEGIN);
  const [judged, setJudged] = useState<Judged | null>(null);
  const [trouble, setTrouble] = useState<Trouble['kind'] | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  const latest = useRef(course);
  latest.current = course;
  const finished = poseOf(course) === undefined;

  useCamera(video, finished, setTrouble);
  useEffect(() => {
    let alive = !finished;
    const look = async (): Promise<void> => {
      const picture = video.current && (await frame(video.current));
      if (!picture) return pause(WARM_UP_MS);
      const pose = poseOf(latest.current);
      try {
        const answer = await judge(picture, latest.current);
        if (!alive || poseOf(latest.current) !== pose) return;
        setProblem(null);
        setJudged(answer);
        setCourse((before) => seen(before, picture, answer));
      } catch (error) {
        if (alive) setProblem(error as Error);
        await pause(RETRY_MS);
      }
    };
    const run = async () => {
      while (alive) await look();
    };
    void run();
    return () => {
      alive = false;
    };
  }, [video, finished]);

  return { course, setCourse, judged, trouble, problem };
}

/** The camera is on as long as there is something to take. */
function useCamera(
  video: RefObject<HTMLVideoElement | null>,
  finished: boolean,
  onTrouble: (kind: Trouble['kind'] | null) => void,
): void {
  const tell = useRef(onTrouble);
  useEffect(() => {
    if (finished) return;
    let stream: MediaStream | null = null;
    let alive = true;
    void openCamera().then((opened) => {
      if (!(opened instanceof MediaStream)) return tell.current(opened.kind);
      stream = opened;
      if (alive && video.current) video.current.srcObject = opened;
      else stop(opened);
    });
    return () => {
      alive = false;
      if (stream) stop(stream);
    };
  }, [video, finished]);
}

function judge(picture: Blob, course: Course): Promise<Judged> {
  const { neutral } = course;
  return upload<Judged>('enrolments/frame', {
    frame: picture,
    pose: poseOf(course) ?? 'ahead',
    ...(neutral && {
      neutral_yaw: String(neutral.yaw),
      neutral_pitch: String(neutral.pitch),
    }),
  });
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
