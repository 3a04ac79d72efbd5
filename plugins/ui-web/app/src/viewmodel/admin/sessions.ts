// Who is signed in, on what, since when; and ending it.
import { signal } from '@preact/signals';
import type { Account, Administration, ListedSession } from '../../repository/administration';
import { Listing } from './listing';
import { Order } from './order';

export class Sessions {
  readonly of = signal<Pick<Account, 'id' | 'cid'> | undefined>(undefined); // of this account alone
  readonly list: Listing<ListedSession>;
  readonly order = new Order();

  constructor(private readonly administration: Administration) {
    this.list = new Listing((after) => administration.sessions(this.of.value?.id, after));
  }

  show(account: Pick<Account, 'id' | 'cid'> | undefined): Promise<void> {
    this.of.value = account;
    return this.list.restart();
  }

  // Whether it is ended; why not is the order's outcome.
  async end(session: ListedSession): Promise<boolean> {
    await this.order.give(() => this.administration.endSession(session).then(() => []));
    return this.order.outcome.value?.kind === 'done';
  }
}
