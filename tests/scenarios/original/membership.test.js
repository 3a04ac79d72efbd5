// Coming and going, as the original clients do it (cocotalk-wire.md 5.6.3 to 5.7, Q11, Q17; conformance 16, 18 to 22, 24, 26).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE, WEB } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { memberOf, people, room, signIn } from '../lib/people.js';
import { PhoneSocket } from '../lib/phone.js';
import { PageSocket } from '../lib/webpage.js';

const stage = hostForAll({ before, after });

const ids = ({ members }) => members.map(({ userId }) => userId);
const texts = ({ messageList }) => messageList.map(({ content }) => content);
const tail = (person, roomId) => person.device.data(`/chat/rooms/${roomId}/tail?count=7`);
const list = (person) => person.device.data('/chat/rooms/list');
const looks = (vo, id) => vo.members.some(({ userId, enteredAt, awayAt }) => userId === id && enteredAt > awayAt);

// Every frame the page's list hears, in one order.
async function listOf({ device, id }) {
  const socket = await PageSocket.list(device, id);
  socket.heard = [];
  for (const name of ['message', 'room', 'roomNew']) {
    const push = socket[name].push.bind(socket[name]);
    socket[name].push = (item) => (socket.heard.push(name), push(item));
  }
  await socket.settled();
  return socket;
}

test('12.19, S12: who is invited hears of the room, then the message, and the message is the first he sees', async () => {
  const [anna, ben, cleo, dave] = await people(stage.host, 4);
  const { id: roomId } = await room(anna, ben, cleo);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  page.say(roomId, 'before');
  await page.message.next('the message before');
  const [bens, daves] = [await listOf(ben), await listOf(dave)];
  await page.settled();
  page.invite(roomId, 'anna invited dave', [{ ...memberOf(dave), username: 'an impostor' }], { receiverIds: [String(anna.id)] });

  const vo = await daves.roomNew.next('room/new');
  const { message } = await daves.message.next('the invitation');
  assert.deepEqual(daves.heard, ['roomNew', 'message']);
  assert.deepEqual(ids(vo), [anna.id, ben.id, cleo.id, dave.id]);
  assert.equal(vo.members[3].username, dave.username);
  assert.deepEqual([message.type, message.userId, message.content], [1, anna.id, 'anna invited dave']);
  assert.deepEqual(message.invitees.map(({ userId, username }) => [userId, username]), [[dave.id, dave.username]]);
  assert.deepEqual(texts(await tail(dave, roomId)), ['anna invited dave']);

  await bens.message.next('the invitation');
  assert.deepEqual(bens.heard, ['room', 'message']);
  assert.deepEqual(ids(await bens.room.next('the room')), ids(vo));
  assert.deepEqual(ids(await page.room.next('the room', (it) => it.members.length === 4)), ids(vo));
  assert.equal((await page.message.next('the invitation')).message.type, 1);

  page.invite(roomId, 'again', [memberOf(dave), memberOf(dave)]);
  page.say(roomId, 'after');
  assert.equal((await page.message.next('what comes after a refused invitation')).message.content, 'after');
  for (const socket of [page, bens, daves]) assert.deepEqual(socket.errors.drain(), []);
});

