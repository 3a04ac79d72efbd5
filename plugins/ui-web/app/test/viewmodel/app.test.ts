import { beforeEach, expect, test, vi } from 'vitest';
import { App } from '../../src/viewmodel/app';
import { words } from '../../src/viewmodel/words/words';
import { settle } from '../fake_host';
import { chat, FakeService, roomId, user } from '../fake_service';

let service: FakeService, app: App;
beforeEach(async () => {
  service = new FakeService();
  app = new App(await service.started(), service.restClient());
});
const state = (changes: object) => ({ room: service.head, last: chat(9), unread: 1, seq: 9, joining: true, muted: false, pinned: false, ...changes });
const said = () => service.host.asked.filter(([name]) => name === 'room.send').map(([, json]) => json);

test('a room opens with what was said, and what is typed is shown at once, before anybody answers', async () => {
  app.openRoom(roomId);
  await settle();
  const room = app.conversation.value!;
  expect(room.title.value).toBe('room');
  service.host.isSilent = true;
  room.composer.type('hello');
  room.composer.send();
  const last = room.rows.value[room.rows.value.length - 1];
  expect(last).toMatchObject({ kind: 'bubble', mine: true, letter: { text: 'hello' } });
  expect(room.composer.text.value).toBe('');
});

test('what is no picture is not sent, and a sentence says what is one', async () => {
  await app.setPicture('img', new File(['x'], 'a.txt', { type: 'text/plain' }));
  expect(app.toasts.text.value).toBe(words.value.errPicture);
});

test('drafts stay while one is elsewhere, and an edit gives the draft back', async () => {
  app.openRoom(roomId);
  await settle();
  app.conversation.value!.composer.type('half a sent');
  app.closeRoom();
  app.openRoom(roomId);
  await settle();
  const { composer, open } = app.conversation.value!;
  expect(composer.text.value).toBe('half a sent');
  composer.edit(open.timeline.messages.get(1)!);
  expect(composer.text.value).toBe('m1');
  composer.cancel();
  expect(composer.text.value).toBe('half a sent');
});

test('what was typed when the session was replaced is there after signing in, and not for somebody else', async () => {
  const draftAfter = async (id: number) => {
    service.host.answers['profile.get'] = () => user(id, `n${id}`);
    await app.repository.signIn('x', 'y', false);
    await settle();
    app.openRoom(roomId);
    await settle();
    const draft = app.conversation.value!.composer.text.value;
    app.conversation.value!.composer.type(`of ${id}`);
    service.host.drop(4009);
    await settle();
    return draft;
  };
  service.host.drop(4009);
  await settle();
  await draftAfter(7);
  expect(await draftAfter(8)).toBe('');
  expect(await draftAfter(7)).toBe('of 7');
});

test('an edit that is refused says so and keeps what was typed', async () => {
  service.host.answers['message.edit'] = () => {
    throw ['invalid', { code: 'BAD_REQUEST' }];
  };
  app.openRoom(roomId);
  await settle();
  const { composer, open } = app.conversation.value!;
  composer.edit(open.timeline.messages.get(1)!);
  composer.type('better');
  composer.send();
  await settle();
  expect([composer.text.value, app.toasts.text.value]).toEqual(['better', words.value.errInvalid]);
});

test('replies quote, mentions name accounts, and names are proposed as they are typed', async () => {
  app.openRoom(roomId);
  await settle();
  const { composer, open } = app.conversation.value!;
  composer.reply(open.timeline.messages.get(2)!);
  composer.type('look @b');
  expect(composer.candidates.value.map(({ name }) => name)).toEqual(['ben']);
  composer.mention(composer.candidates.value[0]!);
  composer.send();
  await settle();
  expect(said()[0]).toMatchObject({ content: 'look @ben', mentions: [2], 'reply-to': chat(2).id });
});

test('the person is told of what is said elsewhere, and not of what is seen, muted or his own', () => {
  const told = vi.fn();
  app.onMessage = told;
  const hear = (changes: object) => service.host.tell('/me', 'room', state(changes));
  hear({ last: chat(10) });
  hear({ last: chat(10), unread: 1 });
  hear({ last: chat(11), muted: true });
  hear({ last: chat(12, 1) });
  hear({ last: chat(13), unread: 0 });
  expect(told).toHaveBeenCalledTimes(1);
});

test('a room that was left closes, and a lost link is told of once when it is back', async () => {
  app.openRoom(roomId);
  await settle();
  service.host.drop();
  app.repository.link.hurry();
  await settle();
  expect(app.toasts.text.value).toBe(words.value.backOnline);
  service.host.tell('/me', 'room', state({ joining: false }));
  expect(app.conversation.value).toBeUndefined();
});

test('a chat with a friend is the one there is, or a new one', async () => {
  service.host.answers['room.private'] = () => ({ id: null, type: 0 });
  service.host.answers['room.create'] = ({ type, members }: any) => ({ ...service.head, id: '61fca964bd38314549649299', type, members: members.map(({ userId }: any) => ({ userId, username: `n${userId}`, profile: null, joining: true })) });
  await app.chatWith(2);
  expect(app.conversation.value).toMatchObject({ id: '61fca964bd38314549649299' });
  expect(app.conversation.value!.title.value).toBe('n2');
});

test('search shows the answer to the newest question, with what was found marked', async () => {
  vi.useFakeTimers();
  service.host.answers['search'] = ({ words: query }: any) => ({ messages: [{ ...chat(2), messageBundleId: '', snippet: ['', query, '!'] }], next: null, complete: true, rooms: [], friends: [] });
  app.search.query.value = 'he';
  await vi.advanceTimersByTimeAsync(100);
  app.search.query.value = 'hell';
  await vi.advanceTimersByTimeAsync(300);
  vi.useRealTimers();
  expect(service.host.asked.filter(([name]) => name === 'search')).toHaveLength(1);
  expect(app.search.messages.value[0]).toMatchObject({ number: 2, sender: 'ben', room: 'room', snippet: ['', 'hell', '!'] });
});
