import { Button } from '@mantine/core';
import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  Check,
  type LucideIcon,
  ScanFace,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/Dialog';
import { ProblemBanner } from '../../parts/ProblemBanner';
import type { PersonRef } from '../../parts/queries';
import { useObjectUrl } from '../Photo';
import { Check as CheckPhotos } from './Check';
import { type Guide, POSES, type Pose, type Shot, wanted } from './guide';
import { useGuide } from './useGuide';
import './enrol.css';

const ICONS: Record<Pose, LucideIcon> = {
  ahead: ScanFace,
  left: ArrowLeft,
  right: ArrowRight,
  up: ArrowUp,
  down: ArrowDown,
};

/** Five poses before the camera; the best shots are taken by themselves and shown before saving. */
export function Guided({ person, onClose }: { person: PersonRef; onClose: () => void }) {
  const { t } = useTranslation();
  const { video, guide, trouble, problem, skip, restart } = useGuide();
  const pose = wanted(guide);
  const title = t('guided.of', { name: person.name });
  if (!pose)
    return (
      <Dialog title={title} onClose={onClose} wide>
        {guide.shots.length > 0 ? (
          <CheckPhotos
            person={person}
            photos={guide.shots.map((shot) => named(shot))}
            onClose={onClose}
            again={restart}
          />
        ) : (
          <div className="form">
            <p>{t('guided.no_shots')}</p>
            <div className="actions end">
              <Button onClick={restart}>{t('guided.again')}</Button>
            </div>
          </div>
        )}
      </Dialog>
    );
  return (
    <Dialog title={title} onClose={onClose} wide>
      <div className="form">
        {trouble ? (
          <p className="problem" role="alert">
            {t(`problem.${trouble.kind}`)}
          </p>
        ) : (
          <div className="stage" data-good={guide.good > 0}>
            <video ref={video} autoPlay muted playsInline aria-label={t('guided.picture')} />
            {guide.box && <Face box={guide.box} />}
            <Ask pose={pose} guide={guide} />
          </div>
        )}
        <ProblemBanner problem={problem} />
        <Steps guide={guide} />
        <div className="actions spread">
          <p className="hint">{t('guided.how')}</p>
          <Button variant="default" onClick={skip}>
            {t('guided.skip')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** What to do now, large enough to be read from where one stands. */
function Ask({ pose, guide }: { pose: Pose; guide: Guide }) {
  const { t } = useTranslation();
  const Icon = ICONS[pose];
  return (
    <div className="ask" role="status">
      <strong>
        <Icon size={26} aria-hidden /> {t(`guided.pose.${pose}`)}
      </strong>
      <span>
        {guide.good > 0 ? t('guided.good') : guide.hint && t(`guided.hint.${guide.hint}`)}
      </span>
    </div>
  );
}

/** The face, mirrored like the picture. box: x, y, width, height as shares. */
function Face({ box: [x, y, width, height] }: { box: readonly [number, number, number, number] }) {
  const percent = (share: number) => `${100 * share}%`;
  const style = {
    right: percent(x),
    top: percent(y),
    width: percent(width),
    height: percent(height),
  };
  return <span className="face" style={style} aria-hidden />;
}

function Steps({ guide }: { guide: Guide }) {
  const { t } = useTranslation();
  return (
    <ol className="poses">
      {POSES.map((pose, at) => {
        const shot = guide.shots.find((one) => one.pose === pose);
        const Icon = ICONS[pose];
        return (
          <li key={pose} aria-current={at === guide.at ? 'step' : undefined}>
            <span className="shot">
              {shot ? <Taken shot={shot} /> : <Icon size={24} aria-hidden />}
            </span>
            <span>
              {shot && <Check size={14} aria-hidden />} {t(`guided.short.${pose}`)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Taken({ shot }: { shot: Shot }) {
  const address = useObjectUrl(shot.photo);
  return address && <img src={address} alt="" />;
}

const named = ({ pose, photo }: Shot): File =>
  new File([photo], `${pose}.jpg`, { type: photo.type });
