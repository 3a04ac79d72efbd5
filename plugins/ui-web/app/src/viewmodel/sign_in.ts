// Signing in: what was typed stays until it worked.
import { computed, signal } from '@preact/signals';
import { asRefusal } from '../network/refusal';
import type { Repository } from '../repository/repository';
import { sentenceOf } from './sentence';
import { words } from './words/words';

export class SignIn {
  readonly cid = signal('');
  readonly password = signal('');
  readonly stays = signal(false);
  readonly trouble = signal('');
  readonly isBusy = signal(false);
  readonly canGo = computed(() => !this.isBusy.value && this.cid.value.trim() !== '' && this.password.value !== '');

  constructor(private readonly repository: Repository) {}

  async go(): Promise<void> {
    if (!this.canGo.value) return;
    this.isBusy.value = true;
    this.trouble.value = '';
    try {
      await this.repository.signIn(this.cid.value.trim(), this.password.value, this.stays.value);
      this.password.value = '';
    } catch (error) {
      this.trouble.value = asRefusal(error).code === 'BAD_REQUEST' ? words.value.errPassword : sentenceOf(error, words.value);
    } finally {
      this.isBusy.value = false;
    }
  }
}
