// The other end of a socket, played by a test.
import { decode, encode, type Frame } from '../src/network/frames';
import type { SocketLike } from '../src/network/socket';

export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  frames: Frame[] = [];
  isClosed = false;
  constructor(private readonly host: FakeHost) {}

  send(text: string): void {
    const frame = decode(text);
    if (!frame) return;
    this.frames.push(frame);
    this.host.answer(this, frame);
  }
  close(): void {
    this.isClosed = true;
  }
  say(command: string, headers: Record<string, string> = {}, body: unknown = undefined): void {
    this.onmessage?.({ data: encode({ command, headers, body: body === undefined ? '' : JSON.stringify(body) }) });
  }
  sent = (command: string) => this.frames.filter((frame) => frame.command === command);
}

export type Answer = (json: any) => unknown; // a body; a thrown [status, json] is a refusal

export class FakeHost {
  sockets: FakeSocket[] = [];
  answers: Record<string, Answer> = {};
  asked: [string, any][] = [];
  epoch = 'e1';
  isSilent = false; // hears, and does not answer
  refuses = new Set<string>(); // destinations nobody may subscribe to
  accepts = true; // false: CONNECT is not answered

  open = (): FakeSocket => {
    const socket = new FakeSocket(this);
    this.sockets.push(socket);
    queueMicrotask(() => socket.onopen?.());
    return socket;
  };
  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1]!;
  }

  answer(socket: FakeSocket, { command, headers, body }: Frame): void {
    if (command === 'CONNECT' && this.accepts) socket.say('CONNECTED', { version: '1.2', 'store-epoch': this.epoch });
    if (command === 'SUBSCRIBE' && this.refuses.has(headers['destination']!)) return socket.say('MESSAGE', { subscription: 'reply', 'receipt-id': headers['receipt']!, status: 'denied' }, { code: 'NOT_PERMITTED' });
    if (command === 'SUBSCRIBE' && headers['receipt']) socket.say('RECEIPT', { 'receipt-id': headers['receipt']! });
    if (command !== 'SEND') return;
    const name = headers['destination']!.replace('/command/', '');
    const json = JSON.parse(body);
    this.asked.push([name, json]);
    if (this.isSilent) return;
    let status = 'ok', answer: unknown = {}, more: Record<string, string> = {};
    try {
      answer = this.answers[name]?.(json) ?? {};
    } catch (refusal) {
      [status, answer, more = {}] = refusal as [string, unknown, Record<string, string>?];
    }
    socket.say('MESSAGE', { subscription: 'reply', 'request-id': headers['request-id']!, status, ...more }, answer);
  }

  // An event on whatever listens to this destination.
  tell(destination: string, event: string, body: unknown, seq = 0): void {
    for (const { headers } of this.socket.sent('SUBSCRIBE'))
      if (headers['destination'] === destination) this.socket.say('MESSAGE', { subscription: headers['id']!, destination, event, ...(seq ? { seq: String(seq) } : {}) }, body);
  }
  drop(code = 1006): void {
    this.socket.onclose?.({ code });
  }
}

// Lets everything that waits for a promise go on.
export const settle = async () => {
  for (let i = 0; i < 30; ++i) await Promise.resolve();
};
