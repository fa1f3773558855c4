/** What the kiosk and the server say to each other; the shapes are the server's. */
import { ask, type Schemas } from '../api/client';

export type Greeting = Schemas['GreetingAnswer'];
export type Seen = Schemas['KioskSeen'];
export type SeenFace = Schemas['KioskFace'];
export type Ready = Schemas['KioskReady'];
export type ServerSays = Seen | Ready | Schemas['KioskGreeting'] | Schemas['KioskProblem'];
export type Direction = 'in' | 'out';
export type Paired = Schemas['Paired'];

export function pair(code: string): Promise<Paired> {
  return ask('POST', '/api/v1/kiosk/pair', { body: { code } });
}

export function undo(token: string, punchId: string): Promise<void> {
  return ask('POST', '/api/v1/kiosk/undo', { token, body: { punch_id: punchId } });
}
