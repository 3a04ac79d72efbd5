// Making an account: with a code by e-mail where the host asks for one, with a picture if one likes; then it is signed in.
import { computed, signal } from '@preact/signals';
import { asRefusal } from '../network/refusal';
import type { Rest } from '../network/rest';
import type { Repository } from '../repository/repository';
import { isPicture } from './picture';
import { sentenceOf } from './sentence';
import { words } from './words/words';

export class SignUp {
  readonly fields = { cid: signal(''), password: signal(''), name: signal(''), email: signal(''), phone: signal('') };
  readonly code = signal('');
  readonly codeState = signal<'none' | 'sent' | 'right' | 'wrong'>('none');
  readonly picture = signal<File | undefined>(undefined);
  readonly trouble = signal('');
  readonly isBusy = signal(false);
  readonly canGo = computed(() => !this.isBusy.value && Object.values(this.fields).every(({ value }) => value.trim() !== ''));

  constructor(private readonly repository: Repository, private readonly rest: Rest) {}

  choosePicture(file: File | undefined): void {
    const isGood = !file || isPicture(file);
    this.trouble.value = isGood ? '' : words.value.errPicture;
    if (isGood) this.picture.value = file;
  }

  async sendCode(): Promise<void> {
    await this.#try(async () => {
      await this.rest.call('POST', '/auth/email/issue', { body: { email: this.fields.email.value.trim() } });
      this.codeState.value = 'sent';
    });
  }

  async checkCode(): Promise<void> {
    await this.#try(async () => {
      const { isValid } = await this.rest.call('POST', '/auth/email/validation', { body: { email: this.fields.email.value.trim(), code: this.code.value.trim() } });
      this.codeState.value = isValid ? 'right' : 'wrong';
    });
  }

  async go(): Promise<void> {
    if (!this.canGo.value) return;
    await this.#try(async () => {
      await this.rest.call('POST', '/auth/signup', { body: this.#form() });
      await this.repository.signIn(this.fields.cid.value.trim(), this.fields.password.value, false);
    });
  }

  // The picture counts only with a thumbnail; the same file stands for "make one".
  #form(): FormData {
    const { cid, password, name, email, phone } = this.fields;
    const form = new FormData();
    const texts = { cid: cid.value.trim(), password: password.value, username: name.value.trim(), nickname: name.value.trim(), email: email.value.trim(), phone: phone.value.trim(), status: '0' };
    for (const [key, value] of Object.entries(texts)) form.append(key, value);
    const picture = this.picture.value;
    if (picture) for (const part of ['profileImg', 'profileImgThumb']) form.append(part, picture, picture.name);
    return form;
  }

  // BAD_REQUEST of a sign-up whose fields are fine: an address that was not verified where that is asked for.
  async #try(step: () => Promise<void>): Promise<void> {
    this.isBusy.value = true;
    this.trouble.value = '';
    try {
      await step();
    } catch (error) {
      const isUnverified = asRefusal(error).code === 'BAD_REQUEST' && this.codeState.value !== 'right';
      this.trouble.value = isUnverified ? words.value.errEmail : sentenceOf(error, words.value);
    } finally {
      this.isBusy.value = false;
    }
  }
}
