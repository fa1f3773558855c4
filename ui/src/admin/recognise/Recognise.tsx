import { Button, SegmentedControl } from '@mantine/core';
import { ScanFace } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useSending } from '../parts/Dialog';
import { Drop } from '../parts/Drop';
import { clock } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { useObjectUrl } from '../people/Photo';
import { upload } from '../server';

type Face = Schemas['PunchedFace'];
type Mode = 'identify' | 'punch';

/** Who is in a photo; with the other mode they are clocked in or out. */
export function Component() {
  const { t } = useTranslation();
  const [mode, setMode] = useState<Mode>('identify');
  const [photo, setPhoto] = useState<File | null>(null);
  const [faces, setFaces] = useState<Face[] | null>(null);
  const ask = useChange((file: File) =>
    upload<{ faces: Face[] }>(mode === 'punch' ? 'punches/photo' : 'identify', { photo: file }),
  );
  const { busy, problem, send } = useSending(async () => {
    if (photo) setFaces((await ask.mutateAsync(photo)).faces);
  });
  return (
    <Page title={t('nav.recognise')} intro={t('recognise.intro')}>
      <div className="columns">
        <Card>
          <form className="form" onSubmit={send}>
            <SegmentedControl
              aria-label={t('recognise.mode')}
              value={mode}
              onChange={(value) => setMode(value as Mode)}
              data={[
                { value: 'identify', label: t('recognise.identify') },
                { value: 'punch', label: t('recognise.punch') },
              ]}
            />
            <Drop
              icon={ScanFace}
              label={t('recognise.choose')}
              kind="photo"
              accept="image/*"
              chosen={photo?.name}
              onFiles={([one]) => {
                setPhoto(one ?? null);
                setFaces(null);
              }}
            />
            <ProblemBanner problem={problem} />
            <Button type="submit" loading={busy} disabled={!photo}>
              {t(`recognise.${mode}`)}
            </Button>
          </form>
        </Card>
        {photo && (
          <Card title={t('recognise.result')}>
            <Marked photo={photo} faces={faces ?? []} />
            <ul className="list" aria-live="polite">
              {faces?.length === 0 && <li>{t('recognise.no_face')}</li>}
              {faces?.map((face, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: faces have no other name
                <li key={at}>
                  <strong>{face.person?.name ?? t('recognise.unknown')}</strong>
                  {face.punch && (
                    <span>
                      {t(face.punch.recorded ? 'recognise.clocked' : 'recognise.before', {
                        time: clock(face.punch.local),
                        way: t(`direction.${face.punch.direction ?? 'none'}`),
                      })}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </Page>
  );
}

/** The photo with a box around each face. */
function Marked({ photo, faces }: { photo: File; faces: readonly Face[] }) {
  const { t } = useTranslation();
  const address = useObjectUrl(photo);
  const [size, setSize] = useState({ width: 1, height: 1 });
  if (!address) return null;
  const share = (part: unknown, whole: number) => `${(100 * Number(part)) / whole}%`;
  return (
    <div className="marked">
      <img
        src={address}
        alt={t('recognise.photo')}
        onLoad={({ currentTarget: image }) =>
          setSize({ width: image.naturalWidth, height: image.naturalHeight })
        }
      />
      {faces.map(({ box: [x, y, width, height], person }) => (
        <span
          key={`${x}-${y}`}
          className={person ? 'box known' : 'box'}
          style={{
            left: share(x, size.width),
            top: share(y, size.height),
            width: share(width, size.width),
            height: share(height, size.height),
          }}
        />
      ))}
    </div>
  );
}
