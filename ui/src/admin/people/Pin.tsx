import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../parts/Dialog';
import { Field } from '../parts/fields';
import { type PersonRef, useChange } from '../parts/queries';
import { put, remove } from '../server';

/** A PIN for somebody, or none. */
export function Pin({ person, onClose }: { person: PersonRef; onClose: () => void }) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const set = useChange(() => put(`people/${person.id}/pin`, { pin }), t('pins.done'));
  const clear = useChange(() => remove(`people/${person.id}/pin`), t('pins.removed'));
  return (
    <FormDialog
      title={t('pins.of', { name: person.name })}
      submit={t('pins.set')}
      onClose={onClose}
      onSubmit={() => set.mutateAsync(undefined)}
      extra={
        <Button
          variant="subtle"
          color="red"
          loading={clear.isPending}
          onClick={() => clear.mutate(undefined, { onSuccess: onClose })}
        >
          {t('pins.remove')}
        </Button>
      }
    >
      <p>{t('pins.why')}</p>
      <Field
        label={t('pins.pin')}
        description={t('pins.rules')}
        value={pin}
        onChange={setPin}
        pattern="[0-9]*"
        required
      />
    </FormDialog>
  );
}
