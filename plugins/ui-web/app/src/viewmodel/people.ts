// The list of friends, finding one, and what one does with them.
import { computed, signal } from '@preact/signals';
import type { Friend, Person } from '../repository/model';
import type { Repository } from '../repository/repository';
import { matches } from './hangul';
import { sentenceOf } from './sentence';
import type { Toasts } from './toasts';
import { words } from './words/words';

const byName = (a: Friend, b: Friend) => a.person.name.localeCompare(b.person.name, 'ko');

export class People {
  readonly query = signal('');
  readonly cid = signal('');
  readonly found = signal<{ person: Person; isNew: boolean; isSelf: boolean } | undefined>(undefined);
  readonly trouble = signal('');
  readonly shown = computed(() => this.repository.friends.list.value.filter(({ person }) => matches(this.query.value, person.name) || matches(this.query.value, person.nickname)).sort(byName));
  readonly favourites = computed(() => this.shown.value.filter(({ favourite }) => favourite));
  readonly others = computed(() => this.shown.value.filter(({ addedByMe }) => addedByMe));
  readonly addedMe = computed(() => this.shown.value.filter(({ addedByMe }) => !addedByMe));

  constructor(private readonly repository: Repository, private readonly toasts: Toasts) {}

  friendOf(id: number): Friend | undefined {
    return this.repository.friends.list.value.find(({ person }) => person.id === id);
  }

  async find(): Promise<void> {
    this.found.value = undefined;
    this.trouble.value = '';
    if (!this.cid.value.trim()) return;
    try {
      this.found.value = await this.repository.friends.find(this.cid.value.trim());
      if (!this.found.value) this.trouble.value = words.value.nobody;
    } catch (error) {
      this.trouble.value = sentenceOf(error, words.value);
    }
  }

  async add(person: Person): Promise<boolean> {
    const isDone = await this.#try(() => this.repository.friends.add(person.id));
    if (isDone) this.toasts.show(words.value.friendAdded(person.name));
    if (this.found.value?.person.id === person.id) this.found.value = { ...this.found.value, isNew: !isDone };
    return isDone;
  }
  remove = (id: number) => this.#try(() => this.repository.friends.remove(id));
  favour = (id: number, on: boolean) => this.#try(() => this.repository.friends.favour(id, on));
  hide = (id: number, on: boolean) => this.#try(() => this.repository.friends.hide(id, on).then(() => this.repository.friends.loadPutAway()));
  block = (id: number, on: boolean) => this.#try(() => this.repository.friends.block(id, on).then(() => this.repository.friends.loadPutAway()));

  async #try(step: () => Promise<void>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      this.toasts.show(sentenceOf(error, words.value));
      return false;
    }
  }
}
