import { beforeEach, expect, test, vi } from 'vitest';
import type { OpenRoom } from '../../src/repository/open_room';
import type { Repository } from '../../src/repository/repository';
import { settle } from '../fake_host';
import { chat, FakeService, roomId } from '../fake_service';

let service: FakeService, repository: Repository, room: OpenRoom;
beforeEach(async () => {
  service = new FakeService();
  repository = await service.started();
  room = repository.openRoom(roomId);
  await settle();
});
const texts = () => room.timeline.between(1, 1000).map(({ text }) => text);
const event = (number: number, changes: object = {}) => ({ ...chat(number), messageId: chat(number).id, ...changes });
const from = () => service.host.socket.sent('SUBSCRIBE').filter(({ headers }) => headers['destination'] === `/room/${roomId}`).map(({ headers }) => headers['from-seq']);

test('it hears what comes after its tail, and resumes there', async () => {
  expect(texts()).toEqual(['m1', 'm2', 'm3']);
  expect(from()).toEqual(['3']);
  service.host.tell(`/room/${roomId}`, 'message', event(4), 4);
  service.host.drop();
  repository.link.hurry();
  await settle();
  expect(from()).toEqual(['4']);
  service.host.tell(`/room/${roomId}`, 'message', event(4), 4);
  service.host.tell(`/room/${roomId}`, 'message', event(5), 5);
  expect(texts()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
});

test('a gap and another store load it anew', async () => {
  service.messages.push(chat(4), chat(5));
  service.host.tell(`/room/${roomId}`, 'gap', undefined);
  await settle();
  expect(texts()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
  service.messages = [chat(1)];
  service.host.epoch = 'e2';
  service.host.drop();
  repository.link.hurry();
  await settle();
  expect(texts()).toEqual(['m1']);
});

test('who is here has read everything; who goes has read what there was', () => {
  const ben = () => room.members.value.find(({ id }) => id === 2)!;
  service.host.tell(`/room/${roomId}/live`, 'here', { userId: 2, here: true });
  expect(ben().here).toBe(true);
  service.host.tell(`/room/${roomId}`, 'message', event(4, { userId: 1 }), 4);
  service.host.tell(`/room/${roomId}/live`, 'here', { userId: 2, here: false });
  expect(ben()).toMatchObject({ here: false, readSeq: 4 });
  service.host.tell(`/room/${roomId}/live`, 'read', { userId: 2, readSeq: 2 });
  expect(ben().readSeq).toBe(4);
});

test('who types is shown until his message comes, oneself never', () => {
  service.host.tell(`/room/${roomId}/live`, 'typing', { userId: 2, typing: true });
  service.host.tell(`/room/${roomId}/live`, 'typing', { userId: 1, typing: true });
  expect(room.typing.value).toEqual([2]);
  service.host.tell(`/room/${roomId}`, 'message', event(4), 4);
  expect(room.typing.value).toEqual([]);
});

test('it is looked at only while somebody sees it, also after the link was lost', async () => {
  const looks = () => service.host.asked.filter(([name]) => name === 'room.enter' || name === 'room.away').map(([name]) => name);
  room.look(true);
  await settle();
  service.host.drop();
  repository.link.hurry();
  await settle();
  room.look(false);
  await settle();
  expect(looks()).toEqual(['room.enter', 'room.enter', 'room.away']);
});

test('older messages come in pages, each asked for once', async () => {
  service.messages = Array.from({ length: 100 }, (_, i) => chat(i + 1));
  const other = repository.openRoom(roomId);
  await settle();
  const asked = () => service.host.asked.filter(([name]) => name === 'room.messages').map(([, { from }]) => from);
  expect(asked(), 'a screenful comes by itself').toEqual([21, 41, 61]);
  await other.load(1, 100);
  await other.load(1, 100);
  expect(asked()).toEqual([21, 41, 61, 1]);
  expect(other.timeline.between(1, 100)).toHaveLength(100);
});

test('the first message of a day is found without reading what is between', async () => {
  service.messages = Array.from({ length: 1000 }, (_, i) => chat(i + 1, 2, { sentAt: new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString().slice(0, 23) }));
  const other = repository.openRoom(roomId);
  await settle();
  const before = service.host.asked.length;
  expect(await other.numberAt(Date.UTC(2026, 0, 11))).toBe(241);
  expect(service.host.asked.length - before).toBeLessThan(12);
});

test('a subscription that is refused is tried again, later and later, until it is granted', async () => {
  vi.useFakeTimers();
  service.host.refuses.add(`/room/${roomId}`);
  const tails = () => service.host.asked.filter(([name]) => name === 'room.tail').length;
  const before = tails();
  const other = repository.openRoom(roomId);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(tails() - before).toBeGreaterThan(2);
  expect(tails() - before).toBeLessThan(8);
  service.host.refuses.clear();
  await vi.advanceTimersByTimeAsync(15_000);
  const granted = tails();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(tails()).toBe(granted);
  other.close();
  vi.useRealTimers();
});
