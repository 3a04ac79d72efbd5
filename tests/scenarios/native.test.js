// native-wire.md with stompjs: connecting, asking, saying, and the client's message id, unique for ever (promises P1, P2).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { hostForAll } from './lib/host.js';
import { Native } from './lib/native.js';
import { freshName, memberOf, password, people, person, room } from './lib/people.js';

const stage = hostForAll({ before, after });

test('CONNECTED says who one is, which store this is, and what time', async () => {
  const { host } = stage;
  const anna = await person(host);
  const { connected } = await Native.connect(host, anna.device.accessToken);
  assert.equal(connected.version, '1.2');
  assert.equal(connected['user-id'], String(anna.id));
  assert.ok(connected.session);
  assert.ok(connected['store-epoch']);
  assert.ok(Math.abs(Number(connected['server-time']) - Date.now()) < 60_000);
});

test('login and passcode sign in as a device of the class they name', async () => {
  const { host } = stage;
  const { cid, id, device } = await person(host);
  const native = await Native.connect(host, '', { connectHeaders: { login: cid, passcode: password, device: 'WEB' } });
  assert.equal(native.connected['user-id'], String(id));
  assert.equal((await device.get('/auth/device')).json.result.isValid, false, 'it is a sign-in like any other');
});

for (const [what, connectHeaders] of [
  ['a token nobody gave', { 'access-token': 'garbage' }],
  ['a wrong passcode', { login: 'nobody', passcode: 'x', device: 'WEB' }],
  ['no credential at all', {}],
])
  test(`${what} is refused with ERROR, code unauthorized, and the end`, async () => {
    await assert.rejects(Native.connect(stage.host, '', { connectHeaders }), ({ headers }) => {
      assert.equal(headers.code, 'unauthorized');
      assert.ok(headers.message);
      return true;
    });
  });

test('the whole service is there as commands', async () => {
  const { host } = stage;
  const [anna, ben, cleo] = await people(host, 3);
  const native = await Native.connect(host, anna.device.accessToken);
  const ok = async (command, json) => {
    const { status, body } = await native.ask(command, json);
    assert.equal(status, 'ok', `${command}: ${JSON.stringify(body)}`);
    return body;
  };
  assert.equal((await ok('profile.get')).cid, anna.cid);
  assert.equal((await ok('friends.find', { cid: ben.cid })).friend.id, ben.id);
  await ok('friends.add', { toUid: ben.id });
  assert.deepEqual((await ok('friends.list')).map(({ friend }) => friend.id), [ben.id]);
  const made = await ok('room.create', { roomname: 'us', type: 1, members: [anna, ben, cleo].map(memberOf) });
  const sent = await ok('room.send', { roomId: made.id, content: 'hello' });
  assert.ok(sent.seq > 0);
  assert.deepEqual((await ok('room.tail', { roomId: made.id })).messageList.map(({ id, content }) => [id, content]), [[sent.messageId, 'hello']]);
  assert.deepEqual((await ok('room.list')).map((entry) => entry.room.id), [made.id]);
  assert.equal((await ok('room.get', { roomId: made.id })).roomname, 'us');
});

test('a refusal names itself and the link lives on', async () => {
  const { host } = stage;
  const [anna, ben, cleo] = await people(host, 3);
  const native = await Native.connect(host, anna.device.accessToken);
  const { id: foreign } = await room(ben, cleo);
  assert.deepEqual(await statusOf(native.ask('friends.add', { toUid: anna.id })), ['invalid', 'BAD_REQUEST']);
  assert.deepEqual(await statusOf(native.ask('room.get', { roomId: foreign })), ['denied', 'NOT_PERMITTED']);
  assert.equal((await native.ask('no.such-command')).body.code, 'UNKNOWN_COMMAND');
  assert.equal((await native.ask('profile.get')).status, 'ok');
  assert.deepEqual(native.errors.drain(), []);
});

const statusOf = async (asked) => {
  const { status, body } = await asked;
  return [status, body.code];
};

