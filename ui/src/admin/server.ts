/** Requests of the signed-in user. One that meets an ended session waits for the next sign-in. */
import { ask, askFile, askTagged, type Options, Problem } from '../api/client';
import { current, signedInAgain } from './session';

export type Params = Record<string, string | number | boolean | null | undefined>;

// Reports of a year over many people and uploads of many photos take their time.
const PATIENCE = 120_000;
// An archive of thousands of photos over a slow line.
const PATIENCE_OF_ARCHIVES = 4 * 3_600_000;

export const get = <Answer>(path: string, params: Params = {}): Promise<Answer> =>
  signedIn((options) => ask<Answer>('GET', address(path, params), options));

/** What is to be changed, with the tag for `put`. */
export const getTagged = <Answer>(path: string) =>
  signedIn((options) => askTagged<Answer>(address(path), options));

export const post = <Answer>(path: string, body: unknown = {}): Promise<Answer> =>
  signedIn((options) => ask<Answer>('POST', address(path), { ...options, body }));

/**
 * revision: the one that is changed, or its tag; 0: there must be none yet; null: the route asks for
 * none.
 */
export const put = <Answer>(
  path: string,
  body: unknown,
  revision: number | string | null = null,
): Promise<Answer> =>
  signedIn((options) =>
    ask<Answer>('PUT', address(path), { ...options, body, headers: condition(revision) }),
  );

export const remove = <Answer>(path: string, revision: number | null = null): Promise<Answer> =>
  signedIn((options) =>
    ask<Answer>('DELETE', address(path), { ...options, headers: condition(revision) }),
  );

export type Fields = Record<string, string | Blob | readonly Blob[]>;

/** A list is sent as one field several times. */
export const upload = <Answer>(path: string, fields: Fields) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, one);
  return signedIn((options) => ask<Answer>('POST', address(path), { ...options, form }));
};

/** Send a file as the body itself, which the server reads as it comes. */
export const putFile = <Answer>(path: string, content: Blob): Promise<Answer> =>
  signedIn((options) => {
    const signal = AbortSignal.timeout(PATIENCE_OF_ARCHIVES);
    return ask<Answer>('PUT', address(path), { ...options, content, signal });
  });

export const file = (path: string, params: Params = {}) =>
  signedIn((options) => askFile(address(path, params), options));

/** Fetch a file and let the browser save it. */
export async function download(path: string, params: Params, fallback: string): Promise<void> {
  const { content, name } = await file(path, params);
  save(content, name || fallback);
}

export function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function signedIn<Answer>(request: (options: Options) => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const token = current()?.token ?? '';
    try {
      return await request({ token, signal: AbortSignal.timeout(PATIENCE) });
    } catch (problem) {
      if (!(problem instanceof Problem) || !problem.code.startsWith('session.')) throw problem;
      // Somebody may have signed in while this request was on its way.
      if (current()?.token === token) await signedInAgain();
    }
  }
}

function condition(revision: number | string | null): Record<string, string> {
  if (revision === null) return {};
  if (typeof revision === 'string') return { 'If-Match': revision };
  return revision === 0 ? { 'If-None-Match': '*' } : { 'If-Match': `"${revision}"` };
}

function address(path: string, params: Params = {}): string {
  const given = Object.entries(params).filter(([, value]) => value != null && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `/api/v1/${path}${given.length ? `?${query}` : ''}`;
}