test('12.21, Q11: who leaves a group is gone, hears no more and says no more; pages still find who wrote, phones do not', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const phone = await signIn(stage.host, anna.cid, MOBILE);
  const bens = await PageSocket.room(ben.device, ben.id, roomId);
  const cleos = await PageSocket.room(cleo.device, cleo.id, roomId);
  bens.say(roomId, 'a text of mine');
  await cleos.message.next('the text');
  const [annas, lists] = [await listOf(anna), await listOf(ben)];
  const onPhone = await PhoneSocket.list(phone, anna.id);
  await new Promise((resolve) => (onPhone.ws.once('pong', resolve), onPhone.ws.ping()));
  bens.leaveRoom(roomId, 'ben has left');

  const { message } = await annas.message.next('the farewell');
  assert.deepEqual([message.type, message.content], [2, 'ben has left']);
  assert.deepEqual(annas.heard, ['room', 'message']);
  const vo = await annas.room.next('the room');
  assert.deepEqual(ids(vo), [anna.id, cleo.id, ben.id], 'ghosts stand last');
  const ghost = vo.members[2];
  assert.deepEqual([ghost.joining, ghost.enteredAt, ghost.username], [false, '9999-12-31T23:59:59.999', ben.username]);
  assert.deepEqual(ids(await onPhone.nextJson(`/topic/${anna.id}/room`)), [anna.id, cleo.id]);
  assert.equal((await cleos.message.next('the farewell')).message.type, 2);

  bens.say(roomId, 'may I?');
  await bens.settled();
  cleos.say(roomId, 'among us');
  assert.equal((await cleos.message.next('the next message')).message.content, 'among us');
  await Promise.all([bens.settled(), lists.settled()]);
  assert.deepEqual(bens.message.drain().map((it) => it.message.content), ['a text of mine']);
  assert.deepEqual(lists.heard, []);
  for (const socket of [bens, lists]) assert.deepEqual(socket.errors.drain(), []);
  assert.deepEqual(await list(ben), []);
  assert.deepEqual(ids((await tail(anna, roomId)).room), [anna.id, cleo.id, ben.id]);
  assert.deepEqual(ids(await phone.data(`/chat/rooms/${roomId}`)), [anna.id, cleo.id]);

  const annasPage = await PageSocket.room(anna.device, anna.id, roomId);
  annasPage.invite(roomId, 'come back', [memberOf(ben)]);
  assert.equal((await lists.roomNew.next('room/new')).id, roomId);
  const back = await annasPage.room.next('ben is back', (it) => it.members.every(({ joining }) => joining));
  assert.deepEqual(ids(back), [anna.id, cleo.id, ben.id]);
});

test('the last one to leave a group takes it away', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  for (const person of [anna, ben, cleo]) {
    const page = await PageSocket.room(person.device, person.id, roomId);
    await page.hasLeft(roomId, 'bye');
    page.leave();
  }
  const { json } = await anna.device.get(`/chat/rooms/${roomId}`);
  assert.equal(json.error.desc, '잘못된 요청입니다. : 해당 roomId를 갖는 채팅방이 존재하지 않습니다.');
});

test('12.20, Q7, Q13, D3, D18: a private room one left is found again, and woken with one visible message, whatever the page says twice', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const bens = await PageSocket.room(ben.device, ben.id, roomId);
  bens.say(roomId, 'old');
  await bens.message.next('the old message');
  await bens.hasLeft(roomId, 'ben has left');
  const [annas, lists] = [await listOf(anna), await listOf(ben)];
  assert.deepEqual(await list(ben), []);
  const found = await ben.device.data(`/chat/rooms/private/${anna.id}`);
  assert.deepEqual([found.id, found.members.map(({ joining }) => joining)], [roomId, [true, false]]);
  assert.ok(found.members[1].awayAt >= found.members[1].enteredAt, 'the socket he left open does not keep him there');

  const page = await PageSocket.room(anna.device, anna.id, roomId);
  await page.settled();
  const between = await page.awake(anna.device, roomId, 'wake up');
  const { message } = await page.message.next('the awakening');
  assert.deepEqual([message.type, message.content], [0, 'wake up']);
  const vo = await lists.roomNew.next('room/new');
  assert.deepEqual(vo.members.map(({ userId, joining }) => [userId, joining]), [[anna.id, true], [ben.id, true]]);
  assert.equal((await lists.message.next('the awakening')).message.content, 'wake up');
  assert.deepEqual(lists.heard, ['roomNew', 'message']);
  await annas.message.next('the awakening');
  assert.deepEqual(annas.heard, ['room', 'message']);
  page.say(roomId, 'next', { type: 0 });
  assert.equal((await page.message.next('the next message')).message.content, 'next', 'it was stored once');
  assert.deepEqual(texts(await tail(ben, roomId)), ['wake up', 'next']);
  assert.ok(texts(between).filter((text) => text === 'wake up').length <= 1);
});

test('D17: what the phone says into a private room the other one left reaches him', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const bens = await PageSocket.room(ben.device, ben.id, roomId);
  await bens.hasLeft(roomId, 'bye');
  const lists = await listOf(ben);
  const phone = await signIn(stage.host, anna.cid, MOBILE);
  const socket = await PhoneSocket.room(phone, anna.id, roomId);
  socket.say(roomId, 'from my phone', { receiverIds: [anna.id, ben.id] });
  assert.equal((await lists.roomNew.next('room/new')).id, roomId);
  assert.equal((await lists.message.next('the message')).message.content, 'from my phone');
  socket.disconnect();
});

