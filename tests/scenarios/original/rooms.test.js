// Rooms: making them, finding them, and their list with unread numbers (cocotalk-wire.md 2.3, 5.6.1, 6.7; conformance 7, 8, 9).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from '../lib/host.js';
import { memberOf, people, room } from '../lib/people.js';
import { PageSocket } from '../lib/webpage.js';

const stage = hostForAll({ before, after });
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/;

const create = (creator, everybody, changes) =>
  creator.device.post('/chat/rooms', { roomname: 'room', img: null, type: everybody.length === 2 ? 0 : 1, members: everybody.map(memberOf), ...changes });

test('C1, 12.8, 12.9, S12, D5: a new group is made of the people as the service knows them, and every list hears of it once', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const lists = await Promise.all([anna, ben, cleo].map(({ device, id }) => PageSocket.list(device, id)));
  for (const list of lists) await list.settled();
  lists[0].create({ roomname: '우리방', img: null, type: 1, members: [{ userId: ben.id, username: 'an impostor', profile: null }, memberOf(cleo), memberOf(anna), memberOf(ben)] });

  const heard = await Promise.all(lists.map((list) => list.roomNew.next('room/new')));
  for (const vo of heard) assert.deepEqual(vo, heard[0]);
  const [vo] = heard;
  assert.match(vo.id, /^[0-9a-f]{24}$/);
  assert.deepEqual([vo.roomname, vo.img, vo.type, vo.noticeIds], ['우리방', null, 1, '[]']);
  assert.match(vo.messageBundleIds, /^\[[0-9a-f]{24}\]$/);
  assert.deepEqual(vo.members.map(({ userId }) => userId).sort(), [anna.id, ben.id, cleo.id].sort());
  assert.equal(vo.members.find(({ userId }) => userId === ben.id).username, ben.username);
  for (const member of vo.members) {
    assert.equal(member.joining, true);
    assert.deepEqual(Object.keys(JSON.parse(member.profile)), ['profile', 'background', 'message']);
    for (const when of ['joinedAt', 'enteredAt', 'awayAt', 'leftAt']) assert.match(member[when], time);
  }
  for (const list of lists) {
    await list.settled();
    assert.deepEqual(list.roomNew.drain(), []);
    list.leave();
  }
});

test('C1: the rules of a room are refused with the texts of the service', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const desc = async (everybody, changes) => {
    const { error } = (await create(anna, everybody, changes)).json;
    assert.equal(error.code, 3004);
    assert.equal(error.type, 'BAD_REQUEST');
    return error.desc.replace('잘못된 요청입니다. : ', '');
  };
  assert.equal(await desc([anna, ben, cleo], { roomname: ' ' }), '방 이름은 필수값 입니다.');
  assert.equal(await desc([anna, ben], { type: 1 }), '단체 채팅방 멤버는 세 명 이상이어야 합니다.');
  assert.equal(await desc([anna, ben, ben], { type: 1 }), '단체 채팅방 멤버는 세 명 이상이어야 합니다.');
  assert.equal(await desc([anna, ben, cleo], { type: 0 }), '1:1 채팅방 멤버는 두 명이어야 합니다.');
  await room(anna, ben);
  assert.equal(await desc([anna, ben], { type: 0 }), '이미 존재하는 1:1 채팅방은 생성할 수 없습니다.');
  assert.equal((await create(anna, [ben, cleo], { type: 0 })).json.error.code, 3005, 'a room of others is not mine to make');
});

test('D6: fifty requests for one private room, from both sides at once, make one', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 ? create(anna, [anna, ben]) : create(ben, [ben, anna]))));
  const made = answers.filter(({ status }) => status === 201);
  assert.equal(made.length, 1);
  assert.equal((await anna.device.data(`/chat/rooms/private/${ben.id}`)).id, made[0].json.data.id);
});

test('C6, 12.7, Q24: a private room is found by the other\'s id; where there is none, an object of nulls', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const none = await anna.device.data(`/chat/rooms/private/${ben.id}`);
  assert.equal(none.id, null);
  assert.equal(none.type, 0);
  const { id } = await room(anna, ben);
  for (const [me, other] of [[anna, ben], [ben, anna]]) assert.equal((await me.device.data(`/chat/rooms/private/${other.id}`)).id, id);
  const own = (await anna.device.get(`/chat/rooms/private/${anna.id}`)).json.error;
  assert.deepEqual([own.code, own.desc], [3004, '잘못된 요청입니다. : 자기 자신을 대상으로 할 수 없습니다.']);
});

