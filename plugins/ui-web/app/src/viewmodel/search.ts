// Finding messages, rooms and friends while one types; docs/search.md says what is found.
import { effect, signal, untracked } from '@preact/signals';
import { person, roomHead, timeOf } from '../repository/decode';
import type { Person, Room } from '../repository/model';
import type { Repository } from '../repository/repository';
import { titleOf } from './room_list';
import { sentenceOf } from './sentence';
import { words } from './words/words';

export interface FoundMessage {
  id: string;
  roomId: string;
  number: number;
  at: number;
  sender: string;
  room: string;
  snippet: string[]; // every second piece is what was looked for
}
const afterMs = 250; // of rest

export class Search {
  readonly query = signal('');
  readonly messages = signal<FoundMessage[]>([]);
  readonly rooms = signal<{ id: string; title: string }[]>([]);
  readonly friends = signal<Person[]>([]);
  readonly state = signal<'idle' | 'looking' | 'done'>('idle');
  readonly isComplete = signal(true);
  readonly next = signal<string | null>(null);
  readonly trouble = signal('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;
  readonly dispose: () => void;

  // `roomId`: only messages, and only of this room.
  constructor(private readonly repository: Repository, private readonly roomId?: string) {
    this.dispose = effect(() => {
      const query = this.query.value.trim();
      untracked(() => this.#typed(query));
    });
  }

  more = () => this.#look(this.next.value);

  #typed(query: string): void {
    clearTimeout(this.#timer);
    this.trouble.value = '';
    ++this.#round;
    if (query) this.#timer = setTimeout(() => void this.#look(null), afterMs);
    else this.#show([], [], [], null, 'idle');
  }

  #show(messages: FoundMessage[], rooms: { id: string; title: string }[], friends: Person[], next: string | null, state: 'idle' | 'done'): void {
    [this.messages.value, this.rooms.value, this.friends.value, this.next.value, this.state.value] = [messages, rooms, friends, next, state];
  }

  // What comes late, of a question that was changed meanwhile, is not shown.
  async #look(after: string | null): Promise<void> {
    const round = ++this.#round;
    this.state.value = 'looking';
    try {
      const found = await this.repository.link.ask('search', { words: this.query.value.trim(), ...(this.roomId ? { roomId: this.roomId } : {}), ...(after ? { after } : {}) });
      if (round !== this.#round) return;
      this.isComplete.value = found.complete !== false;
      const messages = found.messages.map((each: any) => this.#message(each));
      if (after) this.#show([...this.messages.value, ...messages], this.rooms.value, this.friends.value, found.next, 'done');
      else this.#show(messages, (found.rooms ?? []).map((each: any) => this.#room(each)), (found.friends ?? []).map((each: any) => person(each.friend)), found.next, 'done');
    } catch (error) {
      if (round !== this.#round) return;
      this.state.value = 'done';
      this.trouble.value = sentenceOf(error, words.value);
    }
  }

  #title = (room: Room | undefined, otherwise: string): string => (room ? titleOf(room, this.repository.me.value?.id ?? 0, words.value) : otherwise);

  #room(found: any): { id: string; title: string } {
    const { id, name } = roomHead(found);
    return { id, title: this.#title(this.repository.rooms.get(id), name) };
  }

  #message({ id, roomId, number, userId, sentAt, snippet }: any): FoundMessage {
    const room = this.repository.rooms.get(roomId);
    const sender = room?.members.find((member) => member.id === userId)?.name ?? words.value.unknownPerson;
    return { id, roomId, number, at: timeOf(sentAt), sender, room: this.#title(room, ''), snippet };
  }
}
