// The administrator's page: how the host is, looked at again every few seconds while somebody watches, and what one does about it.
import { effect, signal, untracked } from '@preact/signals';
import { asRefusal } from '../../network/refusal';
import { Administration, type Account, type History, type ListedRoom, type ListedSession, type Plugin, type Status } from '../../repository/administration';
import type { Repository } from '../../repository/repository';
import { sentenceOf } from '../sentence';
import type { Toasts } from '../toasts';
import { adminWords } from '../words/admin_words';
import { words } from '../words/words';
import { Accounts } from './accounts';
import { Listing } from './listing';
import { Order } from './order';
import { Replacement } from './replacement';
import { Sessions } from './sessions';
import { Watch } from './watch';

export const sections = ['plugins', 'accounts', 'rooms', 'sessions'] as const;
export type Section = (typeof sections)[number];
export type AdminDialog = { kind: 'replace'; replacement: Replacement } | { kind: 'reload'; order: Order } | { kind: 'end-session'; session: ListedSession };

const everyMs = 3000;

export class Admin {
  readonly access = signal<'asking' | 'allowed' | 'refused'>('asking');
  readonly status = signal<Status | undefined>(undefined);
  readonly history = signal<History | undefined>(undefined);
  readonly trouble = signal(''); // why what is shown is not the newest
  readonly section = signal<Section>('plugins');
  readonly dialog = signal<AdminDialog | undefined>(undefined);
  readonly accounts: Accounts;
  readonly rooms: Listing<ListedRoom>;
  readonly sessions: Sessions;
  readonly dispose: () => void;
  readonly #administration: Administration;
  readonly #watch = new Watch(everyMs, () => this.#look());
  #historyAt = 0;

  constructor(readonly repository: Repository, private readonly toasts: Toasts, private readonly now: () => number = Date.now) {
    this.#administration = new Administration(repository.link);
    this.accounts = new Accounts(this.#administration, (step) => this.try(step));
    this.rooms = new Listing((after) => this.#administration.rooms(after));
    this.sessions = new Sessions(this.#administration);
    const unfollow = effect(() => {
      if (repository.link.state.value === 'open') untracked(() => void this.#watch.now());
    });
    this.dispose = () => [unfollow, this.accounts.dispose, () => this.#watch.watch(false)].forEach((end) => end());
  }

  // Whether somebody sees the page.
  watch = (isSeen: boolean): void => this.#watch.watch(isSeen);

  go(section: Section): void {
    if (this.section.value === section) return;
    this.section.value = section;
    void this.try(() => this.#shownList()?.refresh());
  }

  showSessionsOf(account: Pick<Account, 'id' | 'cid'> | undefined): void {
    this.section.value = 'sessions';
    void this.try(() => this.sessions.show(account));
  }

  askToReplace(plugin: Plugin): void {
    const replacement = new Replacement(plugin, this.#administration);
    this.dialog.value = { kind: 'replace', replacement };
    void replacement.load();
  }
  askToReload = (): void => void (this.dialog.value = { kind: 'reload', order: new Order() });
  reload = (order: Order): Promise<void> => order.give(() => this.#administration.reload());

  askToEnd(session: ListedSession): void {
    this.sessions.order.forget();
    this.dialog.value = { kind: 'end-session', session };
  }
  async end(session: ListedSession): Promise<void> {
    if (!(await this.sessions.end(session))) return;
    this.closeDialog();
    this.toasts.show(adminWords.value.sessionEnded(session.cid));
  }

  // What was done shows at once.
  closeDialog(): void {
    this.dialog.value = undefined;
    void this.#watch.now();
  }

  async try(step: () => Promise<void> | undefined): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.toasts.show(sentenceOf(error, words.value));
    }
  }

  #shownList(): { refresh(): Promise<void> } | undefined {
    const { accounts, rooms, sessions } = this;
    return { plugins: undefined, accounts: accounts.list, rooms, sessions: sessions.list }[this.section.value];
  }

  async #look(): Promise<void> {
    try {
      this.status.value = await this.#administration.status();
      this.access.value = 'allowed';
      await Promise.all([this.#lookBack(), this.#shownList()?.refresh()]);
      this.trouble.value = '';
    } catch (error) {
      if (asRefusal(error).status === 'denied') this.access.value = 'refused';
      else this.trouble.value = sentenceOf(error, words.value);
    }
  }

  // A value is added to the history every few looks only.
  async #lookBack(): Promise<void> {
    if (this.history.value && this.now() - this.#historyAt < this.history.value.everyMs) return;
    this.history.value = await this.#administration.history();
    this.#historyAt = this.now();
  }
}
