// What the original did wrong (cocotalk-wire.md 10.2) and is not named by a test beside this one: each test fails on the original.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Device, MOBILE, WEB } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { request } from '../lib/http.js';
import { befriend, freshName, memberOf, password, people, person, room, signIn, signUpParts } from '../lib/people.js';
import { PhoneSocket } from '../lib/phone.js';
import { PageSocket } from '../lib/webpage.js';

const stage = hostForAll({ before, after });

const memberIn = (vo, id) => vo.members.find(({ userId }) => userId === id);
const looks = (vo, id) => memberIn(vo, id).enteredAt > memberIn(vo, id).awayAt;

test('S7: an access token is worth nothing once its session has ended, wherever it is shown', async () => {
  const anna = await person(stage.host);
  const out = await request('GET', `${stage.host.url}/auth/signout`, { headers: { 'User-Agent': 'Mozilla/5.0', 'X-REFRESH-TOKEN': anna.device.refreshToken } });
  assert.equal(out.json.isSuccess, true);
  for (const where of ['/user/profile/token', '/user/friends', '/chat/rooms/list', '/presence/stomp/connect'])
    assert.equal((await anna.device.get(where)).json.error.type, 'JWT_AUTHENTICATION', where);
  assert.equal((await anna.device.reissue()).json.code, 2004);
});

test('S8: a password is kept as a slow hash with a salt of its own', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const sql = `SELECT verifier FROM account WHERE id IN (${anna.id}, ${ben.id})`;
  const [first, second] = execFileSync('sqlite3', [path.join(stage.host.data, 'cocotalk.db'), sql], { encoding: 'utf8' }).trim().split('\n');
  for (const verifier of [first, second]) assert.match(verifier, /^\$argon2id\$/);
  assert.notEqual(first, second, 'of the same password');
});

test('S8: after ten wrong passwords the right one is not tried either, and the answer stays 2001; others sign in', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const tries = new Device(stage.host, WEB);
  for (let i = 0; i < 10; ++i) assert.equal((await tries.signIn(anna.cid, `wrong ${i}`)).json.code, 2001);
  const right = await tries.signIn(anna.cid, password);
  assert.deepEqual([right.status, right.json.isSuccess, right.json.code], [200, false, 2001], right.text);
  assert.equal((await tries.signIn(ben.cid, password)).json.isSuccess, true);
  assert.deepEqual((await anna.device.get('/auth/device')).json.result, { isValid: true }, 'nobody can sign another out by guessing');
});

test('S11: an upload has a name nobody can guess, keeps its extension, and what is no picture is only downloaded', async () => {
  const cid = freshName();
  const html = Buffer.from('<html><script>alert(1)</script></html>');
  const parts = ['profileImg', 'profileImgThumb'].map((name) => ({ name, filename: 'evil.html', type: 'text/html', value: html }));
  const { json } = await new Device(stage.host, MOBILE).upload('POST', '/auth/signup', [...signUpParts(cid), ...parts]);
  const { profile } = JSON.parse(json.result.profile);
  assert.match(profile, /\/[0-9a-f]{32}\.[a-z]+$/);
  const { headers } = await request('GET', profile);
  assert.notEqual(headers['content-type'], 'text/html');
  assert.equal(headers['content-disposition'], 'attachment');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(headers['content-security-policy'], /sandbox/);
});

test('S15: whoever CONNECT declares, only the ticket\'s person comes and goes', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id } = await room(anna, ben, cleo);
  const watcher = await PageSocket.room(cleo.device, cleo.id, id);
  await watcher.settled();
  const before_ = memberIn(await cleo.device.data(`/chat/rooms/${id}`), ben.id);
  const liar = await PageSocket.room(anna.device, ben.id, id);
  await watcher.room.next('anna enters', (vo) => looks(vo, anna.id));
  liar.leave();
  await watcher.room.next('anna is away', (vo) => !looks(vo, anna.id));
  const { enteredAt, awayAt } = memberIn(await cleo.device.data(`/chat/rooms/${id}`), ben.id);
  assert.deepEqual([enteredAt, awayAt], [before_.enteredAt, before_.awayAt]);
});

test('D2: people come, go, talk and are invited at the same moment, and nobody and nothing is lost', async () => {
  const everybody = await people(stage.host, 12);
  const [anna] = everybody;
  const inside = everybody.slice(0, 6);
  const { id } = await room(...inside);
  const writer = await PageSocket.room(anna.device, anna.id, id);
  await writer.settled();
  const comings = inside.slice(1).map(async ({ device, id: who }) => {
    for (let i = 0; i < 4; ++i) (await PageSocket.room(device, who, id)).leave();
  });
  for (const [i, guest] of everybody.slice(6).entries()) {
    writer.invite(id, `guest ${i}`, [memberOf(guest)]);
    for (let k = 0; k < 5; ++k) writer.say(id, `${i}/${k}`);
  }
  await writer.message.take(36, 'message');
  await Promise.all(comings);
  const { room: vo, messageList } = await anna.device.data(`/chat/rooms/${id}/tail?count=0`);
  assert.deepEqual(vo.members.map(({ userId }) => userId), everybody.map(({ id: who }) => who), 'everybody once, in a stable order');
  assert.equal(new Set(messageList.map(({ id: it }) => it)).size, 36);
  assert.equal(vo.messageBundleIds.split(', ').length, 2);
});

