// The accounts of the host, found as one types.
import { effect, signal } from '@preact/signals';
import type { Account, Administration } from '../../repository/administration';
import { Listing } from './listing';

const afterMs = 250; // of rest

export class Accounts {
  readonly query = signal('');
  readonly list: Listing<Account>;
  readonly dispose: () => void;

  // `look`: shows what a question is answered, or that it is not.
  constructor(administration: Administration, look: (step: () => Promise<void>) => Promise<void>) {
    this.list = new Listing((after) => administration.accounts(this.query.value.trim(), after));
    let asked = '';
    this.dispose = effect(() => {
      const query = this.query.value.trim();
      if (query === asked) return;
      asked = query;
      const timer = setTimeout(() => void look(this.list.restart), afterMs);
      return () => clearTimeout(timer);
    });
  }
}
