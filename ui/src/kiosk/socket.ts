/** The one connection to the server: the newest frame out, what was seen back, never a queue. */
import type { Direction, Ready, Seen, ServerSays } from './messages';

export type Listener = {
  onOnline: (online: boolean) => void;
  onReady: (ready: Ready) => void;
  onSeen: (seen: Seen) => void;
  onGreeting: (track: number, greeting: Seen['greetings'][number] | null) => void;
  onProblem: (code: string, detail: string) => void;
  onRejected: () => void;
};

const SIGN_IN_AGAIN = 4401;
// A server that does not answer a frame for so long is taken for gone (milliseconds).
const PATIENCE = 5_000;
const FIRST_WAIT = 300;
const LONGEST_WAIT = 5_000;

export class KioskSocket {
  /** When the server last saw a face (milliseconds since 1970). */
  lastFaceAt = 0;
  private socket: WebSocket | null = null;
  private wait = FIRST_WAIT;
  private ready = false;
  private pending = false;
  private closed = false;
  private watchdog = 0;
  private retry = 0;

  constructor(
    private readonly token: string,
    private readonly listener: Listener,
  ) {
    this.open();
    addEventListener('online', this.openNow);
    addEventListener('offline', this.drop);
  }

  /** Whether a frame may be sent: the last one was answered. */
  get free(): boolean {
    return this.ready && !this.pending;
  }

  send(frame: Blob): void {
    if (!this.free || !this.socket) return;
    this.pending = true;
    this.watchdog = window.setTimeout(this.drop, PATIENCE);
    this.socket.send(frame);
  }

  choose(track: number, direction: Direction): void {
    if (this.ready) this.socket?.send(JSON.stringify({ type: 'choose', track, direction }));
  }

  close(): void {
    this.closed = true;
    removeEventListener('online', this.openNow);
    removeEventListener('offline', this.drop);
    clearTimeout(this.retry);
    clearTimeout(this.watchdog);
    this.socket?.close();
  }

  private open(): void {
    const address = new URL('/api/v1/kiosk/socket', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', token: this.token }));
    socket.onmessage = (event) => this.hear(JSON.parse(String(event.data)) as ServerSays);
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  private readonly openNow = (): void => {
    if (this.socket) return;
    clearTimeout(this.retry);
    this.open();
  };

  private readonly drop = (): void => {
    const socket = this.socket;
    if (!socket) return;
    // A dead line may take minutes to report its own closing.
    this.lost(0);
    socket.close();
  };

  private lost(code: number): void {
    this.socket = null;
    this.ready = false;
    this.pending = false;
    clearTimeout(this.watchdog);
    if (this.closed) return;
    this.listener.onOnline(false);
    if (code === SIGN_IN_AGAIN) {
      this.closed = true;
      this.listener.onRejected();
      return;
    }
    // A little at random, so that all kiosks of a house do not come back in the same instant.
    this.retry = window.setTimeout(this.openNow, this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  private hear(message: ServerSays): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.wait = FIRST_WAIT;
        this.listener.onReady(message);
        this.listener.onOnline(true);
        break;
      case 'seen':
        this.answered();
        if (message.faces.length > 0) this.lastFaceAt = Date.now();
        this.listener.onSeen(message);
        break;
      case 'greeting':
        this.listener.onGreeting(message.track, message.greeting ?? null);
        break;
      case 'problem':
        this.answered();
        this.listener.onProblem(message.code, message.detail);
        break;
    }
  }

  private answered(): void {
    this.pending = false;
    clearTimeout(this.watchdog);
  }
}
