// Everything the view models ask and hear, behind typed functions.
import { effect, signal, untracked } from '@preact/signals';
import { Link, type Heard } from '../network/link';
import { asRefusal } from '../network/refusal';
import type { Rest } from '../network/rest';
import type { OpenSocket } from '../network/socket';
import type { SendForm } from '../network/upload';
import { me as meOf } from './decode';
import { Friends } from './friends';
import type { Me, Room } from './model';
import { OpenRoom } from './open_room';
import { Outbox } from './outbox';
import type { Letter, OutboxStore } from './outbox_store';
import { Rooms } from './rooms';
import { Sessions, type SessionStore } from './session';

export type Over = 'replaced' | 'signed-out' | 'expired';
export interface World {
  rest: Rest;
  openSocket: OpenSocket;
  sessionStore: SessionStore;
  outboxStore: OutboxStore;
  sendForm: SendForm;
}

export class Repository {
  readonly me = signal<Me | undefined>(undefined);
  readonly isSignedIn = signal(false);
  readonly over = signal<Over | undefined>(undefined); // why the session ended by itself
  readonly link: Link;
  readonly sessions: Sessions;
  readonly rooms: Rooms;
  readonly friends: Friends;
  readonly outbox: Outbox;
  onNews: (room: Room, before: Room | undefined) => void = () => {};
  onHidden: (roomId: string, messageId: string) => void = () => {};

  constructor(private readonly world: World) {
    this.sessions = new Sessions(world.rest, world.sessionStore);
    this.link = new Link({
      open: world.openSocket,
      token: async () => this.sessions.current?.accessToken ?? '',
      renew: () => this.sessions.renew(),
      over: (why) => void this.#ended(why),
    });
    this.rooms = new Rooms(this.link);
    this.friends = new Friends(this.link);
    this.outbox = new Outbox(this.link, world.outboxStore, (...args) => this.#putFile(...args));
    effect(() => {
      if (this.link.state.value === 'open') untracked(() => void this.#load());
    });
  }

  // Goes on with the session of this window, if it has one.
  start(): void {
    if (this.sessions.current) this.#begin();
  }

  async signIn(cid: string, password: string, stays: boolean): Promise<void> {
    await this.sessions.signIn(cid, password, stays);
    this.#begin();
  }

  async signOut(): Promise<void> {
    this.#end();
    await this.sessions.signOut();
  }

  openRoom(id: string): OpenRoom {
    return new OpenRoom(id, this.me.value!.id, this.link);
  }

  // A picture for the profile or behind it; no file: none any more.
  async setPicture(which: 'img' | 'bg', file: File | undefined): Promise<void> {
    const form = new FormData();
    if (file) form.append(which === 'img' ? 'profileImg' : 'bgImg', file, file.name);
    await this.sessions.call('PUT', `/user/profile/${which}`, form);
    await this.loadMe();
  }

  async loadMe(): Promise<void> {
    this.me.value = meOf(await this.link.ask('profile.get'));
  }

  #begin(): void {
    this.over.value = undefined;
    this.isSignedIn.value = true;
    this.link.listen({ destination: '/me', hear: (heard) => this.#hear(heard) });
    this.link.start();
  }

  async #load(): Promise<void> {
    try {
      await Promise.all([this.loadMe(), this.rooms.load(), this.friends.load()]);
      await this.outbox.open(this.me.value!.id);
    } catch (error) {
      if (asRefusal(error).isPassing && this.link.state.value === 'open') setTimeout(() => void this.#load(), 2000);
    }
  }

  #hear(heard: Heard): void {
    if (heard.event === 'friends') void this.friends.load().catch(() => {});
    else if (heard.event === 'ended') void this.#ended(heard.body.reason === 'replaced' ? 'replaced' : 'signed-out');
    else if (heard.event === 'hidden') this.onHidden(heard.body.roomId, heard.body.messageId);
    else if (heard.event === 'room') {
      const before = this.rooms.get(heard.body.room.id);
      const room = this.rooms.hear(heard);
      if (room) this.onNews(room, before);
    }
  }

  async #putFile(letter: Letter, progress: (part: number) => void, taken: AbortSignal): Promise<string> {
    const send = () => {
      const form = new FormData();
      form.append('roomId', letter.roomId);
      form.append('messageFile', letter.file!, letter.fileName);
      const { done, cancel } = this.world.sendForm('POST', '/chat/messages/file', this.sessions.current?.accessToken ?? '', form, progress);
      taken.addEventListener('abort', cancel);
      return done;
    };
    const url: string = await send().catch(async (error) => {
      if (asRefusal(error).status !== 'unauthorized' || !(await this.sessions.renew())) throw error;
      return send();
    });
    return letter.kind === 'file' && letter.fileName ? `${url}#${encodeURIComponent(letter.fileName)}` : url;
  }

  async #ended(why: Over): Promise<void> {
    if (!this.isSignedIn.value) return; // the close that follows the event
    const isReplaced = why === 'expired' && (await this.sessions.isReplaced());
    this.sessions.forget();
    this.#end();
    this.over.value = isReplaced ? 'replaced' : why;
  }

  #end(): void {
    this.link.stop();
    this.outbox.close();
    this.rooms.clear();
    this.isSignedIn.value = false;
    this.me.value = undefined;
  }
}
