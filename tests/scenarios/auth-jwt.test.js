// Who somebody is says an identity provider: its signed token stands where the password would, over REST and in CONNECT (docs/identity.md).
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Device, WEB } from './lib/device.js';
import { freshFolder, Host, root, runToEnd } from './lib/host.js';
import { Native } from './lib/native.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const stage = {};

const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

function token(sub, changes = {}, key = privateKey) {
  const text = `${part({ alg: 'EdDSA', typ: 'JWT', kid: 'k1' })}.${part({ iss: 'https://id.example', aud: 'chat', sub, iat: now(), exp: now() + 300, ...changes })}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

before(async () => {
  stage.folder = await freshFolder();
  const data = path.join(stage.folder, 'data');
  await mkdir(data);
  const jwk = path.join(stage.folder, 'keys.json');
  await writeFile(jwk, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }] }));
  const config = path.join(stage.folder, 'host.json');
  const auth = { plugin: 'auth-jwt', issuer: 'https://id.example', audience: 'chat', keys: [jwk] };
  const plugins = { net: {}, 'transport-http': {}, 'transport-stomp': {}, auth, 'session-policy': {}, storage: {}, files: {} };
  await writeFile(config, JSON.stringify({ plugins }));
  const added = await runToEnd(['user', 'add', 'anna', '--config', config, '--data', data], { input: 'subject-of-anna\n', cwd: root });
  assert.equal(added.code, 0, added.stderr);
  stage.host = await Host.start({ config, data });
});

after(async () => {
  if (stage.host) assert.deepEqual(await stage.host.stop(), { code: 0, signal: null });
  await rm(stage.folder, { recursive: true, force: true });
});

test('a token of the account\'s subject signs in over REST, and its session is like any other', async () => {
  const device = new Device(stage.host, WEB);
  const answer = await device.signIn('anna', token('subject-of-anna'));
  assert.equal(answer.json.isSuccess, true, answer.text);
  assert.equal((await device.get('/auth/device')).json.result.isValid, true);
  const native = await Native.connect(stage.host, device.accessToken);
  await native.disconnect();
});

test('and in CONNECT, as the passcode of a login', async () => {
  const native = await Native.connect(stage.host, undefined, { connectHeaders: { login: 'anna', passcode: token('subject-of-anna'), device: 'WEB' } });
  assert.ok(native.connected['user-id']);
  await native.disconnect();
});

test('a token of somebody else, an expired one, a foreign key and a password are refused alike', async () => {
  const foreign = generateKeyPairSync('ed25519').privateKey;
  const refused = [token('subject-of-ben'), token('subject-of-anna', { exp: now() - 60 }), token('subject-of-anna', {}, foreign), 'subject-of-anna'];
  const answers = await Promise.all(refused.map((passcode) => new Device(stage.host, WEB).signIn('anna', passcode)));
  for (const answer of answers) {
    assert.equal(answer.json.isSuccess, false);
    assert.equal(answer.status, answers[0].status);
  }
});
