import { ActionIcon, Button } from '@mantine/core';
import { Camera, ImagePlus, ScanFace, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Dialog } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { moment } from '../parts/format';
import { useFitting } from '../parts/limits';
import { Card } from '../parts/Page';
import { Refused } from '../parts/Refused';
import { Check } from './enrol/Check';
import { Guided } from './enrol/Guided';
import { Photo } from './Photo';
import { RemovePhoto } from './RemovePhoto';

/** Enough photos for the recognition to be sure from several sides. */
export const WANTED = 5;

/** Enrolment photos with their quality, and the ways to add some. */
export function Photos({ person }: { person: Schemas['PersonDetail'] }) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  const [filming, setFilming] = useState(false);
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const [refused, setRefused] = useState<string[]>([]);
  const part = useFitting('photo');
  const [removing, setRemoving] = useState<number | null>(null);
  const removed = removing === null ? undefined : person.photos[removing];
  const nameOf = (at: number) => t('photos.of', { name: person.name, number: at + 1 });
  const choose = () => chooser.current?.click();
  const take = async (files: readonly File[]) => {
    const found = await part(files);
    setChosen(found.fitting);
    setRefused(found.refused);
  };
  return (
    <Card
      title={t('photos.title')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<ImagePlus size={16} aria-hidden />}
            onClick={choose}
          >
            {t('photos.upload')}
          </Button>
          <Button
            variant="default"
            leftSection={<Camera size={16} aria-hidden />}
            onClick={() => setFilming(true)}
          >
            {t('photos.webcam')}
          </Button>
        </>
      }
    >
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        className="hidden"
        aria-label={t('photos.choose')}
        tabIndex={-1}
        onChange={(event) => {
          void take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <Refused files={refused} />
      {person.photos.length === 0 ? (
        <Empty icon={ScanFace} title={t('photos.none')} hint={t('photos.none_hint')} />
      ) : (
        <>
          {person.photos.length < WANTED && (
            <p className="hint">{t('photos.more', { count: WANTED })}</p>
          )}
          <ul className="photos">
            {person.photos.map((photo, at) => (
              <li key={photo.id}>
                <Photo id={photo.id} alt={nameOf(at)} />
                <Quality value={photo.quality} />
                <span className="made">
                  <span className="hint">{moment(photo.created_at)}</span>
                  <ActionIcon
                    variant="default"
                    size={28}
                    aria-label={t('common.remove_named', { name: nameOf(at) })}
                    onClick={() => setRemoving(at)}
                  >
                    <Trash2 size={14} aria-hidden />
                  </ActionIcon>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {removed && removing !== null && (
        <RemovePhoto
          person={person}
          id={removed.id}
          alt={nameOf(removing)}
          last={person.photos.length === 1}
          onClose={() => setRemoving(null)}
        />
      )}
      {filming && <Guided person={person} onClose={() => setFilming(false)} />}
      {chosen.length > 0 && (
        <Dialog title={t('enrol.of', { name: person.name })} onClose={() => setChosen([])} wide>
          <Check person={person} photos={chosen} onClose={() => setChosen([])} />
        </Dialog>
      )}
    </Card>
  );
}

/** How useful a photo is, in words and as a bar. value: 0 to 1. */
function Quality({ value }: { value: number }) {
  const { t } = useTranslation();
  const grade = value >= 0.7 ? 'good' : value >= 0.4 ? 'fair' : 'poor';
  return (
    <span className="quality" data-grade={grade}>
      <meter min={0} max={1} low={0.4} high={0.7} optimum={1} value={value} aria-hidden />
      {t(`photos.${grade}`)}
    </span>
  );
}
