/** The one module that fetches. Types come from Adsum's own OpenAPI document (`npm run api`). */
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Path = keyof paths;

/** What the server says when it refuses: a stable code, what happened, what to do. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly remedy: string,
    readonly fields: readonly Schemas['FieldProblem'][] = [],
    /** The whole answer, for the one that is more than a problem: the server's health. */
    readonly answer: unknown = null,
  ) {
    super(detail);
  }

  /** Whether the same request may work later: nobody answered, or the server is in trouble. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export type Options = {
  token?: string;
  body?: unknown;
  form?: FormData;
  /** A file that is the whole body. */
  content?: Blob;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** Ask the server; the answer's JSON, or a `Problem`. */
export async function ask<Answer>(
  method: string,
  path: string,
  options: Options = {},
): Promise<Answer> {
  const answer = await send(method, path, options);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

/** Ask for something that is to be changed: the answer, and the tag that names this state of it. */
export async function askTagged<Answer>(
  path: string,
  options: Options = {},
): Promise<{ answer: Answer; tag: string }> {
  const answer = await send('GET', path, options);
  const tag = answer.headers.get('etag') ?? '*';
  return { answer: (await answer.json()) as Answer, tag };
}

/** Ask the server for a file; its content, and its name if the server gives one. */
export async function askFile(
  path: string,
  options: Options = {},
): Promise<{ content: Blob; name: string }> {
  const answer = await send('GET', path, options);
  const named = /filename="?([^";]+)/.exec(answer.headers.get('content-disposition') ?? '');
  return { content: await answer.blob(), name: named?.[1] ?? '' };
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = {
    method,
    headers,
    signal: options.signal ?? AbortSignal.timeout(15_000),
  };
  const said = options.body === undefined ? null : JSON.stringify(options.body);
  const body = options.form ?? options.content ?? said;
  if (body !== null) init.body = body;
  const answer = await fetch(path, init).catch((error: unknown) => {
    throw new Problem(0, 'network', String(error), '');
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

async function problemOf(answer: Response): Promise<Problem> {
  const said = (await answer.json().catch(() => ({}))) as Partial<Schemas['Problem']>;
  return new Problem(
    answer.status,
    said.code ?? 'unknown',
    said.detail ?? answer.statusText,
    said.remedy ?? '',
    said.errors ?? [],
    said,
  );
}
