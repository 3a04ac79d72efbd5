// What the host cannot do yet it says so, in the service's own error envelope: never a fake success.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from './lib/host.js';
import { people } from './lib/people.js';

const stage = hostForAll({ before, after });

const missing = [
  ['PUT', '/chat/rooms/0123456789abcdef01234567', {}],  // rewrote and deleted rooms for any member, and names for anybody: these stay closed
  ['PUT', '/chat/rooms/username', {}],
  ['PUT', '/chat/rooms/profile', {}],
  ['DELETE', '/chat/rooms/0123456789abcdef01234567', {}],
  ['POST', '/chat/crash', { clientType: 'WEB', userId: 1, fcmToken: 'x' }],
  ['POST', '/push/device', { userId: 1, fcmToken: 'x' }],
];

for (const [method, path, body] of missing)
  test(`${method} ${path} answers 404 in an error envelope`, async () => {
    const [anna] = await people(stage.host, 1);
    const { status, json, text } = await anna.device.send(method, path, body);
    assert.equal(status, 404, text);
    if (/^\/(auth|push)/.test(path)) assert.deepEqual([json.isSuccess, typeof json.code], [false, 'number']);
    else assert.deepEqual([typeof json.error.code, typeof json.error.desc, json.data], ['number', 'string', undefined]);
  });
