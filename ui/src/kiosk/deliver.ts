/** Sending one entry of the tablet to the server; safe to repeat, for the id makes it count once. */
import { ask } from '../api/client';
import type { Direction, Greeting } from './messages';

type Common = {
  /** Chosen here, unique for ever. */
  id: string;
  /** The tablet's clock, in milliseconds since 1970. */
  at: number;
  direction: Direction | null;
};
export type PinEntry = Common & { kind: 'pin'; person: string; pin: string };
export type SightingEntry = Common & { kind: 'sighting'; pictures: Blob[] };
export type Waiting = PinEntry | SightingEntry;

export function newId(): string {
  return crypto.randomUUID();
}

export async function deliver(token: string, entry: Waiting): Promise<Greeting[]> {
  const said = {
    client_id: entry.id,
    taken_at: new Date(entry.at).toISOString(),
    sent_at: new Date().toISOString(),
    direction: entry.direction,
  };
  if (entry.kind === 'pin') {
    const body = { ...said, person: entry.person, pin: entry.pin };
    return [await ask<Greeting>('POST', '/api/v1/kiosk/pin', { token, body })];
  }
  const form = new FormData();
  form.set('delivery', JSON.stringify(said));
  for (const picture of entry.pictures) form.append('photos', picture, 'frame.jpg');
  return ask<Greeting[]>('POST', '/api/v1/kiosk/sightings', { token, form });
}
