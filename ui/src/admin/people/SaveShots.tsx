import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useSending } from '../parts/Dialog';
import { ProblemBanner } from '../parts/ProblemBanner';
import { type PersonRef, useChange } from '../parts/queries';
import { uploadAll } from '../server';
import type { Shot } from './guide';
import { useObjectUrl } from './Photo';

type Props = {
  person: PersonRef;
  shots: readonly Shot[];
  onAgain: () => void;
  onClose: () => void;
};

/** What would come of the shots, told before any of them is stored. */
export function SaveShots({ person, shots, onAgain, onClose }: Props) {
  const { t } = useTranslation();
  const session = useId();
  const photos = shots.map(({ pose, picture }) => new File([picture], `${pose}.jpg`));
  const found = useQuery({
    queryKey: ['enrolment-check', person.id, session, shots.length],
    queryFn: () =>
      uploadAll<Schemas['CheckAnswer']>('enrolments/check', { person_id: person.id }, photos),
    enabled: shots.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const doubtful = Boolean(found.data?.already.length || found.data?.look_alikes.length);
  const enrol = useChange(
    () =>
      uploadAll('enrolments', { person_id: person.id, allow_lookalikes: String(doubtful) }, photos),
    t('guided.done'),
  );
  const { busy, problem, send } = useSending(async () => {
    await enrol.mutateAsync(undefined);
    onClose();
  });
  return (
    <>
      {shots.length === 0 && <p>{t('guided.nothing')}</p>}
      <ul className="photos">
        {shots.map((shot, at) => (
          <li key={shot.pose}>
            <Picture shot={shot} />
            <Outcome outcome={found.data?.photos[at]} />
          </li>
        ))}
      </ul>
      {found.isLoading && <Skeleton height={24} />}
      {found.data && <Others title="guided.already" people={found.data.already} />}
      {found.data && <Others title="guided.look_alikes" people={found.data.look_alikes} />}
      <ProblemBanner problem={problem ?? found.error} />
      <div className="actions end">
        <Button variant="default" onClick={onAgain}>
          {t('guided.again')}
        </Button>
        <Button onClick={() => void send()} loading={busy} disabled={!found.data}>
          {t(doubtful ? 'photos.anyway' : 'common.save')}
        </Button>
      </div>
    </>
  );
}

function Picture({ shot }: { shot: Shot }) {
  const { t } = useTranslation();
  const address = useObjectUrl(shot.picture);
  return address ? <img src={address} alt={t(`guided.name.${shot.pose}`)} /> : null;
}

function Outcome({ outcome }: { outcome: Schemas['PhotoOutcome'] | undefined }) {
  const { t } = useTranslation();
  if (!outcome) return null;
  const good = outcome.status === 'enrolled' && !outcome.odd;
  return (
    <span className={`tag ${good ? 'good' : 'warn'}`} title={outcome.error?.remedy}>
      {outcome.odd ? t('guided.odd') : t(`guided.status.${outcome.status}`)}
    </span>
  );
}

/** People whom the recogniser may take for this one. */
function Others({ title, people }: { title: string; people: readonly PersonRef[] }) {
  const { t } = useTranslation();
  if (people.length === 0) return null;
  return (
    <p className="note warn" role="alert">
      {t(title, { names: people.map(({ name }) => name).join(', ') })}
    </p>
  );
}
