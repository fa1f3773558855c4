import { Button, Loader, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../../api/client';
import { useSending } from '../../parts/Dialog';
import { sentence } from '../../parts/format';
import { ProblemBanner } from '../../parts/ProblemBanner';
import { type PersonRef, useChange } from '../../parts/queries';
import { upload } from '../../server';
import { useObjectUrl } from '../Photo';

type Outcome = Schemas['PhotoOutcome'];
type Props = {
  person: PersonRef;
  photos: readonly File[];
  onClose: () => void;
  /** Begin anew with other photos, where that can be done. */
  again?: () => void;
};

/** What would come of enrolling these photos, before anything is stored; then what came of it. */
export function Check({ person, photos, onClose, again }: Props) {
  const { t } = useTranslation();
  const [allowed, setAllowed] = useState(false);
  const [enrolled, setEnrolled] = useState<Schemas['EnrolledAnswer'] | null>(null);
  const fields = { person_id: person.id, photos, allow_lookalikes: String(allowed) };
  const found = useQuery({
    queryKey: ['enrolment', person.id, photos.map(keyOf), allowed],
    queryFn: () => upload<Schemas['CheckAnswer']>('enrolments/check', fields),
    enabled: !enrolled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const save = useChange(() => upload<Schemas['EnrolledAnswer']>('enrolments', fields));
  const { busy, problem, send } = useSending(async () =>
    setEnrolled(await save.mutateAsync(undefined)),
  );
  const checked = found.data;
  const outcomes = enrolled?.photos ?? checked?.photos;
  const usable = outcomes?.filter(({ status }) => status === 'enrolled').length ?? 0;
  return (
    <form className="form" onSubmit={send}>
      {!outcomes && !found.error && (
        <p className="actions">
          <Loader size={22} aria-hidden /> {t('enrol.checking')}
        </p>
      )}
      <ProblemBanner problem={found.error ?? problem} />
      {enrolled && (
        <p className={usable ? 'note good' : 'note warn'} role="status">
          {t('enrol.done', { count: usable })}
        </p>
      )}
      {!enrolled && checked && <Warnings found={checked} />}
      {outcomes && (
        <ul className="checked" aria-label={t('photos.title')}>
          {photos.map((photo, at) => (
            <Photo
              key={keyOf(photo)}
              photo={photo}
              outcome={outcomes[at]}
              odd={checked?.photos[at]?.odd}
            />
          ))}
        </ul>
      )}
      {!enrolled && (checked?.already.length || allowed) && (
        <Switch
          label={t('enrol.anyway')}
          description={t('enrol.anyway_hint')}
          checked={allowed}
          onChange={(event) => setAllowed(event.currentTarget.checked)}
        />
      )}
      <div className="actions end">
        {again && !enrolled && (
          <Button variant="default" onClick={again}>
            {t('guided.again')}
          </Button>
        )}
        <Button variant={enrolled ? 'filled' : 'default'} onClick={onClose}>
          {t(enrolled ? 'common.done' : 'common.cancel')}
        </Button>
        {!enrolled && checked && (
          <Button type="submit" loading={busy} disabled={usable === 0}>
            {t('enrol.save', { count: usable })}
          </Button>
        )}
      </div>
    </form>
  );
}

const keyOf = (photo: File): string => `${photo.name} ${photo.size} ${photo.lastModified}`;

/** Whose face it is already, and who may be taken for this person. */
function Warnings({ found }: { found: Schemas['CheckAnswer'] }) {
  const { t } = useTranslation();
  const names = (people: readonly PersonRef[]) => people.map(({ name }) => name).join(', ');
  return (
    <>
      {found.already.length > 0 && (
        <p className="problem" role="alert">
          <CircleX size={22} aria-hidden /> {t('enrol.already', { names: names(found.already) })}
        </p>
      )}
      {found.look_alikes.length > 0 && (
        <p className="note warn" role="alert">
          {t('enrol.look_alikes', { names: names(found.look_alikes) })}
        </p>
      )}
    </>
  );
}

type PhotoProps = { photo: File; outcome: Outcome | undefined; odd: boolean | undefined };

function Photo({ photo, outcome, odd }: PhotoProps) {
  const { t } = useTranslation();
  const address = useObjectUrl(photo);
  const good = outcome?.status === 'enrolled';
  const Icon = outcome?.status === 'refused' ? CircleX : odd ? CircleAlert : CircleCheck;
  return (
    <li>
      {address ? <img src={address} alt={photo.name} /> : <span className="photo-empty" />}
      <span className={`person ${good ? 'good' : outcome?.status === 'refused' ? 'bad' : ''}`}>
        <Icon size={16} aria-hidden /> {outcome && t(`enrol.status.${outcome.status}`)}
      </span>
      {odd && <p className="hint">{t('enrol.odd')}</p>}
      {outcome?.error && (
        <p className="hint">
          {sentence(outcome.error.message)} {outcome.error.remedy} <code>{outcome.error.code}</code>
        </p>
      )}
    </li>
  );
}
