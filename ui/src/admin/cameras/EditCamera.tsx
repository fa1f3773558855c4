import { NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../parts/Dialog';
import { DocumentChoice, Field } from '../parts/fields';
import { useChange } from '../parts/queries';
import { post, put } from '../server';
import { Area } from './Area';
import type { Stored } from './Cameras';

type Body = Stored['body'];
const FRESH: Partial<Body> = { name: '', enabled: true, clocks: true, opens_door: false, fps: 15 };
const SWITCHES = ['enabled', 'clocks', 'opens_door'] as const;

/** A new camera, or changes to one. Its address with the password is never shown again. */
export function EditCamera({ camera, onClose }: { camera: Stored | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [body, setBody] = useState<Partial<Body>>(camera?.body ?? FRESH);
  const [source, setSource] = useState('');
  const change = (part: Partial<Body>) => setBody({ ...body, ...part });
  const store = useChange(
    () =>
      camera
        ? put(`cameras/${camera.id}`, { ...body, ...(source && { source }) }, camera.revision)
        : post('cameras', { ...body, source }),
    t('common.saved'),
  );
  return (
    <FormDialog
      title={t(camera ? 'cameras.edit' : 'cameras.add')}
      submit={t('common.save')}
      onClose={onClose}
      onSubmit={() => store.mutateAsync(undefined)}
    >
      <Field
        label={t('common.name')}
        value={body.name ?? ''}
        onChange={(name) => change({ name })}
        required
      />
      <Field
        label={t('cameras.source')}
        description={t(camera ? 'cameras.source_kept' : 'cameras.source_hint', {
          address: camera?.body.address,
        })}
        placeholder="rtsp://user:password@camera/stream1"
        value={source}
        onChange={setSource}
        required={!camera}
      />
      <DocumentChoice
        plural="places"
        label={t('common.place')}
        description={t('cameras.place_hint')}
        value={body.place ?? null}
        onChange={(place) => change({ place })}
        clearable
      />
      {SWITCHES.map((name) => (
        <Switch
          key={name}
          label={t(`cameras.${name}`)}
          description={t(`cameras.${name}_hint`)}
          checked={body[name] ?? false}
          onChange={(event) => change({ [name]: event.currentTarget.checked })}
        />
      ))}
      <NumberInput
        label={t('cameras.at_most')}
        description={t('cameras.at_most_hint')}
        value={body.fps ?? 15}
        onChange={(fps) => change({ fps: Number(fps) })}
        min={0.1}
        max={120}
        hideControls
        required
      />
      {camera && <Area camera={camera.id} name={camera.body.name} body={body} onChange={change} />}
    </FormDialog>
  );
}
