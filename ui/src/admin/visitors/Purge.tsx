import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { Field } from '../parts/fields';
import { addDays, today } from '../parts/format';
import { useChange } from '../parts/queries';
import { toast } from '../parts/Toasts';
import { post } from '../server';

/** Delete all visits before a day, as the retention does by itself. */
export function Purge({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [day, setDay] = useState(addDays(today(), -1));
  const purge = useChange(() =>
    post<Schemas['Purged']>('visitors/purge', { before: new Date(`${day}T00:00`).toISOString() }),
  );
  return (
    <FormDialog
      title={t('visitors.purge')}
      submit={t('visitors.purge_do')}
      onClose={onClose}
      onSubmit={async () => {
        const { visits } = await purge.mutateAsync(undefined);
        toast(t('visitors.purged', { count: visits }));
      }}
      danger
    >
      <p>{t('visitors.purge_how')}</p>
      <Field
        label={t('visitors.before')}
        type="date"
        value={day}
        onChange={setDay}
        max={addDays(today(), 1)}
        required
      />
    </FormDialog>
  );
}
