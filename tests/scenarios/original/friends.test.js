// Friends: a friendship is directed (cocotalk-wire.md 2.2, F1, F2, F4).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from '../lib/host.js';
import { befriend, freshName, people } from '../lib/people.js';

const stage = hostForAll({ before, after });

const listOf = async ({ device }) => (await device.data('/user/friends')).map(({ friend, type }) => [friend.id, type]);

test('F1, F2, Q23: whom I added is type 0, who added me is type 1, and both of us is one entry', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const added = await befriend(anna, ben);
  assert.equal(added.fromUser.id, anna.id);
  assert.equal(added.toUser.id, ben.id);
  assert.equal(added.hidden, false);
  await befriend(cleo, anna);
  assert.deepEqual(new Map(await listOf(anna)), new Map([[ben.id, 0], [cleo.id, 1]]));
  assert.deepEqual(await listOf(ben), [[anna.id, 1]]);
  await befriend(ben, anna);
  assert.deepEqual(await listOf(ben), [[anna.id, 0]]);
});

test('F1, 12.6: the list is sorted by name, and every friend has a profile the page can parse', async () => {
  const [anna, ...others] = await people(stage.host, 6);
  for (const other of others) await befriend(anna, other);
  const list = await anna.device.data('/user/friends');
  const names = list.map(({ friend }) => friend.username);
  assert.deepEqual(names, [...names].sort());
  for (const { friend } of list) assert.deepEqual(Object.keys(JSON.parse(friend.profile)), ['profile', 'background', 'message']);
});

test('F4: finding says how we stand: stranger 1, friend 0, myself 3, nobody: a person of nulls', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const find = async (cid) => anna.device.data(`/user/friends/cid/${cid}`);
  assert.deepEqual([(await find(ben.cid)).friend.id, (await find(ben.cid)).type], [ben.id, 1]);
  await befriend(anna, ben);
  assert.equal((await find(ben.cid)).type, 0);
  assert.equal((await find(anna.cid)).type, 3);
  const nobody = await find(freshName());
  assert.equal(nobody.type, 1);
  assert.equal(nobody.friend.id, null);
});

test('F2, Q24: the same friend twice, nobody, and oneself are refused with 1004', async () => {
  const [anna, ben] = await people(stage.host, 2);
  await befriend(anna, ben);
  const refusal = async (toUid) => (await anna.device.post('/user/friends', { toUid })).json.error;
  assert.deepEqual(await refusal(ben.id), { code: 1004, desc: '잘못된 요청입니다. : 해당 userId를 갖는 친구가 이미 존재합니다.', type: 'BAD_REQUEST' });
  assert.deepEqual(await refusal(999_999_999), { code: 1004, desc: '잘못된 요청입니다. : 해당 userId를 갖는 유저가 존재하지 않습니다.', type: 'BAD_REQUEST' });
  assert.equal((await refusal(anna.id)).code, 1004);
  assert.equal((await listOf(anna)).length, 1);
});
