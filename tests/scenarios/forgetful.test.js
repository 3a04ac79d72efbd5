// Plugins that drop what they should answer: whoever asked is answered all the same, at once, and the next call is served.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Device, MOBILE } from './lib/device.js';
import { freshFolder, Host, root } from './lib/host.js';
import { Native } from './lib/native.js';
import { password, people, room } from './lib/people.js';

const run = promisify(execFile);
const stage = {};

async function built(name, ...more) {
  const file = path.join(stage.folder, `forgetful-${name}.so`);
  await run('c++', ['-std=c++20', '-O0', '-shared', '-fPIC', '-fvisibility=hidden', '-pthread', ...['sdk/include', 'sdk/testing', 'plugins'].map((it) => `-I${path.join(root, it)}`),
    path.join(root, 'tests/scenarios/forgetful', `${name}.cpp`), ...more.map((it) => path.join(root, it)), '-o', file]);
  return file;
}

before(async () => {
  stage.folder = await freshFolder();
  const auth = await built('auth'), storage = await built('storage', 'plugins/storage-memory/storage_memory.cpp'), commands = await built('commands');
  const config = path.join(stage.folder, 'forgetful.json');
  await writeFile(config, JSON.stringify({ plugins: {
    net: {}, 'transport-http': {}, 'transport-stomp': {}, 'session-policy': {}, files: {}, auth: { plugin: auth }, storage: { plugin: storage }, forgetful: { plugin: commands } } }));
  stage.host = await Host.start({ config });
  stage.people = await people(stage.host, 2);
});
after(async () => {
  if (stage.host) assert.deepEqual(await stage.host.stop(), { code: 0, signal: null });
  await rm(stage.folder, { recursive: true, force: true });
});

const nativeOf = ({ device }) => Native.connect(stage.host, device.accessToken);

test('a command that nobody answers is answered: come again', async () => {
  const native = await nativeOf(stage.people[0]);
  for (let i = 0; i < 2; ++i) assert.equal((await native.ask('forgetful.forget', {})).body.code, 'RETRY');
});

test('a password that nobody judges signs nobody in, and the next one does', async () => {
  const device = new Device(stage.host, MOBILE);
  const [{ cid }] = stage.people;
  const answer = await device.signIn(cid, 'forget-this-password');
  assert.equal(answer.json.isSuccess, false, answer.text);
  assert.ok(!device.accessToken);
  assert.equal((await device.signIn(cid, password)).json.isSuccess, true);
});

test('what nobody has stored is not said, and the next message is', async () => {
  const [anna, ben] = stage.people;
  const { id: roomId } = await room(anna, ben);
  const native = await nativeOf(anna);
  const lost = await native.ask('room.send', { roomId, content: 'lost #forget' });
  assert.equal(lost.body.code, 'RETRY', JSON.stringify(lost));
  const said = await native.ask('room.send', { roomId, content: 'kept' });
  assert.deepEqual([said.status, said.body.seq], ['ok', 1]);
});
