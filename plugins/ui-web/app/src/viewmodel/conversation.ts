// The room one is in: a window of its messages, what is typed, and what one does with a message.
import { computed, effect, signal, untracked } from '@preact/signals';
import type { Message, Room } from '../repository/model';
import type { OpenRoom } from '../repository/open_room';
import type { Repository } from '../repository/repository';
import { Composer } from './composer';
import { dayOf } from './format';
import { titleOf } from './room_list';
import { readBy, rowsOf, unreadBy } from './rows';
import { sentenceOf } from './sentence';
import type { Toasts } from './toasts';
import { around, endOf, isAtTail, newer, older, tailOf, windowSize, type Window } from './window';
import { words } from './words/words';

export class Conversation {
  readonly open: OpenRoom;
  readonly composer: Composer;
  readonly window = signal<Window | undefined>(undefined); // undefined: follows the newest message
  readonly target = signal<{ number: number } | undefined>(undefined); // to be scrolled to and shown for a moment
  readonly isAtStart = signal(false);
  readonly menu = signal<Message | undefined>(undefined); // what one may do with it is shown
  readonly panel = signal<'search' | 'drawer' | undefined>(undefined); // what lies beside the messages
  readonly viewing = signal<Message | undefined>(undefined); // the picture that is shown large
  readonly room = computed<Room | undefined>(() => this.repository.rooms.all.value.get(this.id));
  readonly self: number;
  #isMoving = false;
  #wanted = 0; // where to go once the room is there
  #stop: () => void;

  readonly title = computed(() => (this.room.value ? titleOf({ ...this.room.value, members: this.members.value }, this.self, words.value) : ''));
  readonly members = computed(() => (this.open.members.value.length ? this.open.members.value : this.room.value?.members ?? []));
  readonly letters = computed(() => this.repository.outbox.letters.value.filter(({ roomId }) => roomId === this.id));
  readonly follows = computed(() => this.window.value === undefined);
  readonly rows = computed(() => {
    void this.open.revision.value;
    const letters = this.follows.value ? this.letters.value.slice(0, windowSize / 2) : [];
    const { first, size } = this.window.value ?? tailOf(this.open.timeline.head, windowSize - letters.length);
    const messages = this.open.timeline.between(first, first + size - 1);
    return rowsOf({ messages, letters, members: this.members.value, self: this.self, readAtStart: this.open.readAtStart });
  });
  readonly photos = computed(() => {
    void this.open.revision.value;
    return [...this.open.timeline.messages.values()].filter(({ kind, deleted }) => kind === 'photo' && !deleted).sort((a, b) => a.number - b.number);
  });
  readonly typists = computed(() => this.open.typing.value.map((id) => this.nameOf(id)).join(', '));

  constructor(readonly id: string, private readonly repository: Repository, private readonly toasts: Toasts) {
    this.self = repository.me.value!.id;
    this.open = repository.openRoom(id);
    this.composer = new Composer(id, this.open, repository, toasts, () => this.toNewest());
    this.#stop = effect(() => {
      if (this.open.isLoaded.value && this.#wanted) untracked(() => void this.jumpTo(this.#wanted));
    });
  }

  close(): void {
    this.#stop();
    this.composer.close();
    this.open.close();
  }

  nameOf(id: number): string {
    return this.members.value.find((member) => member.id === id)?.name ?? words.value.unknownPerson;
  }

  // ---- moving through it

  async showOlder(): Promise<void> {
    const before = this.window.value ?? tailOf(this.open.timeline.head);
    const after = older(before);
    if (after.first === before.first || this.isAtStart.value) return;
    await this.#move(after, () => {
      this.isAtStart.value = this.open.timeline.between(after.first, before.first - 1).length === 0;
    });
  }

  async showNewer(): Promise<void> {
    const before = this.window.value;
    if (!before) return;
    const head = this.open.timeline.head;
    const after = newer(before, head);
    if (isAtTail(before, head) || isAtTail(after, head)) return this.#move(undefined);
    await this.#move(after);
  }

  toNewest(): void {
    this.isAtStart.value = false;
    this.window.value = undefined;
    this.target.value = undefined;
  }

  // To a message, wherever it is.
  async jumpTo(number: number): Promise<void> {
    if (!(number >= 1)) return;
    if (!this.open.isLoaded.value) return void (this.#wanted = number);
    this.isAtStart.value = false;
    await this.#move(around(number, this.open.timeline.head));
    this.target.value = { number };
  }
  jumpToMessage = (messageId: string) => this.jumpTo(this.open.timeline.numberOf(messageId));

  async jumpToDate(day: string): Promise<void> {
    await this.#try(async () => this.jumpTo(await this.open.numberAt(new Date(`${day}T00:00`).getTime())));
  }
  readonly newestDay = computed(() => {
    void this.open.revision.value;
    return dayOf(this.open.timeline.messages.get(this.open.timeline.head)?.sentAt ?? Date.now());
  });

  async #move(to: Window | undefined, then: () => void = () => {}): Promise<void> {
    if (this.#isMoving) return;
    this.#isMoving = true;
    const { first, size } = to ?? tailOf(this.open.timeline.head);
    const isDone = await this.#try(() => this.open.load(first, endOf({ first, size })));
    this.#isMoving = false;
    if (!isDone) return;
    this.window.value = to;
    then();
  }

  // ---- a message

  unread = (message: Message) => unreadBy(message, this.members.value);
  read = (message: Message) => readBy(message, this.members.value);
  react = (message: Message, emoji: string) => this.#ask('message.react', message, { emoji, added: !message.reactions.some((each) => each.emoji === emoji && each.mine) });
  deleteForAll = (message: Message) => this.#ask('message.delete', message, { scope: 'all' });
  async deleteForMe(message: Message): Promise<void> {
    if (await this.#ask('message.delete', message, { scope: 'me' })) this.open.hide(message.id);
  }
  makeNotice = (message: Message | undefined) => this.#try(() => this.repository.link.ask('room.notice', { roomId: this.id, messageId: message?.id ?? '' }));

  #ask(command: string, message: Message, json: object): Promise<boolean> {
    return this.#try(() => this.repository.link.ask(command, { roomId: this.id, messageId: message.id, ...json }));
  }

  async #try(step: () => Promise<unknown>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      this.toasts.show(sentenceOf(error, words.value));
      return false;
    }
  }
}
