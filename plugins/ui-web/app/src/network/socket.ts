// One WebSocket that has said CONNECT: frames go in and out until it ends. It never comes back by itself; Link does that.
import { decode, encode, type Frame } from './frames';
import { endingOf, type Ending } from './ending';

export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(code?: number): void;
}
export type OpenSocket = () => SocketLike;

export interface SocketEvents {
  connected(headers: Record<string, string>): void;
  frame(frame: Frame): void;
  ended(ending: Ending): void;
}

const beatMs = 10_000;
export const silenceMs = 25_000; // after that much of it the other side is taken for gone

export class StompSocket {
  #socket: SocketLike;
  #word: string | undefined;
  #retryAfterMs: number | undefined;
  #heardAt = Date.now();
  #isOver = false;
  #beat: ReturnType<typeof setInterval>;

  constructor(open: OpenSocket, token: string, private readonly events: SocketEvents) {
    this.#socket = open();
    this.#socket.onopen = () => this.send('CONNECT', { 'accept-version': '1.2', host: 'cocotalk', 'heart-beat': `${beatMs},${beatMs}`, 'access-token': token, device: 'WEB' });
    this.#socket.onmessage = ({ data }) => this.#heard(data);
    this.#socket.onclose = ({ code }) => this.#end(endingOf(code, this.#word, this.#retryAfterMs));
    this.#socket.onerror = () => {}; // onclose follows
    this.#beat = setInterval(() => this.#lives(), beatMs);
  }

  send(command: string, headers: Record<string, string>, body = ''): void {
    if (!this.#isOver) this.#socket.send(encode({ command, headers, body }));
  }

  // True when it has been silent too long: a laptop slept, a network is gone. Then it has ended.
  checkSilence(allowedMs = silenceMs): boolean {
    if (this.#isOver || Date.now() - this.#heardAt < allowedMs) return false;
    this.#end({ kind: 'again', afterMs: 0 });
    return true;
  }

  close(): void {
    this.#isOver = true;
    clearInterval(this.#beat);
    this.#socket.close(1000);
  }

  #lives(): void {
    if (!this.checkSilence()) this.#socket.send('\n');
  }

  #heard(data: string): void {
    if (this.#isOver) return;
    this.#heardAt = Date.now();
    const frame = decode(data);
    if (!frame) return;
    if (frame.command === 'ERROR') {
      this.#word = frame.headers['code'];
      const wait = frame.headers['retry-after-ms'];
      this.#retryAfterMs = wait === undefined ? undefined : Number(wait);
    } else if (frame.command === 'CONNECTED') {
      this.events.connected(frame.headers);
    } else {
      this.events.frame(frame);
    }
  }

  #end(ending: Ending): void {
    if (this.#isOver) return;
    this.close();
    this.events.ended(ending);
  }
}
