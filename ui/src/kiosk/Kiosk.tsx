import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from './Card';
import { burst } from './camera';
import { newId } from './deliver';
import { Faces } from './Faces';
import { Icon } from './Icon';
import type { Direction, Paired, SeenFace } from './messages';
import { Pin } from './Pin';
import { keep } from './queue';
import { Settings } from './Settings';
import { clockOf, type Stage, stageOf, type Trouble } from './stage';
import { type Shown, useKiosk } from './useKiosk';
import { speak } from './voice';

/** The screen at the door: the picture on one side, what it means on the other. */
export function Kiosk({ paired, onRejected }: { paired: Paired; onRejected: () => void }) {
  const { t, i18n } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const kiosk = useKiosk(paired.token, video, onRejected);
  const [typing, setTyping] = useState(false);
  const [note, say] = useNote();
  const stage = stageOf(kiosk);
  useSpokenWelcome(kiosk.greetings, i18n.language);
  const faces = kiosk.seen?.faces ?? [];
  const kept = (words: string): void => {
    kiosk.recount();
    say(words);
  };
  const takePicture = async (direction: Direction): Promise<void> => {
    if (!video.current) return;
    const at = Date.now();
    const pictures = await burst(video.current);
    await keep({ kind: 'sighting', id: newId(), at, direction, pictures });
    kept(t('picture.kept'));
  };

  return (
    <main className="kiosk" data-stage={stage}>
      <section className="picture" aria-label={t('app.title')}>
        <div className="frame">
          <video ref={video} autoPlay playsInline muted />
          <Faces faces={faces} />
        </div>
      </section>
      <section className="panel">
        <header>
          <Clock zone={kiosk.ready?.zone} />
          <Settings />
        </header>
        <div className="message" role="status" aria-live="polite">
          <Icon of={stage} size="1em" />
          <h1>{t(`stage.${stage}.title`, { name: nameOf(faces, kiosk.greetings) })}</h1>
          <p>{hintOf(stage, kiosk.trouble, t)}</p>
        </div>
        <div className="cards">
          {kiosk.greetings.map((greeting) => (
            <Card
              key={greeting.key}
              greeting={greeting}
              token={paired.token}
              onUndone={(done) => {
                if (done) kiosk.dismiss(greeting.key);
                say(t(done ? 'greeting.undone' : 'greeting.undo_failed'));
              }}
            />
          ))}
          {faces
            .filter((face) => face.state === 'asked')
            .map((face) => (
              <Choice key={face.track} face={face} onChoose={kiosk.choose} />
            ))}
        </div>
        <footer>
          {stage === 'offline' && <OfflinePicture onTake={takePicture} />}
          <button type="button" className="main" onClick={() => setTyping(true)}>
            <Icon of="pin" /> {t('pin.open')}
          </button>
          <p className="note" role="status">
            {note}
          </p>
          <p className="counts">
            {kiosk.waiting.waiting > 0 && (
              <span>{t('waiting', { count: kiosk.waiting.waiting })}</span>
            )}
            {kiosk.waiting.refused > 0 && (
              <span>{t('refused', { count: kiosk.waiting.refused })}</span>
            )}
            <span className="place">{paired.name}</span>
          </p>
        </footer>
      </section>
      {typing && (
        <Pin
          token={paired.token}
          online={kiosk.online}
          onGreeting={kiosk.greet}
          onKept={() => kept(t('pin.kept'))}
          onClose={() => setTyping(false)}
        />
      )}
    </main>
  );
}

function Choice({
  face,
  onChoose,
}: {
  face: SeenFace;
  onChoose: (track: number, way: Direction) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className="choice">
      <legend>{t('choice.for', { name: face.name })}</legend>
      {(['in', 'out'] as const).map((way) => (
        <button
          type="button"
          key={way}
          data-direction={way}
          onClick={() => onChoose(face.track, way)}
        >
          {t(`choice.${way}`)}
        </button>
      ))}
    </fieldset>
  );
}

function OfflinePicture({ onTake }: { onTake: (direction: Direction) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="choice">
      <legend>
        <Icon of="camera" /> {t('picture.take')}
      </legend>
      {(['in', 'out'] as const).map((way) => (
        <button type="button" key={way} data-direction={way} onClick={() => onTake(way)}>
          {t(`choice.${way}`)}
        </button>
      ))}
    </fieldset>
  );
}

function Clock({ zone }: { zone: string | undefined }) {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  const own = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const day = new Intl.DateTimeFormat(i18n.language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: own,
  });
  return (
    <div className="clock">
      <strong>{clockOf(now, own, i18n.language)}</strong>
      <span>{day.format(now)}</span>
    </div>
  );
}

function nameOf(faces: readonly SeenFace[], greetings: readonly Shown[]): string {
  return greetings.at(-1)?.name ?? faces[0]?.name ?? '';
}

function hintOf(stage: Stage, trouble: Trouble | null, t: TFunction): string {
  if (stage === 'error' && trouble) {
    return t(
      `problem.${trouble.kind}`,
      trouble.kind === 'server' ? { detail: trouble.detail } : {},
    );
  }
  return t(`stage.${stage}.hint`);
}

/** A sentence that goes away by itself. */
function useNote(): [string, (words: string) => void] {
  const [note, setNote] = useState('');
  useEffect(() => {
    if (!note) return;
    const timer = window.setTimeout(() => setNote(''), 6000);
    return () => clearTimeout(timer);
  }, [note]);
  return [note, setNote];
}

function useSpokenWelcome(greetings: readonly Shown[], language: string): void {
  const { t } = useTranslation();
  const said = useRef(0);
  useEffect(() => {
    for (const { key, name, direction, recorded } of greetings) {
      if (key <= said.current) continue;
      said.current = key;
      const what = direction === 'out' ? 'goodbye' : 'welcome';
      if (recorded) speak(what, t(`greeting.${what}`, { name }), language);
    }
  }, [greetings, language, t]);
}