test('C3, 12.8, D11: the list is newest first, with the last message, its place in the bundle and what I have not read', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const quiet = await room(anna, ben, cleo);
  const busy = await room(anna, ben);
  const writer = await PageSocket.room(ben.device, ben.id, busy.id);
  for (let i = 1; i <= 22; ++i) writer.say(busy.id, `message ${i}`);
  await writer.message.take(22);

  const list = await anna.device.data('/chat/rooms/list');
  assert.deepEqual(list.map(({ room: { id } }) => id), [busy.id, quiet.id]);
  const [first, second] = list;
  assert.equal(first.recentChatMessage.content, 'message 22');
  assert.equal(first.recentChatMessage.userId, ben.id);
  assert.match(first.recentChatMessage.sentAt, time);
  assert.equal(first.recentMessageBundleCount, 2);
  assert.equal(first.unreadNumber, 22);
  assert.match(first.room.messageBundleIds, /^\[[0-9a-f]{24}, [0-9a-f]{24}\]$/);
  assert.ok(first.room.messageBundleIds.endsWith(`${first.recentChatMessage.messageBundleId}]`));
  assert.deepEqual([second.recentChatMessage.id, second.recentChatMessage.type, second.recentChatMessage.content], [null, 0, '채팅방에 메시지가 없습니다.']);
  assert.match(second.recentChatMessage.sentAt, time);
  assert.deepEqual([second.recentMessageBundleCount, second.unreadNumber], [0, 0]);
  const own = (await ben.device.data('/chat/rooms/list')).find(({ room: { id } }) => id === busy.id);
  assert.equal(own.unreadNumber, 0, 'who wrote it, and looks at the room, has read it');
  writer.leave();
});

test('C3, D11: looking at a room reads it: the number is 0 while I look and stays 0 after', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const writer = await PageSocket.room(ben.device, ben.id, roomId);
  const unread = async () => (await anna.device.data('/chat/rooms/list'))[0].unreadNumber;
  const say = async (text) => (writer.say(roomId, text), writer.message.next(text, ({ message }) => message.content === text));
  await say('one');
  await say('two');
  assert.equal(await unread(), 2);
  const reader = await PageSocket.room(anna.device, anna.id, roomId);
  assert.equal(await unread(), 0);
  await say('three');
  assert.equal(await unread(), 0);
  await writer.room.next('anna looks', lookingAt(anna.id));
  reader.leave();
  await writer.room.next('anna is away', awayFrom(anna.id));
  assert.equal(await unread(), 0);
  await say('four');
  assert.equal(await unread(), 1);
  writer.leave();
});

const memberIn = (vo, id) => vo.members.find(({ userId }) => userId === id);
const lookingAt = (id) => (vo) => memberIn(vo, id).enteredAt > memberIn(vo, id).awayAt;
const awayFrom = (id) => (vo) => memberIn(vo, id).enteredAt <= memberIn(vo, id).awayAt;

test('C4, Q18: an unknown room, a malformed id and a foreign room are three answers, none of them a failure of the token', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: foreign } = await room(ben, cleo);
  const error = async (id) => (await anna.device.get(`/chat/rooms/${id}`)).json.error;
  assert.deepEqual(await error('0123456789abcdef01234567'), { code: 3004, desc: '잘못된 요청입니다. : 해당 roomId를 갖는 채팅방이 존재하지 않습니다.', type: 'BAD_REQUEST' });
  assert.equal((await error('xyz')).code, 3004);
  assert.deepEqual(await error(foreign), { code: 3005, desc: '권한이 없는 유저 입니다.', type: 'NOT_PERMITTED' });
  for (const path of [`/chat/rooms/${foreign}/tail?count=5`, `/chat/messages?roomId=${foreign}&bundleId=${foreign}&count=5`])
    assert.equal((await anna.device.get(path)).json.error?.type, 'NOT_PERMITTED', path);
});
