// The room one looks at: its messages, members and what is going on in it, kept up over reconnections.
import { effect, signal, untracked } from '@preact/signals';
import { backoff } from '../network/backoff';
import type { Heard, Link } from '../network/link';
import { asRefusal, type Refusal } from '../network/refusal';
import { member, message } from './decode';
import type { Member, Message } from './model';
import { pageSize, Timeline } from './timeline';

const typingLastsMs = 5_000;
const ahead = 80; // messages that are there before one scrolls; the tail has 20 to 39

export class OpenRoom {
  readonly timeline: Timeline;
  readonly revision = signal(0); // grows with every change of the timeline
  readonly members = signal<Member[]>([]);
  readonly typing = signal<number[]>([]);
  readonly notice = signal<Message | undefined>(undefined);
  readonly isLoaded = signal(false);
  readonly trouble = signal<Refusal | undefined>(undefined); // why it cannot be shown
  readAtStart = 0; // what was read before it was opened
  #endings: (() => void)[] = [];
  #deafen = () => {}; // ends the subscription to the room's events
  #epoch = '';
  #typing = new Map<number, ReturnType<typeof setTimeout>>();
  #isLooking = false;
  #isClosed = false;
  #later: ReturnType<typeof setTimeout> | undefined;
  #refusals = 0; // in a row

  constructor(readonly id: string, private readonly self: number, private readonly link: Link) {
    this.timeline = new Timeline(self);
    this.#endings.push(link.listen({ destination: `/room/${id}/live`, hear: (heard) => this.#hearLive(heard) }));
    this.#endings.push(effect(() => {
      if (link.state.value === 'open') untracked(() => void this.#opened());
    }));
  }

  close(): void {
    this.#isClosed = true;
    this.look(false);
    this.#endings.forEach((end) => end());
    this.#deafen();
    this.#typing.forEach(clearTimeout);
    clearTimeout(this.#later);
  }

  // Whether the person sees it: then it is read.
  look(isLooking: boolean): void {
    if (isLooking === this.#isLooking) return;
    this.#isLooking = isLooking;
    if (this.isLoaded.value || !isLooking) void this.#tellLooking();
  }

  // Fetches what is missing between two numbers.
  async load(first: number, last: number): Promise<void> {
    const pages = this.timeline.missing(first, last);
    await Promise.all(pages.map(async (page) => {
      const found: any[] = await this.link.ask('room.messages', { roomId: this.id, from: page * pageSize + 1, count: pageSize });
      this.timeline.takePage(page, found.map(message));
    }));
    if (pages.length) this.#changed();
  }

  // The number of the first message at or after a moment: bisected, as numbers grow with time.
  async numberAt(moment: number): Promise<number> {
    let low = 1, high = this.timeline.head;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [found] = await this.link.ask<any[]>('room.messages', { roomId: this.id, from: middle, count: 1 });
      if (found && message(found).sentAt < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  tellTyping(typing: boolean): void {
    void this.link.ask('room.typing', { roomId: this.id, typing }).catch(() => {});
  }

  hide(messageId: string): void {
    this.timeline.hide(messageId);
    this.#changed();
  }

  async #tellLooking(): Promise<void> {
    const command = this.#isLooking ? 'room.enter' : 'room.away';
    await this.link.ask(command, { roomId: this.id }).catch(() => {});
  }

  // At first, and whenever the link is back: goes on where it was, or begins anew in another store.
  async #opened(): Promise<void> {
    const isNew = !this.isLoaded.value || this.#epoch !== this.link.epoch.value;
    if (isNew) return this.#loadTail();
    if (this.#isLooking) void this.#tellLooking();
    await this.#loadMembers(); // who read what meanwhile
  }

  async #loadTail(): Promise<void> {
    this.#epoch = this.link.epoch.value;
    try {
      const tail = await this.link.ask('room.tail', { roomId: this.id });
      if (this.#isClosed) return;
      this.timeline.takeTail(tail.messageList.map(message), tail.seq);
      this.members.value = tail.room.members.map(member);
      this.notice.value = tail.notice ? message(tail.notice) : undefined;
      this.readAtStart ||= this.members.value.find(({ id }) => id === this.self)?.readSeq ?? 0;
      this.#listen();
      this.trouble.value = undefined;
      this.isLoaded.value = true;
      this.#changed();
      if (this.#isLooking) void this.#tellLooking();
      await this.load(this.timeline.head - ahead + 1, this.timeline.head);
    } catch (error) {
      const refusal = asRefusal(error);
      if (refusal.status !== 'offline') this.trouble.value = refusal;
    }
  }

  #listen(): void {
    this.#deafen();
    this.#deafen = this.link.listen({
      destination: `/room/${this.id}`,
      resumeFrom: () => this.timeline.seq,
      hear: (heard) => this.#hear(heard),
      refused: () => this.#loadTailLater(),
    });
  }

  // A position that is not there, or a private room one had left, which one's own message opens again.
  #loadTailLater(): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => void this.#loadTail(), backoff(this.#refusals++));
  }

  #hear(heard: Heard): void {
    this.#refusals = 0;
    if (heard.event === 'gap') return void this.#loadTail();
    if (!this.timeline.apply(heard)) return;
    switch (heard.event) {
      case 'message': this.#typed(heard.body.userId, false); break;
      case 'joined': case 'left': void this.#loadMembers(); break;
      case 'notice': void this.#loadNotice(heard.body.content); break;
    }
    this.#changed();
  }

  async #loadMembers(): Promise<void> {
    const room = await this.link.ask('room.get', { roomId: this.id }).catch(() => undefined);
    if (!room || this.#isClosed) return;
    this.members.value = room.members.map(member);
    this.notice.value = room.notice ? message(room.notice) : undefined;
  }

  async #loadNotice(messageId: string): Promise<void> {
    if (messageId) await this.#loadMembers();
    else this.notice.value = undefined;
  }

  #hearLive({ event, body }: Heard): void {
    if (event === 'typing') return this.#typed(body.userId, body.typing);
    this.members.value = this.members.value.map((each) => {
      if (each.id !== body.userId) return each;
      return event === 'here' ? { ...each, here: body.here, readSeq: Math.max(each.readSeq, body.here || each.here ? this.timeline.seq : 0) } : { ...each, readSeq: Math.max(each.readSeq, body.readSeq) };
    });
  }

  #typed(who: number, typing: boolean): void {
    if (who === this.self) return;
    clearTimeout(this.#typing.get(who));
    this.#typing.delete(who);
    if (typing) this.#typing.set(who, setTimeout(() => this.#typed(who, false), typingLastsMs));
    const now = [...this.#typing.keys()];
    if (now.join() !== this.typing.value.join()) this.typing.value = now;
  }

  #changed(): void {
    this.revision.value++;
  }
}
