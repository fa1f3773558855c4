import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Schemas } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { Field } from '../parts/fields';
import { useChange } from '../parts/queries';
import { post } from '../server';

/** A new person by name; their page, on which photos and a PIN follow, opens. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const add = useChange(
    () => post<Schemas['PersonAnswer']>('people', { name }),
    t('people.added', { name }),
  );
  return (
    <FormDialog
      title={t('people.add')}
      submit={t('common.add')}
      onClose={onClose}
      onSubmit={async () => navigate(`/app/people/${(await add.mutateAsync(undefined)).id}`)}
    >
      <Field
        label={t('common.name')}
        description={t('people.name_hint')}
        value={name}
        onChange={setName}
        maxLength={120}
        required
      />
    </FormDialog>
  );
}
