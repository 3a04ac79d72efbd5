import { beforeEach, expect, test } from 'vitest';
import { settle } from '../fake_host';
import { chat, FakeService, roomId } from '../fake_service';

let service: FakeService;
beforeEach(() => void (service = new FakeService()));

test('what a page needs is loaded with the link, and again when it is back', async () => {
  const repository = await service.started();
  expect([repository.me.value?.name, repository.friends.list.value.length, repository.rooms.list.value[0]?.unread]).toEqual(['anna', 1, 1]);
  service.messages.push(chat(4));
  service.host.drop();
  repository.link.hurry();
  await settle();
  expect(repository.rooms.list.value[0]?.last?.text).toBe('m4');
});

test('the newest state of a room replaces the one before and keeps its members; a room one left goes', async () => {
  const repository = await service.started();
  service.host.tell('/me', 'room', { room: service.head, last: chat(9), unread: 5, mentioned: true, seq: 9, joining: true, muted: false, pinned: true });
  expect(repository.rooms.get(roomId)).toMatchObject({ unread: 5, mentioned: true, pinned: true, members: [{ name: 'anna' }, { name: 'ben' }] });
  service.host.tell('/me', 'room', { room: service.head, last: null, unread: 0, seq: 9, joining: false });
  expect(repository.rooms.list.value).toEqual([]);
});

test('a session that was replaced says so, and is forgotten', async () => {
  const repository = await service.started();
  service.host.drop(4009);
  await settle();
  expect([repository.over.value, repository.isSignedIn.value, service.session]).toEqual(['replaced', false, undefined]);
});

test('the word of an ending comes before its close, and is enough', async () => {
  const repository = await service.started();
  service.host.tell('/me', 'ended', { code: 4009, reason: 'replaced' });
  await settle();
  expect(repository.over.value).toBe('replaced');
});

test('one whose token cannot be renewed asks whether another device took its place', async () => {
  service.restAnswers['GET /auth/reissue'] = () => ({ isSuccess: false, code: 2004 });
  service.restAnswers['GET /auth/device'] = () => ({ isSuccess: true, result: { isValid: false } });
  const repository = await service.started();
  service.host.drop(4001);
  await settle();
  expect(repository.over.value).toBe('replaced');
});

test('without a network a session is kept, whatever its token', async () => {
  const repository = await service.started();
  service.host.drop(4001);
  await settle();
  expect([repository.over.value, repository.link.state.value, service.session?.accessToken]).toEqual([undefined, 'waiting', 'a']);
});
