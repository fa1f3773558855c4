import { useTranslation } from 'react-i18next';
import { FormDialog } from '../parts/Dialog';
import { type PersonRef, useChange } from '../parts/queries';
import { remove } from '../server';
import { Photo } from './Photo';

type Props = { person: PersonRef; id: string; alt: string; last: boolean; onClose: () => void };

/** Delete one photo of somebody for good. last: nobody recognises them without it. */
export function RemovePhoto({ person, id, alt, last, onClose }: Props) {
  const { t } = useTranslation();
  const take = useChange(
    () => remove(`photos/${id}${last ? '?last=true' : ''}`),
    t('photos.removed'),
  );
  return (
    <FormDialog
      title={t('photos.remove_of', { name: person.name })}
      submit={t('photos.remove')}
      onClose={onClose}
      onSubmit={() => take.mutateAsync(undefined)}
      danger
    >
      <div className="removed-photo">
        <Photo id={id} alt={alt} />
        <p>{t('photos.remove_how')}</p>
      </div>
      {last && <p className="note warn">{t('photos.remove_last', { name: person.name })}</p>}
    </FormDialog>
  );
}
