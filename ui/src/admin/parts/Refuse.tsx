import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../server';
import { FormDialog } from './Dialog';
import { Field } from './fields';
import { useChange } from './queries';

type Props = {
  /** Of the request that is refused, as in the address. */
  path: string;
  title: string;
  done: string;
  /** Why a reason is asked for; with it the reason may not be left out. */
  hint?: string;
  onClose: () => void;
};

/** Refuse what somebody asked for, and say why. */
export function Refuse({ path, title, done, hint, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const refuse = useChange(() => post(`${path}/refusal`, { reason }), done);
  return (
    <FormDialog
      title={title}
      submit={t('corrections.refuse')}
      onClose={onClose}
      onSubmit={() => refuse.mutateAsync(undefined)}
      danger
    >
      <Field
        label={t('common.reason')}
        description={hint}
        value={reason}
        onChange={setReason}
        required={hint !== undefined}
      />
    </FormDialog>
  );
}
