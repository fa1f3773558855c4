/**
 * Who is signed in, and the dialog that appears when the session has ended. Tabs of one browser share
 * a session: a new one asks the others. It is gone when the last tab is closed.
 */
import { useSyncExternalStore } from 'react';
import { ask, Problem, type Schemas } from '../api/client';

export type Role = 'owner' | 'hr' | 'manager' | 'employee';
export type Session = { token: string; login: string; role: Role };
type State = { session: Session | null; ended: boolean };
/** What one tab says to the others. */
type Word = { asks: true } | { session: Session } | { left: string };

const KEPT = 'adsum.session';
const listeners = new Set<() => void>();
let state: State = { session: kept(), ended: false };
const tabs = new BroadcastChannel(KEPT);
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
  if (state.session) tell({ left: state.session.token });
  forget();
}

function forget(): void {
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
  tell({ session });
  // Another person must not send what the first one had begun.
  if (before && before !== login) {
    sessionStorage.setItem(KEPT, JSON.stringify(session));
    location.reload();
  } else adopt(session);
}

function adopt(session: Session): void {
  sessionStorage.setItem(KEPT, JSON.stringify(session));
  change({ session, ended: false });
  for (const one of waiting.splice(0)) one.resolve();
}

function tell(word: Word): void {
  tabs.postMessage(word);
}

function hear(word: Word): void {
  const mine = state.session;
  if ('asks' in word) {
    if (mine && !state.ended) tell({ session: mine });
  } else if ('left' in word) {
    if (mine?.token === word.left) forget();
  } else if (!mine || (state.ended && mine.login === word.session.login)) adopt(word.session);
}

tabs.onmessage = (message: MessageEvent<Word>) => hear(message.data);
if (!state.session) tell({ asks: true });

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
