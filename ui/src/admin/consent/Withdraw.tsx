import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Dialog, FormDialog } from '../parts/Dialog';
import { useChange } from '../parts/queries';
import { remove } from '../server';

type Props = { path: string; name: string; office: boolean; onClose: () => void };

/** Withdraw: the photos are destroyed at once, and the PIN stays. */
export function Withdraw({ path, name, office, onClose }: Props) {
  const { t } = useTranslation();
  const [done, setDone] = useState<Schemas['WithdrawnAnswer'] | null>(null);
  // The form closes itself once it was accepted; here the result follows.
  const accepted = useRef(false);
  const withdraw = useChange(() =>
    remove<Schemas['WithdrawnAnswer']>(office ? `${path}?channel=paper` : path),
  );
  if (done)
    return (
      <Dialog title={t('consent.withdrawn')} onClose={onClose}>
        <div className="form">
          <p role="status">{t('consent.destroyed', { count: done.photos })}</p>
          {!done.has_pin && <p className="note warn">{t('consent.needs_pin')}</p>}
          <div className="actions end">
            <Button onClick={onClose}>{t('common.done')}</Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <FormDialog
      title={t(office ? 'consent.withdrawal_of' : 'consent.withdraw_title', { name })}
      submit={t('consent.withdraw')}
      onClose={() => accepted.current || onClose()}
      onSubmit={async () => {
        setDone(await withdraw.mutateAsync(undefined));
        accepted.current = true;
      }}
      danger
    >
      <p>{t('consent.withdraw_how')}</p>
    </FormDialog>
  );
}
