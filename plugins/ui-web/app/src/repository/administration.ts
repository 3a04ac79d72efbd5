// What the host shows an administrator, and what he may ask of it: the commands admin.* of docs/commands.md.
import type { Link } from '../network/link';

export type Amount = number | null; // null: not known yet
export type Health = 'ok' | 'degraded' | 'failed';
export type PluginState = 'running' | 'degraded' | 'failed' | 'left out' | 'retiring';

export interface Now {
  connections: Amount;
  messagesPerSecond: Amount;
  deliveriesPerSecond: Amount;
  commitsPerSecond: Amount;
  commitMs: Amount;
  commitQueue: Amount;
  readQueue: Amount;
  outboxBytes: Amount;
}
export interface Plugin {
  id: string;
  version: string;
  file: string;
  builtWith: string;
  state: PluginState;
  sentence: string;
  calls: number;
  errors: number;
  meanUs: Amount;
  provides: string[];
  canBeReplaced: boolean;
}
export interface Status {
  host: { version: string; startedAt: number; status: Health };
  now: Now;
  plugins: Plugin[];
}
// Oldest first; the last value is that of `until`.
export interface History {
  everyMs: number;
  until: number;
  connections: Amount[];
  messagesPerSecond: Amount[];
  commitMs: Amount[];
}
export interface Account {
  id: number;
  cid: string;
  username: string;
  role: string;
  rooms: number;
  sessions: number;
  online: boolean;
}
export interface ListedRoom {
  id: string;
  name: string;
  kind: string;
  members: number;
  messages: number;
  lastAt: number | null;
}
export interface ListedSession {
  id: string;
  account: number;
  cid: string;
  kind: string;
  since: number;
  seenAt: number | null; // now, where it has an open link
}
export interface PluginFile {
  file: string; // its name in one of the host's plugin folders
  id: string;
  version: string;
}
// Where a list goes on: what the host said, given back as it is.
export type After = string | number;
export interface Slice<Row> {
  rows: Row[];
  next: After | undefined;
}

// `every_ms` is `everyMs` here; otherwise these are the host's own shapes.
const camel = (value: any): any =>
  Array.isArray(value) ? value.map(camel)
  : value instanceof Object ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name.replace(/_./g, (found) => found[1]!.toUpperCase()), camel(each)]))
  : value;

export class Administration {
  constructor(private readonly link: Link) {}

  status = (): Promise<Status> => this.#ask('status');
  history = (): Promise<History> => this.#ask('history');

  accounts = (query: string, after?: After): Promise<Slice<Account>> => this.#list('accounts', { ...(query ? { query } : {}), ...from(after) });
  rooms = (after?: After): Promise<Slice<ListedRoom>> => this.#list('rooms', from(after));
  // `of`: of this account alone.
  sessions = (of?: number, after?: After): Promise<Slice<ListedSession>> => this.#list('sessions', { ...(of === undefined ? {} : { account: of }), ...from(after) });

  endSession = ({ account, id }: ListedSession): Promise<void> => this.#ask('session-end', { account, session: id });

  pluginFiles = async (): Promise<PluginFile[]> => (await this.#ask('plugin-files')).files;
  // What the host did, line by line; a refusal's message says why it did not.
  replace = async (plugin: string, file: string): Promise<string[]> => (await this.#ask('plugin-replace', { plugin, file })).lines;
  reload = async (): Promise<string[]> => (await this.#ask('reload')).lines;

  async #list<Row>(name: string, json: object): Promise<Slice<Row>> {
    const answer = await this.#ask(name, json);
    return { rows: answer[name], next: answer.next };
  }
  #ask = async (name: string, json: object = {}): Promise<any> => camel(await this.link.ask(`admin.${name}`, json));
}

const from = (after: After | undefined): object => (after === undefined ? {} : { after });
