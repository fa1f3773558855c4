/**
 * What waits on the tablet until the server has it, exactly once: each entry has an id of its own
 * and the tablet's time, lies sealed in IndexedDB, and leaves it only when the server has answered.
 */
import { Problem } from '../api/client';
import { deliver, type Waiting } from './deliver';

type Row = {
  id: string;
  at: number;
  refused: string | null;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
};
export type Counts = { waiting: number; refused: number };

const DATABASE = 'adsum-kiosk';
const ROWS = 'waiting';
const KEYS = 'keys';
// What the server has refused is kept so long for the office to ask about (30 days).
const KEEP_REFUSED = 30 * 24 * 3600 * 1000;

let opened: Promise<IDBDatabase> | null = null;
let running: Promise<void> | null = null;

/** Keep an entry; resolves when it is on the tablet's disk. */
export async function keep(entry: Waiting): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    await key(),
    await packed(entry),
  );
  await put({ id: entry.id, at: entry.at, refused: null, iv, sealed });
}

export async function counts(): Promise<Counts> {
  const rows = await all();
  return {
    waiting: rows.filter((row) => !row.refused).length,
    refused: rows.filter((row) => row.refused).length,
  };
}

/** Deliver what waits, oldest first, until the server cannot be reached. Runs once at a time. */
export function drain(token: string): Promise<void> {
  running ??= deliverAll(token).finally(() => {
    running = null;
  });
  return running;
}

async function deliverAll(token: string): Promise<void> {
  for (const row of await all()) {
    if (row.refused) {
      if (Date.now() - row.at > KEEP_REFUSED) await remove(row.id);
      continue;
    }
    try {
      await deliver(token, await unsealed(row));
      await remove(row.id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.passing || error.status === 401 || error.status === 403) return;
      // The secret has done its work; only that it was refused, and why, is kept.
      await put({ ...row, refused: error.code, sealed: new ArrayBuffer(0) });
    }
  }
}

async function packed(entry: Waiting): Promise<ArrayBuffer> {
  const pictures = entry.kind === 'sighting' ? await Promise.all(entry.pictures.map(bytesOf)) : [];
  const plain = entry.kind === 'sighting' ? { ...entry, pictures } : entry;
  return new TextEncoder().encode(JSON.stringify(plain)).buffer as ArrayBuffer;
}

async function unsealed(row: Row): Promise<Waiting> {
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: row.iv },
    await key(),
    row.sealed,
  );
  const entry = JSON.parse(new TextDecoder().decode(plain)) as Waiting & { pictures?: string[] };
  if (entry.kind !== 'sighting') return entry;
  const pictures = await Promise.all((entry.pictures as unknown as string[]).map(blobOf));
  return { ...entry, pictures };
}

async function bytesOf(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

async function blobOf(text: string): Promise<Blob> {
  return new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], {
    type: 'image/jpeg',
  });
}

/** The key never leaves the browser's own store, and nobody can export it. */
async function key(): Promise<CryptoKey> {
  const kept = await run<CryptoKey | undefined>(KEYS, 'readonly', (store) => store.get('seal'));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  await run(KEYS, 'readwrite', (store) => store.put(made, 'seal'));
  return made;
}

async function all(): Promise<Row[]> {
  const rows = await run<Row[]>(ROWS, 'readonly', (store) => store.getAll());
  return rows.sort((a, b) => a.at - b.at);
}

const put = (row: Row) => run(ROWS, 'readwrite', (store) => store.put(row));
const remove = (id: string) => run(ROWS, 'readwrite', (store) => store.delete(id));

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ROWS, { keyPath: 'id' });
      request.result.createObjectStore(KEYS);
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

async function run<T>(
  name: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const transaction = (await database()).transaction(name, mode, { durability: 'strict' });
  const request = work(transaction.objectStore(name));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(request.result as T);
    transaction.onerror = () => failed(transaction.error);
    transaction.onabort = () => failed(transaction.error);
  });
}
