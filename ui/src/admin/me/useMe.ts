import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client';
import { get } from '../server';

/** One's own account, and the person that it belongs to. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: () => get<Schemas['Profile']>('me'),
    staleTime: 300_000,
  });
}
