// Friends, hidden and blocked people.
import { signal } from '@preact/signals';
import type { Link } from '../network/link';
import { friend, person } from './decode';
import type { Friend, Person } from './model';

export class Friends {
  readonly list = signal<Friend[]>([]);
  readonly hidden = signal<Person[]>([]);
  readonly blocked = signal<Person[]>([]);

  constructor(private readonly link: Link) {}

  async load(): Promise<void> {
    this.list.value = (await this.link.ask<any[]>('friends.list')).map(friend);
  }
  async loadPutAway(): Promise<void> {
    const [hidden, blocked] = await Promise.all([this.link.ask<any[]>('friends.hidden'), this.link.ask<any[]>('friends.blocked')]);
    this.hidden.value = hidden.map(person);
    this.blocked.value = blocked.map(person);
  }

  // Undefined: nobody has this id. `isNew`: not a friend of mine yet.
  async find(cid: string): Promise<{ person: Person; isNew: boolean; isSelf: boolean } | undefined> {
    const found = await this.link.ask('friends.find', { cid });
    return found.friend?.id ? { person: person(found.friend), isNew: found.type !== 0 && found.type !== 3, isSelf: found.type === 3 } : undefined;
  }
  add = (id: number) => this.#change('friends.add', { toUid: id });
  remove = (id: number) => this.#change('friends.remove', { toUid: id });
  favour = (id: number, favourite: boolean) => this.#change('friends.favourite', { toUid: id, favourite });
  hide = (id: number, hidden: boolean) => this.#change('friends.hide', { toUid: id, hidden });
  block = (id: number, blocked: boolean) => this.#change('friends.block', { toUid: id, blocked });

  async #change(command: string, json: object): Promise<void> {
    await this.link.ask(command, json);
    await this.load();
  }
}
