/** The kiosk's working parts tied together: camera, connection, greetings, what waits. */
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { stayAwake } from './awake';
import { frame, openCamera } from './camera';
import type { Direction, Greeting, Ready, Seen } from './messages';
import { type Counts, counts, drain } from './queue';
import { KioskSocket } from './socket';
import type { Trouble } from './stage';

/** How long a greeting stays (milliseconds); undoing is offered for all of it. */
export const GREETING_STAYS = 5_000;
// Between two frames: with somebody there, and with nobody (the tablet stays cool).
const BUSY_PACE = 60;
const CALM_PACE = 125;
const CALM_AFTER = 3_000;
const CAMERA_RETRY = 3_000;
const DRAIN_EVERY = 10_000;

export type Shown = Greeting & { key: number; until: number };
type Kiosk = {
  online: boolean;
  trouble: Trouble | null;
  ready: Ready | null;
  seen: Seen | null;
  greetings: Shown[];
  waiting: Counts;
  greet: (greeting: Greeting) => void;
  dismiss: (key: number) => void;
  choose: (track: number, direction: Direction) => void;
  recount: () => void;
};

export function useKiosk(
  token: string,
  video: RefObject<HTMLVideoElement | null>,
  onRejected: () => void,
): Kiosk {
  const camera = useCamera(video);
  const { greetings, greet, dismiss } = useGreetings();
  const [online, setOnline] = useState(true);
  const [ready, setReady] = useState<Ready | null>(null);
  const [seen, setSeen] = useState<Seen | null>(null);
  const [server, setServer] = useState<Trouble | null>(null);
  const socket = useRef<KioskSocket | null>(null);
  const { waiting, recount } = useWaiting(token, online);

  useEffect(() => {
    const line = new KioskSocket(token, {
      onOnline: (up) => {
        setOnline(up);
        if (!up) setSeen(null);
      },
      onReady: (said) => {
        setReady((before) => {
          // A new server brings a new page with it.
          if (before && before.version !== said.version) location.reload();
          return said;
        });
        setServer(null);
      },
      onSeen: (answer) => {
        setServer(null);
        setSeen(answer);
        for (const greeting of answer.greetings) greet(greeting);
      },
      onGreeting: (_track, greeting) => greeting && greet(greeting),
      onProblem: (_code, detail) => setServer({ kind: 'server', detail }),
      onRejected,
    });
    socket.current = line;
    const stop = sendFrames(line, video);
    return () => {
      stop();
      line.close();
    };
  }, [token, video, greet, onRejected]);
  useEffect(stayAwake, []);

  const choose = useCallback(
    (track: number, direction: Direction) => socket.current?.choose(track, direction),
    [],
  );
  return {
    online,
    trouble: camera ?? server,
    ready,
    seen,
    greetings,
    waiting,
    greet,
    dismiss,
    choose,
    recount,
  };
}

/** Send the newest picture whenever the last one was answered: the server sets the pace. */
function sendFrames(line: KioskSocket, video: RefObject<HTMLVideoElement | null>): () => void {
  let stopped = false;
  let shown = -1;
  const pace = paceOf(line);
  const next = async (): Promise<void> => {
    const source = video.current;
    if (source && line.free && source.currentTime !== shown) {
      shown = source.currentTime;
      const picture = await frame(source);
      if (picture && line.free) line.send(picture);
    }
    if (!stopped) window.setTimeout(next, pace());
  };
  void next();
  return () => {
    stopped = true;
  };
}

function paceOf(line: KioskSocket): () => number {
  return () => (Date.now() - line.lastFaceAt > CALM_AFTER ? CALM_PACE : BUSY_PACE);
}

/** Keep the camera open; one that is unplugged or refused is tried again without a touch. */
function useCamera(video: RefObject<HTMLVideoElement | null>): Trouble | null {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer = 0;
    let stopped = false;
    const use = (got: MediaStream): void => {
      stream = got;
      for (const track of got.getVideoTracks()) track.addEventListener('ended', open);
      if (video.current) video.current.srcObject = got;
      setTrouble(null);
    };
    const open = async (): Promise<void> => {
      const got = await openCamera();
      if (stopped) release(got);
      else if (got instanceof MediaStream) use(got);
      else {
        setTrouble(got);
        timer = window.setTimeout(open, CAMERA_RETRY);
      }
    };
    void open();
    return () => {
      stopped = true;
      clearTimeout(timer);
      release(stream);
    };
  }, [video]);
  return trouble;
}

function release(stream: MediaStream | Trouble | null): void {
  if (stream instanceof MediaStream) for (const track of stream.getTracks()) track.stop();
}

function useGreetings() {
  const [greetings, setGreetings] = useState<Shown[]>([]);
  const number = useRef(0);
  const dismiss = useCallback(
    (key: number) => setGreetings((all) => all.filter((one) => one.key !== key)),
    [],
  );
  const greet = useCallback(
    (greeting: Greeting) => {
      number.current += 1;
      const key = number.current;
      // One card for each punch: said again, it starts anew.
      setGreetings((all) => [
        ...all.filter((one) => one.punch_id !== greeting.punch_id),
        { ...greeting, key, until: Date.now() + GREETING_STAYS },
      ]);
      window.setTimeout(() => dismiss(key), GREETING_STAYS);
    },
    [dismiss],
  );
  return { greetings, greet, dismiss };
}

/** Deliver what waits as soon as there is a connection, and now and then after that. */
function useWaiting(token: string, online: boolean) {
  const [waiting, setWaiting] = useState<Counts>({ waiting: 0, refused: 0 });
  const recount = useCallback(() => void counts().then(setWaiting), []);
  useEffect(() => {
    const send = (): void => {
      if (online) void drain(token).then(recount, recount);
    };
    recount();
    send();
    const timer = window.setInterval(send, DRAIN_EVERY);
    return () => clearInterval(timer);
  }, [token, online, recount]);
  return { waiting, recount };
}
