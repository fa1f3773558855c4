import { Button } from '@mantine/core';
import { Check } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../parts/Dialog';
import { ProblemBanner } from '../parts/ProblemBanner';
import type { PersonRef } from '../parts/queries';
import { BEGIN, type Course, GOOD_FRAMES, type Judged, POSES, poseOf, skip } from './guide';
import { SaveShots } from './SaveShots';
import { useGuide } from './useGuide';

/** Photos by webcam: the page says how to hold the head and takes the best shots by itself. */
export function Guided({ person, onClose }: { person: PersonRef; onClose: () => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const { course, setCourse, judged, trouble, problem } = useGuide(video);
  const pose = poseOf(course);
  return (
    <Dialog title={t('guided.of', { name: person.name })} onClose={onClose} wide>
      <div className="form">
        <Steps course={course} />
        {pose ? (
          <>
            {trouble && <ProblemBanner problem={new Error(t(`problem.${trouble}`))} />}
            <div className="mirror" data-good={judged?.good ?? false}>
              <video ref={video} autoPlay playsInline muted aria-label={t('guided.picture')} />
              {judged?.box && <FaceBox box={judged.box} good={judged.good} />}
            </div>
            <p className="say" aria-live="assertive">
              {judged && !judged.good && judged.hints[0]
                ? t(`guided.hint.${judged.hints[0]}`)
                : t(`guided.pose.${pose}`)}
            </p>
            <progress
              max={GOOD_FRAMES}
              value={course.good.length}
              aria-label={t('guided.progress')}
            />
            <ProblemBanner problem={problem} />
            <div className="actions end">
              <Button variant="default" onClick={() => setCourse(skip)}>
                {t('guided.skip')}
              </Button>
            </div>
          </>
        ) : (
          <SaveShots
            person={person}
            shots={course.shots}
            onAgain={() => setCourse(BEGIN)}
            onClose={onClose}
          />
        )}
      </div>
    </Dialog>
  );
}

/** The five poses, and which of them are there. */
function Steps({ course }: { course: Course }) {
  const { t } = useTranslation();
  const taken = new Set(course.shots.map(({ pose }) => pose));
  return (
    <ol className="wizard-steps">
      {POSES.map((pose, number) => (
        <li
          key={pose}
          aria-current={number === course.done ? 'step' : undefined}
          data-done={taken.has(pose)}
        >
          <span>{taken.has(pose) ? <Check size={16} aria-hidden /> : number + 1}</span>{' '}
          {t(`guided.name.${pose}`)}
        </li>
      ))}
    </ol>
  );
}

/** Where the face is; the picture is mirrored, and so is this. */
function FaceBox({ box, good }: { box: NonNullable<Judged['box']>; good: boolean }) {
  const [x, y, width, height] = box.map(Number) as [number, number, number, number];
  const share = (part: number) => `${100 * part}%`;
  return (
    <span
      className={good ? 'box known' : 'box'}
      style={{
        left: share(1 - x - width),
        top: share(y),
        width: share(width),
        height: share(height),
      }}
    />
  );
}