test('the operator\'s commands are not for the network', async () => {
  const { host } = stage;
  const anna = await person(host);
  const native = await Native.connect(host, anna.device.accessToken);
  for (const command of ['operator.user-add', 'operator.backup', 'operator.seed', 'operator.new-epoch'])
    assert.notEqual((await native.ask(command, { cid: freshName(), password: 'x', username: 'x', path: '/nowhere' })).status, 'ok', command);
});

test('twice the same client id: the same receipt, one message; also on another connection', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const clientMsgId = randomUUID();
  const native = await Native.connect(host, anna.device.accessToken);
  const first = await native.say(roomId, 'once', { clientMsgId });
  assert.deepEqual(await native.say(roomId, 'once', { clientMsgId }), first);
  native.cut();
  const again = await Native.connect(host, anna.device.accessToken);
  assert.deepEqual(await again.say(roomId, 'once', { clientMsgId }), first);
  const { messageList } = await anna.device.data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.deepEqual(messageList.map(({ id, content }) => [id, content]), [[first.messageId, 'once']]);
});

test('twenty times the same at the same moment is one message and twenty equal receipts', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const links = await Promise.all(Array.from({ length: 4 }, () => Native.connect(host, anna.device.accessToken)));
  const clientMsgId = randomUUID();
  const receipts = await Promise.all(Array.from({ length: 20 }, (_, i) => links[i % 4].say(roomId, 'race', { clientMsgId })));
  for (const receipt of receipts) assert.deepEqual(receipt, receipts[0]);
  const { messageList } = await anna.device.data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.equal(messageList.length, 1);
});

test('the same client id with another body is a conflict; another sender\'s is not the same', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const [hers, his] = await Promise.all([anna, ben].map(({ device }) => Native.connect(host, device.accessToken)));
  const clientMsgId = randomUUID();
  await hers.say(roomId, 'mine', { clientMsgId });
  await assert.rejects(hers.say(roomId, 'not mine', { clientMsgId }), { status: 'conflict' });
  const { seq } = await his.say(roomId, 'his', { clientMsgId });
  const { messageList } = await anna.device.data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.deepEqual(messageList.map(({ content }) => content), ['mine', 'his']);
  assert.equal(typeof seq, 'number');
});

test('events name their kind, sequence, sender and time; JSON says more than text', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const [hers, his] = await Promise.all([anna, ben].map(({ device }) => Native.connect(host, device.accessToken)));
  const inbox = await his.hear(`/room/${roomId}`);
  const live = await his.hear(`/room/${roomId}/live`);
  const receipt = await hers.say(roomId, JSON.stringify({ type: 0, content: 'from JSON' }), { contentType: 'application/json', clientMsgId: 'json-1' });
  const event = await inbox.next('the message');
  assert.deepEqual([event.event, event.seq, event.sender, event.messageId], ['message', receipt.seq, anna.id, receipt.messageId]);
  assert.ok(event.headers.ts);
  const body = JSON.parse(event.body);
  assert.deepEqual(
    { roomId: body.roomId, seq: body.seq, messageId: body.messageId, userId: body.userId, type: body.type, content: body.content, clientMsgId: body.clientMsgId },
    { roomId, seq: receipt.seq, messageId: receipt.messageId, userId: anna.id, type: 0, content: 'from JSON', clientMsgId: 'json-1' },
  );
  await hers.ask('room.enter', { roomId });
  assert.deepEqual(JSON.parse((await live.next('here', (it) => it.event === 'here')).body), { userId: anna.id, here: true });
  await hers.ask('room.away', { roomId });
  assert.deepEqual(JSON.parse((await live.next('away', (it) => it.event === 'here')).body), { userId: anna.id, here: false });
});

test('/me hears the newest state of each of my rooms, with what I have not read', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const native = await Native.connect(host, anna.device.accessToken);
  const me = await native.hear('/me');
  const made = await room(ben, anna);
  const created = JSON.parse((await me.next('the new room', ({ event }) => event === 'room')).body);
  assert.equal(created.room.id, made.id);
  const writer = await Native.connect(host, ben.device.accessToken);
  await writer.say(made.id, 'hello');
  const state = await me.next('the message\'s state', ({ event, body }) => event === 'room' && JSON.parse(body).last?.content === 'hello');
  assert.equal(JSON.parse(state.body).unread, 1);
});
