/** How large files may be: said before a byte of them is sent. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { get } from '../server';
import { fileSize } from './format';

export type FileKind = 'photo' | 'table' | 'archive';
type Fitting = { fitting: File[]; refused: string[] };

/** Part files into those that fit, and sentences about those that do not. */
export function useFitting(kind: FileKind): (files: readonly File[]) => Fitting {
  const { t } = useTranslation();
  const limits = useQuery({
    queryKey: ['limits'],
    queryFn: () => get<Schemas['LimitsAnswer']>('limits'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // The server refuses, too; until its limits are known it does so alone.
  const most = limits.data?.[kind] ?? Number.POSITIVE_INFINITY;
  return (files) => ({
    fitting: files.filter(({ size }) => size <= most),
    refused: files
      .filter(({ size }) => size > most)
      .map(({ name, size }) =>
        t(`too_large.${kind}`, { name, size: fileSize(size), most: fileSize(most) }),
      ),
  });
}
