// The one link of a page: asks and listens, comes back by itself, and resumes what it listened to.
import { signal } from '@preact/signals';
import { backoff } from './backoff';
import type { Ending } from './ending';
import type { Frame } from './frames';
import { Refusal, type Status } from './refusal';
import { StompSocket, type OpenSocket } from './socket';

export interface Heard {
  event: string;
  seq: number; // 0: none
  headers: Record<string, string>;
  body: any;
}
// `resumeFrom`: asked at every SUBSCRIBE; undefined: live only.
export interface Listening {
  destination: string;
  resumeFrom?: () => number;
  hear(heard: Heard): void;
  // The host refuses the subscription: no member any more, or a position of another store.
  refused?(refusal: Refusal): void;
}
export interface LinkOptions {
  open: OpenSocket;
  token(): Promise<string>; // the newest access token
  renew(): Promise<boolean>; // false: the session is over
  over(why: 'replaced' | 'signed-out' | 'expired'): void;
}
export type LinkState = 'idle' | 'connecting' | 'open' | 'waiting';

interface Waiting {
  resolve(body: any): void;
  reject(refusal: Refusal): void;
}
const patienceMs = 30_000;

export class Link {
  readonly state = signal<LinkState>('idle');
  readonly epoch = signal(''); // of the store; another one: positions mean nothing any more
  #socket: StompSocket | undefined;
  #listening = new Map<string, Listening>();
  #waiting = new Map<string, Waiting>();
  #subscriptions = new Map<string, string>(); // receipt id → subscription id
  #count = 0;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LinkOptions) {}

  start(): void {
    if (this.state.value === 'idle') void this.#connect();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = undefined;
    this.#listening.clear();
    this.state.value = 'idle';
    this.#failAll();
  }

  // Now rather than when the wait is over: the network is back, somebody looks at the page.
  hurry(): void {
    if (this.state.value === 'waiting') void this.#connect();
    else if (this.state.value === 'open' && this.#socket?.checkSilence(12_000)) return;
  }

  // The body of the answer, or a Refusal. Nothing is asked while there is no link.
  ask<T = any>(command: string, json: object = {}): Promise<T> {
    if (this.state.value !== 'open') return Promise.reject(new Refusal('offline'));
    const id = `q${++this.#count}`;
    const answer = new Promise<T>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const patience = setTimeout(() => this.#take(id)?.reject(new Refusal('retry', 'TIMEOUT')), patienceMs);
    this.#socket!.send('SEND', { destination: `/command/${command}`, 'request-id': id, 'content-type': 'application/json' }, JSON.stringify(json));
    return answer.finally(() => clearTimeout(patience));
  }

  // Listens until the function it answers is called; over every reconnection.
  listen(listening: Listening): () => void {
    const id = `s${++this.#count}`;
    this.#listening.set(id, listening);
    if (this.state.value === 'open') this.#subscribe(id, listening);
    return () => {
      if (this.#listening.delete(id)) this.#socket?.send('UNSUBSCRIBE', { id });
    };
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#timer);
    this.state.value = 'connecting';
    const token = await this.options.token();
    if (this.state.value !== 'connecting') return;
    this.#socket = new StompSocket(this.options.open, token, {
      connected: (headers) => this.#connected(headers),
      frame: (frame) => this.#frame(frame),
      ended: (ending) => void this.#ended(ending),
    });
  }

  #connected(headers: Record<string, string>): void {
    this.#attempt = 0;
    this.#socket!.send('SUBSCRIBE', { id: 'reply', destination: '/reply' });
    this.epoch.value = headers['store-epoch'] ?? '';
    for (const [id, listening] of this.#listening) this.#subscribe(id, listening);
    this.state.value = 'open';
  }

  #subscribe(id: string, { destination, resumeFrom }: Listening): void {
    const receipt = `r${++this.#count}`;
    this.#subscriptions.set(receipt, id);
    const from = resumeFrom?.();
    this.#socket!.send('SUBSCRIBE', { id, destination, receipt, ...(from === undefined ? {} : { 'from-seq': String(from) }) });
  }

  #frame({ command, headers, body }: Frame): void {
    if (command === 'RECEIPT') return void this.#subscriptions.delete(headers['receipt-id'] ?? '');
    if (command !== 'MESSAGE') return;
    const json = body ? JSON.parse(body) : undefined;
    if (headers['subscription'] === 'reply') return headers['event'] === 'reauth' ? void this.#reauthenticate() : this.#replied(headers, json);
    this.#listening.get(headers['subscription'] ?? '')?.hear({ event: headers['event'] ?? '', seq: Number(headers['seq'] ?? 0), headers, body: json });
  }

  #replied(headers: Record<string, string>, json: any): void {
    const status = headers['status'] as Status | 'ok';
    const wait = headers['retry-after-ms'];
    const refusal = () => new Refusal(status as Status, json?.code, json?.detail, wait === undefined ? undefined : Number(wait));
    const subscription = this.#subscriptions.get(headers['receipt-id'] ?? '');
    if (subscription) {
      this.#subscriptions.delete(headers['receipt-id']!);
      this.#listening.get(subscription)?.refused?.(refusal());
      return;
    }
    const asked = this.#take(headers['request-id'] ?? '');
    status === 'ok' ? asked?.resolve(json) : asked?.reject(refusal());
  }

  async #reauthenticate(): Promise<void> {
    if (await this.options.renew()) await this.ask('session.renew', { accessToken: await this.options.token() }).catch(() => {});
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #failAll(): void {
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(new Refusal('offline'));
    this.#subscriptions.clear();
  }

  async #ended(ending: Ending): Promise<void> {
    this.#socket = undefined;
    if (ending.kind === 'over') return this.#over(ending.why);
    this.state.value = 'waiting';
    this.#failAll();
    if (ending.kind === 'renew') {
      const renewed = await this.options.renew().catch(() => undefined); // undefined: nobody could be asked
      if (renewed === false) return this.#over('expired');
    }
    if (this.state.value !== 'waiting') return;
    const wait = Math.max(ending.kind === 'again' ? ending.afterMs ?? 0 : 0, backoff(this.#attempt++));
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  #over(why: 'replaced' | 'signed-out' | 'expired'): void {
    this.stop();
    this.options.over(why);
  }
}
