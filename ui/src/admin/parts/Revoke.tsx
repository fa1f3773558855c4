import { useTranslation } from 'react-i18next';
import { remove } from '../server';
import { FormDialog } from './Dialog';
import { useChange } from './queries';

/** Take a key or a device its access, at once. */
export function Revoke({
  path,
  name,
  onClose,
}: {
  path: string;
  name: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const revoke = useChange(() => remove(path), t('keys.done'));
  return (
    <FormDialog
      title={t('keys.revoke_of', { name })}
      submit={t('keys.revoke')}
      onClose={onClose}
      onSubmit={() => revoke.mutateAsync(undefined)}
      danger
    >
      <p>{t('keys.revoke_how')}</p>
    </FormDialog>
  );
}
