// The drawer of a room: what was sent in it, as far back as one looks, and what one does with the room.
import { computed, signal } from '@preact/signals';
import type { Message } from '../repository/model';
import type { Repository } from '../repository/repository';
import type { Conversation } from './conversation';

const stretch = 100; // messages a look further back goes

export class Drawer {
  readonly from = signal(1); // looked through from this number on
  readonly isLooking = signal(false);
  readonly sent = computed<Message[]>(() => {
    const { open } = this.conversation;
    void open.revision.value;
    return open.timeline.between(this.from.value, open.timeline.head).filter(({ kind, deleted }) => !deleted && kind !== 'text' && kind !== 'invited' && kind !== 'left').reverse();
  });
  readonly pictures = computed(() => this.sent.value.filter(({ kind }) => kind !== 'file'));
  readonly files = computed(() => this.sent.value.filter(({ kind }) => kind === 'file'));

  constructor(readonly conversation: Conversation, private readonly repository: Repository) {
    this.from.value = conversation.open.timeline.head + 1;
  }

  async lookFurther(): Promise<void> {
    if (this.isLooking.value || this.from.value === 1) return;
    this.isLooking.value = true;
    const from = Math.max(1, this.from.value - stretch);
    try {
      await this.conversation.open.load(from, this.from.value - 1);
      this.from.value = from;
    } finally {
      this.isLooking.value = false;
    }
  }

  mute = (on: boolean) => this.#ask('room.mute', { muted: on });
  pin = (on: boolean) => this.#ask('room.pin', { pinned: on });
  rename = (roomname: string) => this.#ask('room.rename', { roomname: roomname.trim() });
  leave = () => this.#ask('room.leave');

  #ask = (command: string, json: object = {}): Promise<unknown> => this.repository.link.ask(command, { roomId: this.conversation.id, ...json });
}
