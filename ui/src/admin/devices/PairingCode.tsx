import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { moment } from '../parts/format';
import { post } from '../server';

/** A code for a tablet, once it was asked for. place: the door; null: the server's own. */
export function usePairing() {
  const [pairing, setPairing] = useState<Schemas['PairingAnswer'] | null>(null);
  const pair = async (name: string, place: string | null) =>
    setPairing(await post<Schemas['PairingAnswer']>('kiosk/pairings', { name, place }));
  return { pairing, pair };
}

/** The code that makes a tablet a kiosk, and where to type it. */
export function PairingCode({ pairing }: { pairing: Schemas['PairingAnswer'] }) {
  const { t } = useTranslation();
  const address = `${location.origin}/kiosk`;
  return (
    <div className="form">
      <p>
        {t('devices.open_there')}{' '}
        <a href={address} target="_blank" rel="noreferrer">
          {address}
        </a>
      </p>
      <p className="big-code">{pairing.code}</p>
      <p className="hint">{t('devices.code_until', { time: moment(pairing.expires_at) })}</p>
    </div>
  );
}
