/** How large files may be: said before a byte of them is sent. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { get } from '../server';
import { fileSize } from './format';

export type FileKind = 'photo' | 'table' | 'archive';
type Fitting = { fitting: File[]; refused: string[] };

const LIMITS = {
  queryKey: ['limits'],
  queryFn: () => get<Schemas['LimitsAnswer']>('limits'),
  staleTime: Number.POSITIVE_INFINITY,
};

/** Part files into those that fit, and sentences about those that do not. */
export function useFitting(kind: FileKind): (files: readonly File[]) => Promise<Fitting> {
  const { t } = useTranslation();
  const client = useQueryClient();
  return async (files) => {
    // The server refuses, too; if it does not tell its limits it does so alone.
    const limits = await client.fetchQuery(LIMITS).catch(() => undefined);
    const most = limits?.[kind] ?? Number.POSITIVE_INFINITY;
    return {
      fitting: files.filter(({ size }) => size <= most),
      refused: files
        .filter(({ size }) => size > most)
        .map(({ name, size }) =>
          t(`too_large.${kind}`, { name, size: fileSize(size), most: fileSize(most) }),
        ),
    };
  };
}
