import { useTranslation } from 'react-i18next';
import { Dialog } from '../parts/Dialog';
import type { PersonRef } from '../parts/queries';

export function Guided({ person, onClose }: { person: PersonRef; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('webcam.of', { name: person.name })} onClose={onClose} wide>
      {null}
    </Dialog>
  );
}
