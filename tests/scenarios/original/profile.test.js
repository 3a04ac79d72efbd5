// Profiles and friends by REST, where the original clients have no buttons (cocotalk-wire.md 2.2; U1, U3, U7, U10, U11, F3, F5 to F7).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from '../lib/host.js';
import { befriend, freshName, password, people, room, signUp } from '../lib/people.js';

const stage = hostForAll({ before, after });

const envelopeTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/;

function dataOf({ status, json, text }) {
  assert.equal(status, 200, text);
  assert.deepEqual(Object.keys(json), ['data', 'status', 'statusCode', 'timestamp'], text);
  assert.deepEqual([json.status, json.statusCode], ['OK', 200]);
  assert.match(json.timestamp, envelopeTime);
  return json.data;
}

function descOf({ status, json, text }) {
  assert.equal(status, 200, text);
  assert.deepEqual([json.error.code, json.error.type], [1004, 'BAD_REQUEST'], text);
  return json.error.desc;
}

test('U7, U10: the status message and the profile are changed, and everybody sees it', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const user = dataOf(await anna.device.send('PUT', '/user/profile/message', { message: '안녕' }));
  assert.equal(Object.keys(user).length, 10);
  assert.equal(user.profile, '{"profile":null,"background":null,"message":"안녕"}');
  const fresh = freshName();
  const changed = dataOf(await anna.device.send('PUT', '/user/profile', { username: '안나', nickname: 'a', email: `${fresh}@x.y`, phone: fresh, birth: '1995-10-28', status: 1 }));
  assert.deepEqual([changed.username, changed.birth, changed.status], ['안나', '1995-10-28', 1]);
  const seen = dataOf(await ben.device.get(`/user/profile/${anna.id}`));
  assert.deepEqual([seen.username, seen.phone, seen.email], ['안나', null, null]);
  const vo = await ben.device.data(`/chat/rooms/${roomId}`);
  assert.equal(vo.members.find(({ userId }) => userId === anna.id).username, '안나');
  assert.match(descOf(await anna.device.send('PUT', '/user/profile', { username: 'x' })), /^잘못된 요청입니다\. : /);
  const taken = { username: 'x', nickname: 'x', email: `${fresh}@x.y`, phone: freshName(), status: 0 };
  assert.match(descOf(await ben.device.send('PUT', '/user/profile', taken)), /이미 존재하는 정보입니다\.$/);
});

test('U3, U4, U5: unknown people are refused by number, and found empty by name; a number that is none is the framework\'s 400', async () => {
  const [anna] = await people(stage.host, 1);
  assert.equal(descOf(await anna.device.get('/user/profile/99999999')), '잘못된 요청입니다. : 해당 userId를 갖는 유저가 존재하지 않습니다.');
  assert.equal((await anna.device.get('/user/profile/abc')).status, 400);
  for (const path of ['/user/cid/nobody-is-called-this', '/user/email/nobody@nowhere'])
    assert.ok(Object.values(dataOf(await anna.device.get(path))).every((value) => value === null));
});

test('F3, F5, F6, F7: friends are added in numbers, hidden, shown again and removed', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  await befriend(anna, ben);
  const made = dataOf(await anna.device.post('/user/friends/list', { toUidList: [ben.id, cleo.id, cleo.id, 99999999] }));
  assert.deepEqual(made.map(({ fromUser, toUser, hidden }) => [fromUser.id, toUser.id, hidden]), [[anna.id, cleo.id, false]]);
  assert.equal(dataOf(await anna.device.send('PATCH', '/user/friends/hidden', { toUid: ben.id, hidden: true })).hidden, true);
  assert.deepEqual(dataOf(await anna.device.get('/user/friends/hidden')).map(({ id }) => id), [ben.id]);
  assert.deepEqual(dataOf(await anna.device.get('/user/friends')).map(({ friend }) => friend.id), [cleo.id]);
  dataOf(await anna.device.send('PATCH', '/user/friends/hidden', { toUid: String(ben.id), hidden: false }));
  assert.equal(dataOf(await anna.device.get('/user/friends')).length, 2);
  const removed = await anna.device.send('DELETE', `/user/friends/${ben.id}`);
  assert.equal(dataOf(removed), `${ben.cid} 님을 친구에서 삭제했습니다.`);
  assert.equal(descOf(await anna.device.send('DELETE', `/user/friends/${ben.id}`)), '잘못된 요청입니다. : 해당 userId를 갖는 친구가 존재하지 않습니다.');
  assert.deepEqual(dataOf(await anna.device.get('/user/profile')).map(({ id }) => id), [anna.id, cleo.id], 'oneself and one\'s friends, not everybody');
});

test('U11, D16: a deleted account is nobody any more; what it said stays', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const answer = await anna.device.send('DELETE', '/user/profile');
  assert.equal(dataOf(answer), `유저 ${anna.cid}이 삭제되었습니다.`);
  assert.equal((await anna.device.get('/user/profile/token')).json.error.type, 'JWT_AUTHENTICATION');
  assert.equal((await anna.device.signIn(anna.cid, password)).json.code, 2001);
  const { room: vo } = await ben.device.data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.equal(vo.members.find(({ userId }) => userId === anna.id).username, '알 수 없음');
  assert.notEqual((await signUp(stage.host, anna.cid)).id, anna.id, 'the name is free again');
});
