import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TabletSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { usePlaceName } from '../attendance/Punches';
import { type Column, DataTable } from '../parts/DataTable';
import { Dialog, useSending } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { DocumentChoice, Field } from '../parts/fields';
import { moment } from '../parts/format';
import { Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { Revoke } from '../parts/Revoke';
import { get } from '../server';
import { PairingCode, usePairing } from './PairingCode';

type Device = Schemas['CredentialAnswer'];

/** Tablets and other devices at the doors. */
export function Component() {
  const { t } = useTranslation();
  const [pairing, setPairing] = useState(false);
  const [revoking, setRevoking] = useState<Device | null>(null);
  const placeName = usePlaceName();
  const found = useQuery({
    queryKey: ['devices'],
    queryFn: () => get<Device[]>('devices'),
    refetchInterval: 10_000,
  });
  const columns: Column<Device>[] = [
    { key: 'name', title: t('fields.name'), value: (row) => row.name, cell: (row) => row.name },
    {
      key: 'place',
      title: t('common.place'),
      cell: (row) => (row.place ? placeName(row.place) : ''),
    },
    {
      key: 'used',
      title: t('keys.last_used'),
      value: (row) => row.last_used_at ?? '',
      cell: (row) => (row.last_used_at ? moment(row.last_used_at) : t('keys.never')),
    },
    {
      key: 'state',
      title: t('common.status'),
      cell: (row) => (
        <span className={`tag ${row.revoked_at ? 'bad' : 'good'}`}>
          {t(row.revoked_at ? 'keys.revoked' : 'devices.active')}
        </span>
      ),
    },
    {
      key: 'actions',
      title: t('common.actions'),
      end: true,
      cell: (row) =>
        !row.revoked_at && (
          <Button size="xs" variant="default" onClick={() => setRevoking(row)}>
            {t('devices.sign_out')}
          </Button>
        ),
    },
  ];
  const pair = <Button onClick={() => setPairing(true)}>{t('devices.pair')}</Button>;
  return (
    <Page title={t('nav.devices')} intro={t('devices.intro')} actions={pair}>
      <ProblemBanner problem={found.error} />
      {!found.error && (
        <DataTable
          label={t('nav.devices')}
          columns={columns}
          rows={found.data}
          rowKey={(row) => row.id}
          empty={
            <Empty
              icon={TabletSmartphone}
              title={t('devices.none')}
              hint={t('devices.none_hint')}
              action={pair}
            />
          }
        />
      )}
      {pairing && <Pair onClose={() => setPairing(false)} />}
      {revoking && (
        <Revoke
          path={`devices/${revoking.id}`}
          name={revoking.name}
          onClose={() => setRevoking(null)}
        />
      )}
    </Page>
  );
}

function Pair({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [place, setPlace] = useState<string | null>(null);
  const { pairing, pair } = usePairing();
  const start = useChange(() => pair(name, place));
  const { busy, problem, send } = useSending(() => start.mutateAsync(undefined));
  return (
    <Dialog title={t('devices.pair')} onClose={onClose}>
      {pairing ? (
        <div className="form">
          <PairingCode pairing={pairing} />
          <div className="actions end">
            <Button onClick={onClose}>{t('common.done')}</Button>
          </div>
        </div>
      ) : (
        <form className="form" onSubmit={send}>
          <Field label={t('welcome.kiosk.name')} value={name} onChange={setName} required />
          <DocumentChoice
            plural="places"
            label={t('common.place')}
            description={t('devices.place_hint')}
            value={place}
            onChange={setPlace}
            clearable
          />
          <ProblemBanner problem={problem} />
          <div className="actions end">
            <Button type="submit" loading={busy}>
              {t('devices.make_code')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
