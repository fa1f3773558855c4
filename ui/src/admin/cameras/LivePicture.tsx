import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useObjectUrl } from '../people/Photo';
import { file } from '../server';

// The server draws eight pictures a second; one is asked for at a time.
const SHORTEST_MS = 125;
const AFTER_TROUBLE_MS = 3000;

type Props = {
  id: string;
  name: string;
  /** Milliseconds between two pictures; 0: as they come. */
  pause: number;
  children?: ReactNode;
};

/** What a camera sees now, with boxes and names drawn by the server. */
export function LivePicture({ id, name, pause, children }: Props) {
  const { t } = useTranslation();
  const [picture, setPicture] = useState<Blob | null>(null);
  useEffect(() => {
    let alive = true;
    let timer = 0;
    const show = async () => {
      const wait = await file(`live/cameras/${id}/picture`).then(
        ({ content }) => {
          if (alive) setPicture(content);
          return Math.max(pause, SHORTEST_MS);
        },
        () => AFTER_TROUBLE_MS,
      );
      if (alive) timer = window.setTimeout(() => void show(), wait);
    };
    void show();
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [id, pause]);
  const address = useObjectUrl(picture);
  return (
    <figure className="live">
      {address ? (
        <img src={address} alt={t('cameras.picture', { name })} />
      ) : (
        <span className="photo-empty" aria-hidden />
      )}
      {children && <figcaption>{children}</figcaption>}
    </figure>
  );
}
