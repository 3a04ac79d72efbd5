// Says what was typed, in its order, each exactly once: a letter is stored before it is sent and removed when it is receipted; its id
// makes sending it again safe.
import { effect, signal } from '@preact/signals';
import type { Link } from '../network/link';
import { asRefusal, Refusal } from '../network/refusal';
import { typeOf } from './decode';
import { uuidv7 } from './ids';
import type { Letter, OutboxStore } from './outbox_store';

export type Draft = Pick<Letter, 'roomId' | 'kind' | 'text'> & Partial<Pick<Letter, 'file' | 'fileName' | 'replyTo' | 'mentions'>>;
// Uploads the letter's file and answers its address.
export type PutFile = (letter: Letter, progress: (part: number) => void, taken: AbortSignal) => Promise<string>;

const longestFrame = 48 * 1024; // bytes of a text: a larger frame would end the link, again and again
const shownMs = 2000; // a letter that was said stays until its event is there

export class Outbox {
  readonly letters = signal<readonly Letter[]>([]);
  readonly progress = signal<ReadonlyMap<string, number>>(new Map()); // of files under way, 0 to 1
  #account = 0;
  #busyRooms = new Set<string>();
  #uploads = new Map<string, AbortController>();
  #stop: () => void;

  constructor(
    private readonly link: Link,
    private readonly store: OutboxStore,
    private readonly putFile: PutFile,
    private readonly wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#stop = effect(() => {
      if (link.state.value === 'open') this.flush();
    });
  }

  dispose = () => this.#stop();

  async open(account: number): Promise<void> {
    if (this.#account === account) return this.flush();
    this.#account = account;
    this.letters.value = [];
    const kept = await this.store.all(account).catch(() => []);
    const said = this.letters.value; // meanwhile
    this.letters.value = [...kept.filter((letter) => said.every(({ id }) => id !== letter.id)), ...said];
    this.flush();
  }

  close(): void {
    this.#account = 0;
    this.letters.value = [];
  }

  // Shown at once; the network is not waited for. Answers the letter's id.
  post(draft: Draft): string {
    const letter: Letter = { ...draft, id: uuidv7(), account: this.#account, at: Date.now() };
    this.letters.value = [...this.letters.value, letter];
    void this.store.put(letter).catch(() => {}).then(() => this.flush());
    return letter.id;
  }

  retry(id: string): void {
    const letter = this.letters.value.find((each) => each.id === id);
    if (!letter) return;
    const { failed: _, ...again } = letter;
    this.#keep(again);
    this.flush();
  }

  // Takes it back before it was said.
  drop(id: string): void {
    this.letters.value = this.letters.value.filter((letter) => letter.id !== id);
    this.#uploads.get(id)?.abort();
    this.#setProgress(id, undefined);
    void this.store.remove(id).catch(() => {});
  }

  flush(): void {
    for (const { roomId } of this.letters.value) void this.#flushRoom(roomId);
  }

  // One after the other, so that the room hears them in their order.
  async #flushRoom(roomId: string): Promise<void> {
    if (this.#busyRooms.has(roomId)) return;
    this.#busyRooms.add(roomId);
    try {
      for (let letter; (letter = this.#next(roomId)); ) if (!(await this.#send(letter))) break;
    } finally {
      this.#busyRooms.delete(roomId);
    }
  }

  #next(roomId: string): Letter | undefined {
    return this.link.state.value === 'open' ? this.letters.value.find((letter) => letter.roomId === roomId && !letter.failed && !letter.said) : undefined;
  }

  // False: not now.
  async #send(letter: Letter): Promise<boolean> {
    try {
      const ready = letter.file && !letter.text ? await this.#upload(letter) : letter;
      if (!this.letters.value.some(({ id }) => id === letter.id)) return true; // taken back meanwhile
      if (new TextEncoder().encode(ready.text).length > longestFrame) throw new Refusal('invalid', 'BAD_REQUEST');
      await this.link.ask('room.send', {
        roomId: ready.roomId, content: ready.text, type: typeOf[ready.kind], clientMsgId: ready.id,
        ...(ready.replyTo ? { 'reply-to': ready.replyTo.messageId } : {}), ...(ready.mentions?.length ? { mentions: ready.mentions } : {}),
      });
      this.#said(ready);
      return true;
    } catch (error) {
      return this.#refused(letter, asRefusal(error));
    }
  }

  #said(letter: Letter): void {
    this.letters.value = this.letters.value.map((each) => (each.id === letter.id ? { ...letter, said: true } : each));
    void this.store.remove(letter.id).catch(() => {});
    void this.wait(shownMs).then(() => this.drop(letter.id));
  }

  async #refused(letter: Letter, refusal: Refusal): Promise<boolean> {
    this.#setProgress(letter.id, undefined);
    if (refusal.status === 'offline') return false; // the link comes back, and flushes
    if (refusal.isPassing) {
      await this.wait(refusal.retryAfterMs ?? 1000);
      return true;
    }
    const kept = this.letters.value.find(({ id }) => id === letter.id);
    if (kept) this.#keep({ ...kept, failed: refusal.code || refusal.status });
    return true;
  }

  async #upload(letter: Letter): Promise<Letter> {
    this.#setProgress(letter.id, 0);
    const taken = new AbortController();
    this.#uploads.set(letter.id, taken);
    const text = await this.putFile(letter, (part) => this.#setProgress(letter.id, part), taken.signal).finally(() => this.#uploads.delete(letter.id));
    const uploaded: Letter = { ...letter, text };
    if (this.letters.value.some(({ id }) => id === letter.id)) this.#keep(uploaded);
    return uploaded;
  }

  #keep(letter: Letter): void {
    this.letters.value = this.letters.value.map((each) => (each.id === letter.id ? letter : each));
    void this.store.put(letter).catch(() => {});
  }

  #setProgress(id: string, part: number | undefined): void {
    const progress = new Map(this.progress.value);
    if (part === undefined) progress.delete(id);
    else progress.set(id, part);
    this.progress.value = progress;
  }
}
