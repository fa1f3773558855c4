import { ActionIcon, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Cctv, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { usePlaceName } from '../attendance/Punches';
import { number } from '../parts/charts';
import { FormDialog } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange, useDocuments } from '../parts/queries';
import { get, remove } from '../server';
import { useSession } from '../session';
import { EditCamera } from './EditCamera';
import { LivePicture } from './LivePicture';
import './cameras.css';

export type Stored = Pick<Schemas['CameraDocument'], 'id' | 'revision' | 'body'>;
type Live = Schemas['LiveCamera'];

const THUMB_MS = 2000;

/** The cameras that the server watches, what they see and how they are doing. */
export function Component() {
  const { t } = useTranslation();
  const owner = useSession().session?.role === 'owner';
  const [editing, setEditing] = useState<Stored | 'new' | null>(null);
  const found = useDocuments<Stored['body']>('cameras');
  const live = useQuery({
    queryKey: ['live', 'cameras'],
    queryFn: () => get<Live[]>('live/cameras'),
    refetchInterval: 3000,
  });
  const add = owner && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEditing('new')}>
      {t('cameras.add')}
    </Button>
  );
  return (
    <Page title={t('nav.cameras')} intro={t('cameras.intro')} actions={add}>
      <ProblemBanner problem={found.error ?? live.error} />
      {found.data?.length === 0 && (
        <Empty icon={Cctv} title={t('cameras.none')} hint={t('cameras.none_hint')} action={add} />
      )}
      <div className="columns">
        {found.data?.map((camera) => (
          <Camera
            key={camera.id}
            camera={camera}
            live={live.data?.find((one) => one.camera === camera.id)}
            onEdit={owner ? () => setEditing(camera) : undefined}
          />
        ))}
      </div>
      {editing && (
        <EditCamera camera={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Page>
  );
}

type Props = { camera: Stored; live: Live | undefined; onEdit: (() => void) | undefined };

function Camera({ camera, live, onEdit }: Props) {
  const { t, i18n } = useTranslation();
  const [removing, setRemoving] = useState(false);
  const [watching, setWatching] = useState(false);
  const placeName = usePlaceName();
  const { name, place, address, enabled } = camera.body;
  const seen = live?.state === 'watching';
  return (
    <Card
      title={
        <>
          {name} <State live={live} enabled={enabled ?? true} />
        </>
      }
      actions={
        onEdit && (
          <>
            <ActionIcon
              variant="default"
              size={34}
              aria-label={t('common.edit_of', { name })}
              onClick={onEdit}
            >
              <Pencil size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size={34}
              aria-label={t('common.remove_named', { name })}
              onClick={() => setRemoving(true)}
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          </>
        )
      }
    >
      {seen && (
        <LivePicture id={camera.id} name={name} pause={watching ? 0 : THUMB_MS}>
          <Button
            size="xs"
            variant="default"
            aria-pressed={watching}
            onClick={() => setWatching(!watching)}
          >
            {t(watching ? 'cameras.still' : 'cameras.watch')}
          </Button>
        </LivePicture>
      )}
      {live?.problem && (
        <p className="note warn" role="status">
          {i18n.exists(`codes.${live.problem}`, { fallbackLng: [] })
            ? t(`codes.${live.problem}`)
            : live.reason}{' '}
          <code>{live.problem}</code>
        </p>
      )}
      <dl className="facts">
        <dt>{t('cameras.address')}</dt>
        <dd>{address}</dd>
        <dt>{t('common.place')}</dt>
        <dd>{place ? placeName(place) : t('cameras.own_place')}</dd>
        {live && <Figures live={live} />}
      </dl>
      {removing && <Remove camera={camera} onClose={() => setRemoving(false)} />}
    </Card>
  );
}

/** What a camera does: whether it is watched at all, and whether it answers. */
function State({ live, enabled }: { live: Live | undefined; enabled: boolean }) {
  const { t } = useTranslation();
  const state = enabled ? (live?.state ?? 'waiting') : 'off';
  const grade = state === 'watching' ? 'good' : state === 'lost' ? 'bad' : '';
  return <span className={`tag ${grade}`}>{t(`cameras.state.${state}`)}</span>;
}

function Figures({ live }: { live: Live }) {
  const { t } = useTranslation();
  const rows = [
    ['size', live.width && `${live.width} × ${live.height}`],
    ['received', t('cameras.fps', { fps: number(live.received_fps) })],
    ['looked', t('cameras.fps', { fps: number(live.looked_fps) })],
    ['faces', live.faces_in_view],
    ['time', t('cameras.ms', { ms: number(live.detecting_ms + live.waited_ms) })],
    ['cpu', `${number(100 * live.cpu_share)} %`],
    ['reconnects', live.reconnects || null],
  ] as const;
  return rows.map(
    ([what, value]) =>
      value !== null && (
        <div className="pair" key={what}>
          <dt>{t(`cameras.${what}`)}</dt>
          <dd>{value}</dd>
        </div>
      ),
  );
}

function Remove({ camera, onClose }: { camera: Stored; onClose: () => void }) {
  const { t } = useTranslation();
  const take = useChange(
    () => remove(`cameras/${camera.id}`, camera.revision),
    t('common.removed'),
  );
  return (
    <FormDialog
      title={t('common.remove_named', { name: camera.body.name })}
      submit={t('common.remove')}
      onClose={onClose}
      onSubmit={() => take.mutateAsync(undefined)}
      danger
    >
      <p>{t('cameras.remove_how')}</p>
    </FormDialog>
  );
}
