// What the original left open to everybody is not there, and says so in the service's own error envelope: never a fake success
// (cocotalk-wire.md 2.0, 2.3 to 2.5, 10.2: S5, S10, S14).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from '../lib/host.js';
import { RawWebSocket } from '../lib/raw.js';
import { people, room } from '../lib/people.js';
import { PageSocket } from '../lib/webpage.js';

const cast = {};
const stage = hostForAll({ before, after }, undefined, async (host) => {
  const [anna, ben] = await people(host, 2);
  Object.assign(cast, { anna, ben, roomId: (await room(anna, ben)).id });
});

const closed = [
  // S5: they signed others out, and took or told their push tokens.
  ['POST', '/chat/crash', () => ({ clientType: 'WEB', userId: cast.ben.id, fcmToken: 'x' })],
  ['POST', '/push/device', () => ({ userId: cast.ben.id, fcmToken: 'x' })],
  ['DELETE', () => `/push/device?userId=${cast.ben.id}`],
  ['GET', () => `/push/device?userId=${cast.ben.id}`],
  ['GET', '/push/device/1'],
  // S10: any member rewrote and deleted rooms. Renaming and leaving are commands.
  ['PUT', () => `/chat/rooms/${cast.roomId}`, () => ({ roomname: 'mine', img: null, type: 1, members: [] })],
  ['DELETE', () => `/chat/rooms/${cast.roomId}`],
  ['PUT', '/chat/rooms/username', () => ({})],
  ['PUT', '/chat/rooms/profile', () => ({})],
  // S14: what a framework tells about itself, and the registration of servers.
  ...['auth', 'user', 'chat', 'push', 'presence'].flatMap((service) => ['health', 'info', 'metrics', 'prometheus'].map((leaf) => ['GET', `/${service}/actuator/${leaf}`])),
  ['GET', '/actuator/health'],
];

for (const [method, where, body] of closed)
  test(`S5, S10, S14: ${method} ${typeof where === 'string' ? where : String(where).replace(/^\(\) => `|`$/g, '')} answers 404 in an error envelope`, async () => {
    const path = typeof where === 'string' ? where : where();
    const { device } = cast.anna;
    const { status, json, text } = body ? await device.send(method, path, body()) : await device.send(method, path);
    assert.equal(status, 404, text);
    if (/^\/(auth|push)/.test(path)) assert.deepEqual([json.isSuccess, typeof json.code], [false, 'number']);
    else if (/^\/(user|chat|presence)/.test(path)) assert.deepEqual([typeof json.error.code, typeof json.error.desc, json.data], ['number', 'string', undefined]);
    else assert.equal(json.error, 'Not Found');
  });

test('S5, S10: after all of that the others are signed in, and the room is as it was', async () => {
  const { anna, ben, roomId } = cast;
  const list = await PageSocket.list(ben.device, ben.id);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  await list.settled();
  page.say(roomId, 'still here');
  assert.equal((await list.message.next('the message')).message.content, 'still here');
  assert.deepEqual(list.crash.drain(), []);
  const { roomname, members } = await ben.device.data(`/chat/rooms/${roomId}`);
  assert.deepEqual([roomname, members.length], ['room', 2]);
});

test('S14: no server registers itself: there is no socket for it', async () => {
  for (const path of ['/ws', '/presence/ws']) await assert.rejects(RawWebSocket.open(stage.host, path), /HTTP\/1\.1 404/);
});
