// What is being written: kept while one is elsewhere, sent without waiting for anybody.
import { computed, signal } from '@preact/signals';
import type { Member, Message } from '../repository/model';
import type { OpenRoom } from '../repository/open_room';
import type { Repository } from '../repository/repository';
import { summary } from './format';
import { matches } from './hangul';
import { sentenceOf } from './sentence';
import type { Toasts } from './toasts';
import { words } from './words/words';

const drafts = new Map<string, string>(); // by account and room
const typingEveryMs = 2_500;

export const kindOfFile = (file: Blob): 'photo' | 'video' | 'file' =>
  /^image\/(jpeg|png|gif|webp)$/.test(file.type) ? 'photo' : file.type === 'video/mp4' ? 'video' : 'file';

export class Composer {
  readonly text = signal('');
  readonly replyTo = signal<Message | undefined>(undefined);
  readonly editing = signal<Message | undefined>(undefined);
  readonly isEmpty = computed(() => this.text.value.trim() === '');
  #key: string;
  #told = 0; // when the others were last told that one types
  #mentioned = new Map<string, number>(); // @name → account

  constructor(private readonly roomId: string, private readonly open: OpenRoom, private readonly repository: Repository, private readonly toasts: Toasts, private readonly onSent: () => void) {
    this.#key = `${repository.me.value?.id}/${roomId}`;
    this.text.value = drafts.get(this.#key) ?? '';
  }

  close(): void {
    if (!this.editing.value) drafts.set(this.#key, this.text.value);
  }

  type(text: string): void {
    this.text.value = text;
    const now = Date.now();
    if (text && now - this.#told > typingEveryMs) {
      this.#told = now;
      this.open.tellTyping(true);
    } else if (!text && this.#told) this.#stopTyping();
  }

  reply(message: Message): void {
    this.cancel();
    this.replyTo.value = message;
  }

  edit(message: Message): void {
    if (!this.editing.value) drafts.set(this.#key, this.text.value);
    this.replyTo.value = undefined;
    this.editing.value = message;
    this.text.value = message.text;
  }

  cancel(): void {
    if (this.editing.value) this.text.value = drafts.get(this.#key) ?? '';
    this.editing.value = this.replyTo.value = undefined;
  }

  // Members whose name is being written after an @ at the end of the text.
  readonly candidates = computed<Member[]>(() => {
    const found = /(?:^|\s)@(\S*)$/.exec(this.text.value);
    if (!found) return [];
    const others = this.open.members.value.filter(({ id }) => id !== this.repository.me.value?.id);
    return others.filter(({ name }) => matches(found[1]!, name) && name !== found[1]).slice(0, 5);
  });
  mention(member: Member): void {
    this.#mentioned.set(`@${member.name}`, member.id);
    this.text.value = this.text.value.replace(/@(\S*)$/, `@${member.name} `);
  }

  send(): void {
    const text = this.text.value.trim();
    if (!text) return;
    if (this.editing.value) return void this.#saveEdit(this.editing.value, text);
    const mentions = [...this.#mentioned].filter(([name]) => text.includes(name)).map(([, id]) => id);
    this.repository.outbox.post({ roomId: this.roomId, kind: 'text', text, ...this.#quote(), ...(mentions.length ? { mentions } : {}) });
    this.#sent();
  }

  sendFiles(files: Iterable<File>): void {
    for (const file of files) {
      this.repository.outbox.post({ roomId: this.roomId, kind: kindOfFile(file), text: '', file, fileName: file.name || 'file', ...this.#quote() });
      this.replyTo.value = undefined;
    }
    this.onSent();
  }

  // What was refused comes back to be written otherwise.
  takeBack(letterId: string): void {
    const letter = this.repository.outbox.letters.value.find(({ id }) => id === letterId);
    this.repository.outbox.drop(letterId);
    if (letter?.kind === 'text') this.text.value = this.text.value ? `${letter.text}\n${this.text.value}` : letter.text;
  }

  #quote() {
    const message = this.replyTo.value;
    return message ? { replyTo: { messageId: message.id, sender: message.sender, text: summary(message, words.value) } } : {};
  }

  #sent(): void {
    this.text.value = '';
    this.replyTo.value = undefined;
    this.#mentioned.clear();
    this.#told = 0; // a message ends it
    drafts.delete(this.#key);
    this.onSent();
  }

  async #saveEdit(message: Message, content: string): Promise<void> {
    try {
      if (content !== message.text) await this.repository.link.ask('message.edit', { roomId: this.roomId, messageId: message.id, content });
      this.cancel();
    } catch (error) {
      this.toasts.show(sentenceOf(error, words.value)); // what was typed stays
    }
  }

  #stopTyping(): void {
    this.#told = 0;
    this.open.tellTyping(false);
  }
}
