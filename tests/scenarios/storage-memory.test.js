// The same messenger on another storage: nothing of it is kept, all of it works (config/throw-away.json).
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { freshFolder, Host, hostForAll, root, runToEnd } from './lib/host.js';
import { Native } from './lib/native.js';
import { password, people, person, room, signIn } from './lib/people.js';
import { Device, WEB } from './lib/device.js';

const config = 'config/throw-away.json';
const stage = hostForAll({ before, after }, { config });

test('two people sign up, talk, and the one who was away gets what he missed', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const writer = await Native.connect(host, anna.device.accessToken);
  const first = await writer.say(roomId, 'hello');
  for (let i = 0; i < 30; ++i) await writer.say(roomId, `missed ${i}`);
  const reader = await Native.connect(host, ben.device.accessToken);
  const inbox = await reader.hear(`/room/${roomId}`, { 'from-seq': String(first.seq) });
  const last = await writer.say(roomId, 'live');
  const heard = await inbox.take(last.seq - first.seq, 'event');
  assert.deepEqual(heard.map(({ seq }) => seq), Array.from({ length: last.seq - first.seq }, (_, i) => first.seq + 1 + i));
  const again = await writer.say(roomId, 'twice', { clientMsgId: 'c-1' });
  assert.deepEqual(await writer.say(roomId, 'twice', { clientMsgId: 'c-1' }), again);
});

test('of fifty sign-ins of one class at once exactly one survives', async () => {
  const { host } = stage;
  const { cid } = await person(host, { kind: WEB });
  const devices = await Promise.all(Array.from({ length: 50 }, () => signIn(host, cid, WEB).catch(() => undefined)));
  const valid = await Promise.all(devices.filter(Boolean).map(async (it) => (await it.get('/auth/device')).json.result.isValid));
  assert.equal(valid.filter(Boolean).length, 1);
});

test('there is nothing to back up, and it says so', async () => {
  const { code, stderr } = await runToEnd(['backup', '/nowhere/copy', '--config', config, '--data', stage.host.data + '-operator'], { cwd: root });
  await rm(stage.host.data + '-operator', { recursive: true, force: true });
  assert.notEqual(code, 0);
  assert.match(stderr, /the storage in memory keeps nothing/);
});

test('after the end nothing is left: the account is unknown', async () => {
  const data = await freshFolder();
  try {
    const first = await Host.start({ config, data });
    const { cid } = await person(first);
    assert.deepEqual(await first.stop(), { code: 0, signal: null });
    const second = await Host.start({ config, data });
    const answer = await new Device(second, WEB).signIn(cid, password);
    assert.equal(answer.json.isSuccess, false);
    assert.deepEqual(await second.stop(), { code: 0, signal: null });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