test('Q17: of two rooms open in one page the newer one is looked at; speaking in the older turns to it', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: first } = await room(anna, ben);
  const { id: second } = await room(anna, ben, (await people(stage.host, 1))[0]);
  const watcher = await PageSocket.room(ben.device, ben.id, first);
  const older = await PageSocket.room(anna.device, anna.id, first);
  await watcher.room.next('anna enters', (vo) => looks(vo, anna.id));
  const newer = await PageSocket.room(anna.device, anna.id, second);
  await watcher.room.next('anna has turned away', (vo) => !looks(vo, anna.id));
  older.say(first, 'still here');
  await watcher.room.next('anna is back', (vo) => looks(vo, anna.id));
  assert.equal((await older.message.next('the socket lives')).message.content, 'still here');
  newer.leave();
});

test('12.24, S13, D4: strangers and former members invite nobody, leave nothing and wake nobody, without an ERROR', async () => {
  const [anna, ben, cleo, eve] = await people(stage.host, 4);
  const { id: roomId } = await room(anna, ben, cleo);
  const { id: two } = await room(anna, ben);
  const inside = await PageSocket.room(anna.device, anna.id, roomId);
  const eves = await PageSocket.room(eve.device, eve.id, roomId);
  const evesList = await listOf(eve);
  for (const target of [roomId, two]) {
    eves.invite(target, 'me too', [memberOf(eve)]);
    eves.leaveRoom(target, 'bye');
    await eves.awake(eve.device, target, 'hello?').catch(() => {});
  }
  inside.invite(two, 'three in a private room', [memberOf(cleo)]);
  eves.send(`/topic/${roomId}/room`, { id: roomId });
  await eves.settled();
  inside.say(roomId, 'among us');
  assert.equal((await inside.message.next('the message')).message.content, 'among us');
  await evesList.settled();
  assert.deepEqual([...eves.message.drain(), ...evesList.heard, ...eves.errors.drain()], []);
  assert.deepEqual(texts(await tail(anna, two)), []);
});

test('12.16, D1: twenty messages fill a bundle; senders on pages and phones at once lose none over its edge', async () => {
  const everybody = await people(stage.host, 4);
  const [anna] = everybody;
  const { id: roomId } = await room(...everybody);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  await page.settled();
  for (let i = 0; i < 15; ++i) page.say(roomId, String(i), { messageBundleId: ']' });
  const sockets = [];
  for (const person of everybody) {
    sockets.push(await PageSocket.room(person.device, person.id, roomId));
    sockets.push(await PhoneSocket.room(await signIn(stage.host, person.cid, MOBILE), person.id, roomId));
  }
  for (let i = 0; i < 5; ++i) for (const [s, socket] of sockets.entries()) socket.say(roomId, `${s}/${i}`, { receiverIds: [] });
  const heard = await page.message.take(15 + 5 * sockets.length, 'message');
  for (const [i, { message, bundleInfo }] of heard.entries()) {
    assert.equal(bundleInfo.currentMessageBundleCount, (i % 20) + 1);
    assert.equal(bundleInfo.currentMessageBundleId, message.messageBundleId);
    assert.equal(bundleInfo.nextMessageBundleId !== bundleInfo.currentMessageBundleId, i % 20 === 19);
    if (i > 0) assert.equal(message.messageBundleId, heard[i - 1].bundleInfo.nextMessageBundleId);
  }
  assert.equal(new Set(heard.map(({ message }) => message.id)).size, heard.length);
  for (const socket of sockets) socket.ws.close();
});

test('Q11: a page that signs in elsewhere keeps WEB and MOBILE apart', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const annas = await PageSocket.room(anna.device, anna.id, roomId);
  annas.say(roomId, 'hello');
  await annas.message.next('hello');
  await annas.hasLeft(roomId, 'bye');
  const asPage = await signIn(stage.host, ben.cid, WEB);
  const asPhone = await signIn(stage.host, ben.cid, MOBILE);
  assert.equal((await asPage.data('/chat/rooms/list'))[0].room.members.length, 3);
  assert.equal((await asPhone.data('/chat/rooms/list'))[0].room.members.length, 2);
  assert.equal((await asPage.data('/chat/rooms'))[0].members.length, 3);
});
