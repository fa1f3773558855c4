/** Who is signed in in this tab, and the dialog that appears when the session has ended. */
import { useSyncExternalStore } from 'react';
import { ask, Problem, type Schemas } from '../api/client';

export type Role = 'owner' | 'hr' | 'manager' | 'employee';
export type Session = { token: string; login: string; role: Role };
type State = { session: Session | null; ended: boolean };

const KEPT = 'adsum.session';
const listeners = new Set<() => void>();
let state: State = { session: kept(), ended: false };
const waiting: { resolve: () => void; reject: (problem: Problem) => void }[] = [];

export const current = (): Session | null => state.session;

/** The session, as the page shows it. */
export function useSession(): State {
  return useSyncExternalStore(listen, () => state);
}

export async function signIn(login: string, password: string): Promise<void> {
  begin(
    await ask<Schemas['SessionAnswer']>('POST', '/api/v1/session', { body: { login, password } }),
  );
}

/** Make the owner's account with the token that the server printed. */
export async function setUp(token: string, login: string, password: string): Promise<void> {
  const body = { token, login, password };
  begin(await ask<Schemas['SessionAnswer']>('POST', '/api/v1/setup', { body }));
}

export async function signOut(): Promise<void> {
  const token = state.session?.token;
  if (token) await ask('DELETE', '/api/v1/session', { token }).catch(() => undefined);
  leave();
}

/** Forget the session; whatever waited for it is refused. */
export function leave(): void {
  sessionStorage.removeItem(KEPT);
  change({ session: null, ended: false });
  for (const one of waiting.splice(0))
    one.reject(new Problem(401, 'session.required', 'you are signed out', ''));
}

/** Resolve once somebody has signed in again; the page keeps what was typed meanwhile. */
export function signedInAgain(): Promise<void> {
  change({ ...state, ended: true });
  return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
}

function begin(answer: Schemas['SessionAnswer']): void {
  const { login, role } = answer.account;
  const before = state.session?.login;
  const session = { token: answer.token, login, role: role as Role };
  sessionStorage.setItem(KEPT, JSON.stringify(session));
  // Another person must not send what the first one had begun.
  if (before && before !== login) location.reload();
  else change({ session, ended: false });
  if (!before || before === login) for (const one of waiting.splice(0)) one.resolve();
}

function change(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function kept(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}
