// A repository over a fake host that knows two people and one room.
import { Rest } from '../src/network/rest';
import type { SendForm } from '../src/network/upload';
import { memoryStore } from '../src/repository/outbox_store';
import { Repository } from '../src/repository/repository';
import type { Session } from '../src/repository/session';
import { FakeHost, settle } from './fake_host';

export const roomId = '61fca964bd38314549649235';
const profile = '{"profile":null,"background":null,"message":null}';
export const user = (id: number, name: string) => ({ id, cid: name, username: name, nickname: name, birth: null, phone: null, email: null, status: 0, profile });
export const member = (id: number, name: string, readSeq = 0, here = false) => ({ userId: id, username: name, profile, joining: true, enteredAt: '2026-01-01T00:00:00.000', here, readSeq });
export const chat = (number: number, userId = 2, changes: object = {}) => ({
  id: `0000000000000000${number.toString(16).padStart(8, '0')}`, roomId, number, seq: number, userId, content: `m${number}`, type: 0, sentAt: '2026-01-01T00:00:00.000', ...changes,
});

export class FakeService {
  host = new FakeHost();
  rest: [string, string, any][] = [];
  restAnswers: Record<string, (body: any) => unknown> = { 'POST /auth/signin': () => ({ isSuccess: true, result: { accessToken: 'a', refreshToken: 'r' } }) };
  session: Session | undefined;
  sendForm: SendForm = () => ({ done: Promise.resolve('http://h/files/chat/a.png'), cancel: () => {} });
  messages = [chat(1), chat(2), chat(3)];
  members = [member(1, 'anna', 2), member(2, 'ben', 3)];
  head = { id: roomId, roomname: 'room', img: null, type: 1 };

  constructor() {
    Object.assign(this.host.answers, {
      'profile.get': () => user(1, 'anna'),
      'friends.list': () => [{ friend: user(2, 'ben'), type: 0, favourite: false }],
      'room.list': () => [{ room: { ...this.head, members: this.members }, recentChatMessage: this.messages[this.messages.length - 1], unreadNumber: 1, seq: 3 }],
      'room.tail': () => ({ room: { ...this.head, members: this.members }, messageList: this.messages.slice(-20), seq: this.messages.length, notice: null }),
      'room.get': () => ({ ...this.head, members: this.members, notice: null }),
      'room.messages': ({ from, count }: any) => this.messages.slice(from - 1, from - 1 + count),
    });
  }

  restClient(): Rest {
    return new Rest('', (async (path: string, { method, body }: any) => {
      this.rest.push([method, path, body]);
      const answer = this.restAnswers[`${method} ${path}`];
      if (!answer) throw new TypeError('failed to fetch');
      return new Response(JSON.stringify(answer(typeof body === 'string' ? JSON.parse(body) : body)));
    }) as typeof fetch);
  }

  repository(): Repository {
    return new Repository({
      rest: this.restClient(), openSocket: this.host.open, outboxStore: memoryStore(), sendForm: (...args) => this.sendForm(...args),
      sessionStore: { read: () => this.session, write: (session) => void (this.session = session) },
    });
  }

  // Signed in and loaded.
  async started(): Promise<Repository> {
    this.session = { accessToken: 'a', refreshToken: 'r', stays: false };
    const repository = this.repository();
    repository.start();
    await settle();
    return repository;
  }
}
