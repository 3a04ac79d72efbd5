// What native clients have in rooms beyond the original (native-wire.md), and what the original clients see of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE } from './lib/device.js';
import { hostForAll } from './lib/host.js';
import { Native } from './lib/native.js';
import { memberOf, people, room, signIn } from './lib/people.js';
import { PageSocket } from './lib/webpage.js';

const stage = hostForAll({ before, after });

const nativeOf = ({ device }) => Native.connect(stage.host, device.accessToken);
const bodyOf = async (inbox, event) => JSON.parse((await inbox.next(event, (it) => it.event === event)).body);
const list = (person) => person.device.data('/chat/rooms/list');

async function ok(native, command, json) {
  const { status, body } = await native.ask(command, json);
  assert.equal(status, 'ok', `${command}: ${JSON.stringify(body)}`);
  return body;
}

test('a room is muted and pinned on all devices of an account at once, and original clients are not told', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const before = await list(anna);
  const [page, phone] = [await nativeOf(anna), await Native.connect(stage.host, (await signIn(stage.host, anna.cid, MOBILE)).accessToken)];
  const mine = await phone.hear('/me');
  await ok(page, 'room.mute', { roomId });
  assert.equal((await bodyOf(mine, 'room')).muted, true);
  await ok(page, 'room.pin', { roomId });
  const { muted, pinned } = await bodyOf(mine, 'room');
  assert.deepEqual([muted, pinned], [true, true]);
  const [entry] = await ok(phone, 'room.list');
  assert.deepEqual([entry.muted, entry.mutedUntil, entry.pinned], [true, undefined, true]);
  assert.deepEqual(await list(anna), before);
  assert.equal((await page.ask('room.mute', { roomId, until: 1 })).status, 'invalid');
});

test('who types, who is there and who has read how far is heard live, and can be asked for', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const [annas, bens, cleos] = await Promise.all([anna, ben, cleo].map(nativeOf));
  const live = await annas.hear(`/room/${roomId}/live`);
  await ok(bens, 'room.typing', { roomId });
  await ok(bens, 'room.typing', { roomId });
  await ok(bens, 'room.typing', { roomId, typing: false });
  const { seq } = await bens.say(roomId, 'hello');
  await ok(cleos, 'room.enter', { roomId });
  const told = (await live.take(5, 'live event')).map(({ event, body }) => [event, JSON.parse(body)]);
  assert.deepEqual(told, [
    ['typing', { userId: ben.id, typing: true }],
    ['typing', { userId: ben.id, typing: false }],
    ['read', { userId: ben.id, readSeq: seq }],
    ['here', { userId: cleo.id, here: true }],
    ['read', { userId: cleo.id, readSeq: seq }],
  ]);
  const { members } = await ok(annas, 'room.get', { roomId });
  assert.deepEqual(members.map(({ userId, here, readSeq }) => [userId, here, readSeq]), [[anna.id, false, 0], [ben.id, false, seq], [cleo.id, true, seq]]);
  const [eve] = await people(stage.host, 1);
  assert.equal((await (await nativeOf(eve)).ask('room.typing', { roomId })).status, 'denied');
});

test('everything is exported, a page after the other, each message once', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const native = await nativeOf(anna);
  for (let burst = 0; burst < 9; ++burst) await Promise.all(Array.from({ length: 50 }, (_, i) => native.say(roomId, `message ${burst * 50 + i}.`)));
  let text = '';
  let pages = 0;
  for (let after = 0; after !== null; ++pages) {
    const page = await ok(native, 'room.export', { roomId, after, utcOffset: 540 });
    text += page.text;
    after = page.next;
  }
  assert.equal(pages, 3);
  assert.ok(text.startsWith(`${ben.username}\n저장한 날짜 : `), text.slice(0, 100));
  const said = [...text.matchAll(/^\[(.*)\] \[오[전후] \d+:\d\d\] message (\d+)\.$/gm)];
  assert.ok(said.every(([, name]) => name === anna.username));
  assert.deepEqual(said.map(([, , n]) => Number(n)), Array.from({ length: 450 }, (_, i) => i));
});

