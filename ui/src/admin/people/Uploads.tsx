import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, type Schemas } from '../../api/client';
import { upload } from '../server';

export type Sent = {
  key: string;
  photo: File;
  state: 'sending' | 'enrolled' | 'known' | 'refused';
  problem?: Problem | undefined;
};

const LOOKALIKE = 'photo.belongs_to_another';

/** Photos on their way to the server, one after the other, and what became of each. */
export function useUploads(personId: string) {
  const queries = useQueryClient();
  const [state, setState] = useState<readonly Sent[]>([]);
  const change = (one: Sent) =>
    setState((all) =>
      all.some(({ key }) => key === one.key)
        ? all.map((other) => (other.key === one.key ? one : other))
        : [...all, one],
    );
  const sendOne = async (one: Sent, allowed: boolean): Promise<void> => {
    change({ ...one, state: 'sending', problem: undefined });
    try {
      const done = await upload<Schemas['Enrolled']>(`people/${personId}/photos`, {
        photo: one.photo,
        allow_lookalikes: String(allowed),
      });
      change({ ...one, state: done.status === 'enrolled' ? 'enrolled' : 'known' });
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, 'page', String(error), '');
      change({ ...one, state: 'refused', problem });
    }
  };
  const send = async (photos: readonly File[]): Promise<void> => {
    const mine = photos.map((photo) => ({
      key: crypto.randomUUID?.() ?? `${Math.random()}`,
      photo,
      state: 'sending' as const,
    }));
    for (const one of mine) change(one);
    for (const one of mine) await sendOne(one, false);
    await queries.invalidateQueries();
  };
  /** Send it again, this time although somebody else looks like that. */
  const retry = async (one: Sent): Promise<void> => {
    await sendOne(one, one.problem?.code === LOOKALIKE);
    await queries.invalidateQueries();
  };
  return { state, send, retry };
}

type Props = { state: readonly Sent[]; onRetry: (one: Sent) => Promise<void> };

/** What became of each photo, with its reason. */
export function Uploads({ state, onRetry }: Props) {
  const { t } = useTranslation();
  if (state.length === 0) return null;
  return (
    <ul className="list" aria-live="polite" aria-label={t('photos.sent')}>
      {state.map((one) => (
        <li key={one.key}>
          <span className="person">
            <StateIcon state={one.state} /> {one.photo.name}
          </span>
          <span>{t(`photos.state.${one.state}`)}</span>
          {one.problem && (
            <p className="hint">
              {one.problem.message}. {one.problem.remedy} <code>{one.problem.code}</code>
            </p>
          )}
          {one.problem && (one.problem.passing || one.problem.code === LOOKALIKE) && (
            <Button size="xs" variant="default" onClick={() => void onRetry(one)}>
              {t(one.problem.passing ? 'common.retry' : 'photos.anyway')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function StateIcon({ state }: { state: Sent['state'] }) {
  if (state === 'sending') return <LoaderCircle size={18} className="spin" aria-hidden />;
  if (state === 'refused') return <CircleX size={18} className="bad" aria-hidden />;
  return <CircleCheck size={18} className="good" aria-hidden />;
}
