import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../parts/Dialog';
import { Field } from '../parts/fields';
import { type PersonRef, useChange } from '../parts/queries';
import { put } from '../server';

type Props = { person: PersonRef; tag: string; onClose: () => void };

/** Another name for somebody. tag: of the person as they were read. */
export function Rename({ person, tag, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(person.name);
  const change = useChange(() => put(`people/${person.id}`, { name }, tag), t('rename.done'));
  return (
    <FormDialog
      title={t('rename.of', { name: person.name })}
      submit={t('rename.title')}
      onClose={onClose}
      onSubmit={() => change.mutateAsync(undefined)}
    >
      <p>{t('rename.what')}</p>
      <Field
        label={t('common.name')}
        description={t('people.name_hint')}
        value={name}
        onChange={setName}
        required
      />
    </FormDialog>
  );
}
