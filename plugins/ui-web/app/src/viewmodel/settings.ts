// What is behind the account: the devices it is signed in on, its password, people put away.
import { computed, signal } from '@preact/signals';
import { asRefusal } from '../network/refusal';
import { device } from '../repository/decode';
import type { Device } from '../repository/model';
import type { Repository } from '../repository/repository';
import { sentenceOf } from './sentence';
import type { Toasts } from './toasts';
import { words } from './words/words';

// "Chrome · Windows" says more than the whole line a browser calls itself.
export function deviceName(agent: string): string {
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari', 'CocoTalk'].find((name) => agent.includes(`${name}/`)); // most claim to be those after them
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' };
  return [browser, system].filter((part) => part !== undefined).map((part) => names[part] ?? part).join(' · ') || agent.slice(0, 60);
}

export class Settings {
  readonly devices = signal<Device[]>([]);
  readonly isAdmin = signal(false);
  readonly oldPassword = signal('');
  readonly newPassword = signal('');
  readonly trouble = signal('');
  readonly canChange = computed(() => this.oldPassword.value !== '' && this.newPassword.value !== '');
  readonly install = signal<(() => void) | undefined>(undefined); // when the browser offers it

  constructor(private readonly repository: Repository, private readonly toasts: Toasts) {}

  async load(): Promise<void> {
    await this.#try(async () => {
      this.devices.value = (await this.repository.link.ask<any[]>('session.list')).map(device);
      await this.repository.friends.loadPutAway();
    });
    this.isAdmin.value = await this.repository.link.ask('admin.status').then(() => true, () => false); // nothing else says so
  }

  async endDevice(id: string): Promise<void> {
    await this.#try(() => this.repository.link.ask('session.end', { session: id }));
    await this.load();
  }

  async changePassword(): Promise<void> {
    this.trouble.value = '';
    try {
      await this.repository.link.ask('account.password', { password: this.oldPassword.value, newPassword: this.newPassword.value });
      this.oldPassword.value = this.newPassword.value = '';
      this.toasts.show(words.value.passwordChanged);
      await this.load();
    } catch (error) {
      this.trouble.value = asRefusal(error).code === 'BAD_REQUEST' ? words.value.errOldPassword : sentenceOf(error, words.value);
    }
  }

  async #try(step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.toasts.show(sentenceOf(error, words.value));
    }
  }
}
