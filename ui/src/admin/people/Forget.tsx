import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Schemas } from '../../api/client';
import { Dialog, FormDialog, STAY } from '../parts/Dialog';
import { Field } from '../parts/fields';
import type { PersonRef } from '../parts/queries';
import { remove, save } from '../server';

type Receipt = Schemas['Receipt'];

/** Forget somebody for good. What remains is a receipt, which is offered once. */
export function Forget({ person, onClose }: { person: PersonRef; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  if (receipt) return <Proof receipt={receipt} />;
  const submit = async () => {
    if (typed.trim() !== person.name) throw new Error(t('forget.mismatch'));
    // The page below stays until the receipt is kept: it is shown this once.
    setReceipt(await remove<Receipt>(`people/${person.id}`));
    return STAY;
  };
  return (
    <FormDialog
      title={t('forget.of', { name: person.name })}
      submit={t('forget.title')}
      onClose={onClose}
      onSubmit={submit}
      danger
    >
      <p>{t('forget.what')}</p>
      <Field
        label={t('forget.type', { name: person.name })}
        value={typed}
        onChange={setTyped}
        required
      />
    </FormDialog>
  );
}

function Proof({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const leave = async () => {
    await navigate('/app/people');
    await queries.invalidateQueries();
  };
  const keep = () => {
    const content = new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' });
    save(content, `receipt-${receipt.receipt}.json`);
  };
  return (
    <Dialog title={t('forget.receipt')} onClose={() => void leave()}>
      <div className="form">
        <p>{t('forget.done')}</p>
        <dl className="facts">
          <dt>{t('forget.number')}</dt>
          <dd>
            <code>{receipt.receipt}</code>
          </dd>
          <dt>{t('photos.title')}</dt>
          <dd>{receipt.photos}</dd>
          <dt>{t('forget.templates')}</dt>
          <dd>{receipt.templates}</dd>
          <dt>{t('forget.digest')}</dt>
          <dd>
            <code>{receipt.digest}</code>
          </dd>
        </dl>
        <div className="actions end">
          <Button variant="default" onClick={keep}>
            {t('forget.save')}
          </Button>
          <Button onClick={() => void leave()}>{t('common.done')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