test('D9: the device of a signed-out token is not valid; that is an answer, not an error', async () => {
  const anna = await person(stage.host);
  await request('GET', `${stage.host.url}/auth/signout`, { headers: { 'User-Agent': 'Mozilla/5.0', 'X-REFRESH-TOKEN': anna.device.refreshToken } });
  const { status, json } = await anna.device.get('/auth/device');
  assert.deepEqual([status, json.result], [200, { isValid: false }]);
});

test('D14: two addresses of pictures and a long status message fit into a profile', async () => {
  const anna = await person(stage.host);
  const message = '가'.repeat(200);
  const { json } = await anna.device.send('PUT', '/user/profile/message', { message });
  assert.equal(JSON.parse(json.data.profile).message, message);
  assert.equal(JSON.parse((await anna.device.data('/user/profile/token')).profile).message, message);
});

test('D15: a new name and a new status message reach the open room at once', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id } = await room(anna, ben);
  const page = await PageSocket.room(ben.device, ben.id, id);
  await page.settled();
  await anna.device.send('PUT', '/user/profile/message', { message: 'new words' });
  const vo = await page.room.next('the words', (it) => JSON.parse(memberIn(it, anna.id).profile).message === 'new words');
  assert.equal(vo.id, id);
});

test('D16: whom I have hidden does not come back as somebody who added me; a friendship ends on one side only', async () => {
  const [anna, ben] = await people(stage.host, 2);
  await befriend(anna, ben);
  await befriend(ben, anna);
  await anna.device.send('PATCH', '/user/friends/hidden', { toUid: ben.id, hidden: true });
  assert.deepEqual(await anna.device.data('/user/friends'), []);
  await anna.device.send('DELETE', `/user/friends/${ben.id}`);
  const types = async ({ device }) => (await device.data('/user/friends')).map(({ type }) => type);
  assert.deepEqual([await types(anna), await types(ben)], [[1], [0]]);
});

test('D16: who deleted the account is nobody\'s friend any more; in rooms the words stay under another name', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  await befriend(anna, ben);
  await befriend(ben, cleo);
  const { id } = await room(ben, anna);
  const page = await PageSocket.room(anna.device, anna.id, id);
  const bens = await PageSocket.room(ben.device, ben.id, id);
  bens.say(id, 'I was here');
  await page.message.next('the words');
  await ben.device.send('DELETE', '/user/profile');
  for (const { device } of [anna, cleo]) assert.deepEqual(await device.data('/user/friends'), []);
  const { room: vo, messageList } = await anna.device.data(`/chat/rooms/${id}/tail?count=0`);
  assert.deepEqual([memberIn(vo, ben.id).username, messageList[0].content], ['알 수 없음', 'I was here']);
  const { error } = (await anna.device.post('/user/friends', { toUid: ben.id })).json;
  assert.equal(error.desc, '잘못된 요청입니다. : 해당 userId를 갖는 유저가 존재하지 않습니다.');
});

test('D19: the leaver\'s other device finds the room gone from its next list', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id } = await room(anna, ben, cleo);
  const phone = await signIn(stage.host, anna.cid, MOBILE);
  assert.equal((await phone.data('/chat/rooms/list')).length, 1);
  const page = await PageSocket.room(anna.device, anna.id, id);
  await page.hasLeft(id, 'bye');
  assert.deepEqual(await phone.data('/chat/rooms/list'), []);
});

test('D20: sockets that are cut, and tickets that are never used, cost the directory nothing', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id } = await room(anna, ben);
  for (let i = 0; i < 20; ++i) {
    await anna.device.socketAddress();
    (await PageSocket.room(anna.device, anna.id, id)).ws.terminate();
  }
  const page = await PageSocket.room(anna.device, anna.id, id);
  page.say(id, 'here');
  assert.equal((await page.message.next('here')).message.content, 'here');
});

test('D21: what was said between the list and the subscription is heard after it, once', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id } = await room(anna, ben);
  const writer = await PageSocket.room(ben.device, ben.id, id);
  writer.say(id, 'listed');
  await writer.message.next('listed');
  const { recentChatMessage } = (await anna.device.data('/chat/rooms/list'))[0];
  assert.equal(recentChatMessage.content, 'listed');
  writer.say(id, 'missed');
  await writer.message.next('missed');
  const made = await room(cleo, anna);
  const other = await PageSocket.room(cleo.device, cleo.id, made.id);
  other.say(made.id, 'in a room she does not know');
  await other.message.next('the words');
  const list = await PageSocket.list(anna.device, anna.id);
  assert.equal((await list.message.next('missed')).message.content, 'missed');
  assert.equal((await list.roomNew.next('the new room')).id, made.id);
  assert.equal((await list.message.next('the words in it')).message.content, 'in a room she does not know');
  writer.say(id, 'live');
  assert.equal((await list.message.next('live')).message.content, 'live');
  assert.deepEqual([...list.message.drain(), ...list.roomNew.drain()], []);
  const again = await PageSocket.list(anna.device, anna.id);
  await again.settled();
  assert.deepEqual([...again.message.drain(), ...again.roomNew.drain()], [], 'a second socket hears nothing twice');
  const phone = await PhoneSocket.list(await signIn(stage.host, anna.cid, MOBILE), anna.id);
  await new Promise((resolve) => (phone.ws.once('pong', resolve), phone.ws.ping()));
  assert.deepEqual(phone.frames.drain(), [], 'a phone asks for the list whenever it connects');
});
