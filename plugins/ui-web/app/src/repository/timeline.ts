// The messages of one room that are known here, by their number; what happens to them is applied in the order of the room's sequence.
import type { Heard } from '../network/link';
import { message as decoded } from './decode';
import type { Message } from './model';

export const pageSize = 20; // page k holds the numbers 20k+1 … 20k+20

const pageOf = (number: number) => Math.floor((number - 1) / pageSize);

export class Timeline {
  readonly messages = new Map<number, Message>();
  head = 0; // the newest number
  seq = 0; // the newest event that was applied
  #pages = new Set<number>(); // that are complete, but for what is hidden

  constructor(private readonly self: number) {}

  clear(): void {
    this.messages.clear();
    this.#pages.clear();
    this.head = this.seq = 0;
  }

  // The newest messages, whole pages.
  takeTail(messages: Message[], seq: number): void {
    this.clear();
    this.seq = seq;
    for (const message of messages) this.#put(message);
    const first = messages[0] ? pageOf(messages[0].number) : 0;
    for (let page = first; page <= pageOf(Math.max(1, this.head)); ++page) this.#pages.add(page);
  }

  // A page that was asked for; what was heard since is newer.
  takePage(page: number, messages: Message[]): void {
    this.#pages.add(page);
    for (const message of messages) if (!this.messages.has(message.number)) this.#put(message);
  }

  // Pages between two numbers that are not known.
  missing(first: number, last: number): number[] {
    const pages: number[] = [];
    for (let page = pageOf(Math.max(1, first)); page <= pageOf(Math.min(Math.max(1, last), this.head)); ++page) if (!this.#pages.has(page)) pages.push(page);
    return pages;
  }

  // Messages from `first` to `last`, in order.
  between(first: number, last: number): Message[] {
    const found: Message[] = [];
    for (let number = Math.max(1, first); number <= last; ++number) {
      const message = this.messages.get(number);
      if (message) found.push(message);
    }
    return found;
  }

  numberOf(messageId: string): number {
    return parseInt(messageId.slice(16), 16); // docs of ids: the last four bytes
  }

  // Applies an event once; false: it was known already.
  apply({ event, seq, body }: Heard): boolean {
    if (seq !== 0 && seq <= this.seq) return false;
    if (seq !== 0) this.seq = seq;
    if (event === 'message' || event === 'joined' || event === 'left') {
      this.#put(decoded(body));
      this.#pages.add(pageOf(this.head)); // the one before was complete, or it would not be the newest
      return true;
    }
    const before = this.messages.get(body?.number);
    if (!before) return true;
    const after = changed(before, event, body, this.self);
    if (after) this.messages.set(before.number, after);
    return true;
  }

  hide(messageId: string): void {
    this.messages.delete(this.numberOf(messageId));
  }

  #put(message: Message): void {
    this.messages.set(message.number, message);
    this.head = Math.max(this.head, message.number);
  }
}

function changed(before: Message, event: string, body: any, self: number): Message | undefined {
  switch (event) {
    case 'edited': return body.deleted ? { ...before, text: '', deleted: true, reactions: [] } : { ...before, text: body.content, edited: true };
    case 'deleted': return { ...before, text: '', deleted: true, reactions: [] };
    case 'reaction': return { ...before, reactions: reacted(before, body, self) };
    default: return undefined;
  }
}

// `count` is what it is since; who gave it tells whether it is mine.
function reacted({ reactions }: Message, { emoji, added, count, userId }: any, self: number): Message['reactions'] {
  const before = reactions.find((reaction) => reaction.emoji === emoji);
  const mine = userId === self ? added : before?.mine ?? false;
  if (count === 0) return reactions.filter((reaction) => reaction !== before);
  return before ? reactions.map((reaction) => (reaction === before ? { emoji, count, mine } : reaction)) : [...reactions, { emoji, count, mine }];
}
