/** What several pages ask the server for. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Problem, type Schemas } from '../../api/client';
import { get, put } from '../server';
import { toast } from './Toasts';

export type PersonRef = Schemas['PersonRef'];

/** Documents of one kind, for a choice; all of them, as there are few. */
export type Named = { id: string; name: string };
const AT_ONCE = 100;

type Page<Body> = { items: { id: string; revision: number; body: Body }[]; next: string | null };

/** All documents of a kind. `plural`: as in the address. */
export function useDocuments<Body>(plural: string, enabled = true) {
  return useQuery({
    queryKey: ['documents', plural],
    enabled,
    queryFn: async () => {
      const items: Page<Body>['items'] = [];
      for (let after = ''; ; ) {
        const page = await get<Page<Body>>(plural, { after, limit: 500 });
        items.push(...page.items);
        if (page.next === null) return items;
        after = page.next;
      }
    },
  });
}

/** Names of the people, accounts and programs behind these ids; empty for an unknown one. */
export function useNames(ids: readonly (string | null | undefined)[]): (id: string) => string {
  const wanted = [...new Set(ids.filter((id): id is string => !!id))].sort();
  const found = useQuery({
    queryKey: ['names', wanted],
    queryFn: async () => {
      const names: Record<string, string> = {};
      for (let at = 0; at < wanted.length; at += AT_ONCE) {
        const some = wanted.slice(at, at + AT_ONCE).map((id) => ['id', id]);
        Object.assign(names, await get(`names?${new URLSearchParams(some)}`));
      }
      return names;
    },
    enabled: wanted.length > 0,
    staleTime: 300_000,
    placeholderData: (before) => before,
  });
  return (id) => found.data?.[id] ?? (found.isFetching ? '…' : '');
}

/** Do something that changes what pages show, then read all of it anew and say that it is done. */
export function useChange<Input, Answer>(work: (input: Input) => Promise<Answer>, done?: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async () => {
      await queries.invalidateQueries();
      if (done) toast(done);
    },
    // Refused because of what somebody else did: show what there is now.
    onError: (problem) => {
      if (problem instanceof Problem && [404, 409, 412].includes(problem.status))
        void queries.invalidateQueries();
    },
  });
}

/** Set a document up, or replace the one that there is. */
export async function store(plural: string, id: string, body: object): Promise<void> {
  const found = await get<{ revision: number }>(`${plural}/${id}`).catch((problem: Error) => {
    if (problem instanceof Problem && problem.status === 404) return { revision: 0 };
    throw problem;
  });
  await put(`${plural}/${id}`, body, found.revision);
}
