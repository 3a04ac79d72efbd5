// The page as a whole: where one is, what lies over it, and which room is open.
import { effect, signal, untracked } from '@preact/signals';
import type { Rest } from '../network/rest';
import type { Person, Room } from '../repository/model';
import type { Repository } from '../repository/repository';
import { Conversation } from './conversation';
import { People } from './people';
import { isPicture } from './picture';
import { notifies } from './preferences';
import { RoomList, titleOf } from './room_list';
import { Search } from './search';
import { sentenceOf } from './sentence';
import { Settings } from './settings';
import { SignIn } from './sign_in';
import { SignUp } from './sign_up';
import { Toasts } from './toasts';
import { words } from './words/words';

export type Tab = 'friends' | 'chats' | 'settings';
export type Dialog =
  | { kind: 'add-friend' } | { kind: 'new-chat' } | { kind: 'invite' } | { kind: 'profile'; person: Person } | { kind: 'my-profile' };

export class App {
  readonly tab = signal<Tab>('chats');
  readonly signsUp = signal(false);
  readonly dialog = signal<Dialog | undefined>(undefined);
  readonly conversation = signal<Conversation | undefined>(undefined);
  readonly isSeen = signal(true); // somebody looks at the page
  readonly toasts = new Toasts();
  readonly signIn: SignIn;
  readonly signUp: SignUp;
  readonly people: People;
  readonly roomList: RoomList;
  readonly search: Search;
  readonly settings: Settings;
  askToNotify: () => Promise<boolean> = async () => false;
  onMessage: (room: Room, title: string) => void = () => {};

  constructor(readonly repository: Repository, rest: Rest) {
    this.signIn = new SignIn(repository);
    this.signUp = new SignUp(repository, rest);
    this.people = new People(repository, this.toasts);
    this.roomList = new RoomList(repository);
    this.search = new Search(repository);
    this.settings = new Settings(repository, this.toasts);
    repository.onNews = (room, before) => this.#news(room, before);
    repository.onHidden = (roomId, messageId) => this.conversation.value?.id === roomId && this.conversation.value.open.hide(messageId);
    effect(() => void (repository.isSignedIn.value || untracked(() => this.#signedOut())));
    effect(() => this.conversation.value?.open.look(this.isSeen.value));
    effect(() => this.#follow(repository.link.state.value));
    effect(() => {
      const { isLoaded, all } = repository.rooms;
      const open = this.conversation.value;
      if (open && isLoaded.value && !all.value.has(open.id)) untracked(() => this.closeRoom()); // left, here or elsewhere
    });
  }

  openRoom(id: string): void {
    if (this.conversation.value?.id === id) return;
    this.closeRoom();
    this.dialog.value = undefined;
    this.conversation.value = new Conversation(id, this.repository, this.toasts);
  }

  openMessage(roomId: string, number: number): void {
    this.openRoom(roomId);
    void this.conversation.value?.jumpTo(number);
  }

  closeRoom(): void {
    this.conversation.value?.close();
    this.conversation.value = undefined;
  }

  // The room with somebody, made when there is none.
  async chatWith(person: number): Promise<void> {
    await this.try(async () => {
      const self = this.repository.me.value!.id;
      if (person === self) return this.#entered(await this.repository.link.ask('room.self'));
      const found = await this.repository.link.ask('room.private', { userId: person });
      this.#entered(found.id ? found : await this.#create('', [person]));
    });
  }

  async createGroup(name: string, people: number[]): Promise<boolean> {
    if (people.length === 1) return this.chatWith(people[0]!).then(() => true);
    return this.try(async () => this.#entered(await this.#create(name, people)));
  }

  invite(into: Conversation, people: number[]): Promise<boolean> {
    return this.try(async () => {
      if (into.room.value?.type === 'group') return this.repository.link.ask('room.invite', { roomId: into.id, invitees: people.map((userId) => ({ userId })) });
      const others = into.members.value.map(({ id }) => id).filter((id) => id !== into.self);
      return this.#entered(await this.#create('', [...others, ...people])); // of two people and more a group is made
    });
  }

  // The card of a member; what a friend's card has beyond it comes from the list of friends.
  showPerson(id: number): void {
    const member = this.conversation.value?.members.value.find((each) => each.id === id);
    const person = this.people.friendOf(id)?.person ?? (member && { id, cid: '', name: member.name, nickname: '', picture: member.picture, background: '', status: '' });
    if (person) this.dialog.value = { kind: 'profile', person };
  }

  saveProfile(name: string, status: string): Promise<boolean> {
    return this.try(async () => {
      const { nickname, email, phone, birth, statusNumber, name: before } = this.repository.me.value!;
      if (name.trim() !== before) await this.repository.link.ask('profile.update', { username: name.trim(), nickname, email, phone, birth, status: statusNumber });
      await this.repository.link.ask('profile.message', { message: status.trim() });
      await this.repository.loadMe();
      this.toasts.show(words.value.saved);
    });
  }

  // For the profile or behind it; no file: none any more.
  async setPicture(which: 'img' | 'bg', file: File | undefined): Promise<void> {
    if (file && !isPicture(file)) return this.toasts.show(words.value.errPicture);
    await this.try(() => this.repository.setPicture(which, file));
  }

  // Asks the browser at the moment the person wants it.
  async setNotifies(on: boolean): Promise<void> {
    const isAllowed = !on || (await this.askToNotify());
    notifies.value = on && isAllowed;
    if (!isAllowed) this.toasts.show(words.value.notificationsDenied);
  }

  // A sentence where it did not work.
  async try(step: () => Promise<unknown>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      this.toasts.show(sentenceOf(error, words.value));
      return false;
    }
  }

  #create(name: string, people: number[]): Promise<any> {
    const self = this.repository.me.value!;
    const names = people.map((id) => this.people.friendOf(id)?.person.name ?? '').filter(Boolean);
    const roomname = (name.trim() || [self.name, ...names].join(', ')).slice(0, 100);
    const members = [self.id, ...people].map((userId) => ({ userId }));
    return this.repository.link.ask('room.create', { roomname, img: '', type: people.length === 1 ? 0 : 1, members });
  }

  // A room one left before is not in the list: it comes with the first message.
  #entered(room: any): void {
    this.tab.value = 'chats';
    if (!this.repository.rooms.get(room.id)) this.repository.rooms.hear({ event: 'room', seq: 0, headers: {}, body: { room, last: null, unread: 0, seq: 0, joining: true } });
    this.openRoom(room.id);
  }

  #news(room: Room, before: Room | undefined): void {
    const { last } = room;
    const self = this.repository.me.value?.id ?? 0;
    const isNew = last && last.id !== before?.last?.id && last.sender !== self && (last.kind !== 'invited' && last.kind !== 'left');
    const isLookedAt = this.isSeen.value && this.conversation.value?.id === room.id;
    if (isNew && !isLookedAt && !room.muted && room.unread > 0) this.onMessage(room, titleOf(room, self, words.value));
  }

  // What a lost link means is said once, and once that it is back.
  #wasLost = false;
  #follow(state: string): void {
    if (state === 'waiting') this.#wasLost = true;
    if (state === 'idle') this.#wasLost = false;
    if (state === 'open' && this.#wasLost) {
      this.#wasLost = false;
      untracked(() => this.toasts.show(words.value.backOnline));
    }
  }

  #signedOut(): void {
    this.closeRoom();
    this.dialog.value = undefined;
    this.tab.value = 'chats';
  }
}
