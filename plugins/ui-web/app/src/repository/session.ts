// Who is signed in here. A window has its own session; who wants to stay signed in shares it with the windows opened later.
import type { Rest } from '../network/rest';
import { asRefusal } from '../network/refusal';

export interface Session {
  accessToken: string;
  refreshToken: string;
  stays: boolean; // also when the browser was closed
}
export interface SessionStore {
  read(): Session | undefined;
  write(session: Session | undefined): void;
}

const key = 'cocotalk.session';

export const browserStore = (own: Storage = sessionStorage, shared: Storage = localStorage): SessionStore => ({
  read() {
    const text = own.getItem(key) ?? shared.getItem(key);
    const session = text ? (JSON.parse(text) as Session) : undefined;
    const newer = session?.stays ? shared.getItem(key) : null; // another window may have renewed it
    return newer ? (JSON.parse(newer) as Session) : session;
  },
  write(session) {
    if (!session || session.stays) own.removeItem(key);
    if (session) (session.stays ? shared : own).setItem(key, JSON.stringify(session));
    else if (!own.getItem(key)) shared.removeItem(key);
  },
});

export class Sessions {
  #renewing: Promise<boolean> | undefined;
  constructor(private readonly rest: Rest, private readonly store: SessionStore) {}

  get current(): Session | undefined {
    return this.store.read();
  }

  async signIn(cid: string, password: string, stays: boolean): Promise<void> {
    const tokens = await this.rest.call('POST', '/auth/signin', { body: { cid, password } });
    this.forget();
    this.store.write({ accessToken: tokens.accessToken, refreshToken: tokens.refreshToken, stays });
  }

  // False: the session is over. Throws Refusal when nobody could be asked. One at a time.
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(): Promise<boolean> {
    const session = this.current;
    if (!session) return false;
    try {
      const tokens = await this.rest.call('GET', '/auth/reissue', { headers: { 'X-REFRESH-TOKEN': session.refreshToken } });
      this.store.write({ ...tokens, stays: session.stays });
      return true;
    } catch (error) {
      if (asRefusal(error).status !== 'unauthorized') throw error;
      return this.current !== undefined && this.current.refreshToken !== session.refreshToken;
    }
  }

  // Whether another device took this session's place: asked when it could not be renewed.
  async isReplaced(): Promise<boolean> {
    const token = this.current?.accessToken ?? '';
    const answer = await this.rest.call('GET', '/auth/device', { headers: { 'X-ACCESS-TOKEN': token } }).catch(() => undefined);
    return answer?.isValid === false;
  }

  async signOut(): Promise<void> {
    const session = this.current;
    this.forget();
    if (session) await this.rest.call('GET', '/auth/signout', { headers: { 'X-REFRESH-TOKEN': session.refreshToken } }).catch(() => {});
  }

  forget(): void {
    this.store.write(undefined);
  }

  // A REST call with the access token, which is renewed once when it has ended.
  async call<T = any>(method: string, path: string, body?: object): Promise<T> {
    const ask = () => this.rest.call<T>(method, path, { ...(body ? { body } : {}), headers: { 'X-ACCESS-TOKEN': this.current?.accessToken ?? '' } });
    try {
      return await ask();
    } catch (error) {
      if (asRefusal(error).status !== 'unauthorized' || !(await this.renew())) throw error;
      return ask();
    }
  }
}