test('a message becomes the notice for everybody who speaks natively, also later; pages see the room as before', async () => {
  const [anna, ben, cleo, dave] = await people(stage.host, 4);
  const { id: roomId } = await room(anna, ben, cleo);
  const [annas, bens] = [await nativeOf(anna), await nativeOf(ben)];
  const { messageId, seq } = await annas.say(roomId, 'we meet at ten');
  const vo = await cleo.device.data(`/chat/rooms/${roomId}`);
  const events = await bens.hear(`/room/${roomId}`);
  await ok(bens, 'room.notice', { roomId, messageId });
  const { seq: next, body, sender } = await events.next('the notice', ({ event }) => event === 'notice');
  assert.deepEqual([next, sender, JSON.parse(body).content], [seq + 1, ben.id, messageId]);
  await ok(annas, 'room.invite', { roomId, invitees: [memberOf(dave)] });
  const { notice, noticeIds } = await ok(await nativeOf(dave), 'room.get', { roomId });
  assert.deepEqual([notice.content, noticeIds], ['we meet at ten', `[${messageId}]`]);
  const { members, ...later } = await cleo.device.data(`/chat/rooms/${roomId}`);
  assert.equal(members.length, 4);
  assert.deepEqual({ ...later, members: vo.members }, vo);
  await ok(annas, 'room.notice', { roomId });
  assert.equal((await ok(bens, 'room.get', { roomId })).notice, null);
});

test('the room with oneself is one, and a page lists it and writes in it like any group', async () => {
  const [anna] = await people(stage.host, 1);
  const page = await PageSocket.list(anna.device, anna.id);
  await page.settled();
  const native = await nativeOf(anna);
  const { id: roomId, type } = await ok(native, 'room.self');
  assert.equal(type, 3);
  const vo = await page.roomNew.next('room/new');
  assert.deepEqual([vo.id, vo.type, vo.members.map(({ userId }) => userId)], [roomId, 1, [anna.id]]);
  assert.equal((await ok(native, 'room.self')).id, roomId);
  const inside = await PageSocket.room(anna.device, anna.id, roomId);
  inside.say(roomId, 'buy milk');
  assert.equal((await inside.message.next('the message')).message.content, 'buy milk');
  const [entry] = await list(anna);
  assert.deepEqual([entry.recentChatMessage.content, entry.unreadNumber], ['buy milk', 0]);
  assert.deepEqual([...page.errors.drain(), ...inside.errors.drain()], []);
});

test('its maker ends a room: native clients hear it, pages are told in words and live on', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const { id: other } = await room(anna, cleo);
  const [annas, bens] = [await nativeOf(anna), await nativeOf(ben)];
  const [events, mine] = [await bens.hear(`/room/${roomId}`), await bens.hear('/me')];
  const [listed, inside] = [await PageSocket.list(cleo.device, cleo.id), await PageSocket.room(cleo.device, cleo.id, roomId)];
  inside.say(roomId, 'hello');
  await inside.message.next('the message');
  await listed.message.next('the message');
  assert.equal((await bens.ask('room.remove', { roomId })).status, 'denied');
  await ok(annas, 'room.remove', { roomId });
  await events.next('the end', ({ event }) => event === 'removed');
  await mine.next('the end', ({ event, body }) => event === 'room' && JSON.parse(body).joining === false);
  for (const inbox of [listed.message, inside.message]) {
    const { message } = await inbox.next('the end in words');
    assert.deepEqual([message.type, message.content], [2, `${anna.username}님이 채팅방을 삭제했습니다.`]);
  }
  inside.say(roomId, 'anybody?');
  await inside.settled();
  await assert.rejects(bens.say(roomId, 'anybody?'), ({ status }) => status === 'invalid');
  assert.deepEqual((await list(cleo)).map(({ room: { id } }) => id), [other]);
  assert.equal((await cleo.device.get(`/chat/rooms/${roomId}`)).json.error.desc, '잘못된 요청입니다. : 해당 roomId를 갖는 채팅방이 존재하지 않습니다.');
  const next = await PageSocket.room(cleo.device, cleo.id, other);
  next.say(other, 'still here');
  assert.equal((await listed.message.next('the other room')).message.content, 'still here');
  assert.deepEqual([...listed.errors.drain(), ...inside.errors.drain()], []);
});
