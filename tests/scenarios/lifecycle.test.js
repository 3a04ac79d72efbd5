// Starting and stopping: what is wrong is one sentence on standard error and a non-zero exit code, before a connection is accepted
// (promises P8, P9).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { freshFolder, Host, runToEnd } from './lib/host.js';
import { request } from './lib/http.js';
import { Native } from './lib/native.js';
import { password, people } from './lib/people.js';

let data;
beforeEach(async () => (data = await freshFolder()));
afterEach(() => rm(data, { recursive: true, force: true }));

const run = (...args) => runToEnd(['run', '--data', data, '--listen', '127.0.0.1:0', ...args]);

async function refuses(end, code, ...patterns) {
  assert.equal(end.code, code, end.stderr);
  assert.doesNotMatch(end.stdout, /ready/);
  for (const pattern of patterns) assert.match(end.stderr, pattern);
}

test('later starts are ready in less than a second', async () => {
  await (await Host.start({ data })).stop();
  const host = await Host.start({ data });
  assert.ok(host.readyMs < 1000, `${host.readyMs} ms`);
  await host.stop();
});

test('SIGTERM and SIGINT end it with 0; it says ready once and nothing else on standard output', async () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const host = await Host.start({ data });
    assert.deepEqual(await host.stop(signal), { code: 0, signal: null });
    assert.equal(host.said.stdout, `ready ${host.url}\n`);
  }
});

test('a taken port is named', async (t) => {
  const other = net.createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address();
  await refuses(await runToEnd(['run', '--data', data, '--listen', `127.0.0.1:${port}`]), 1, new RegExp(`127\\.0\\.0\\.1:${port}`), /another program uses this port/);
});

test('a second process on the same data is refused, and the first goes on', async () => {
  const host = await Host.start({ data });
  const second = await run();
  await refuses(second, 1, new RegExp(data), /another|already|lock/);
  assert.equal((await request('GET', `${host.url}/health`)).status, 200);
  await host.stop();
});

test('a data folder that cannot be made, and one that is a file, are named', async () => {
  const file = path.join(data, 'file');
  await writeFile(file, 'x');
  await refuses(await runToEnd(['run', '--data', file, '--listen', '127.0.0.1:0']), 78, /file is no folder/);
  await refuses(await runToEnd(['run', '--data', path.join(file, 'below'), '--listen', '127.0.0.1:0']), 78, /file/);
  await refuses(await runToEnd(['run', '--data', '/proc/nowhere', '--listen', '127.0.0.1:0']), 78, /\/proc/);
});

// Root writes where it likes, so this one is for everybody else; the folder is one even root cannot write in.
test('a data folder that cannot be written is named', async () => {
  await refuses(await runToEnd(['run', '--data', '/proc/self', '--listen', '127.0.0.1:0']), 78, /\/proc\/\S+ cannot be written|\/proc/);
});

test('a database of a newer program is refused', async () => {
  await (await Host.start({ data })).stop();
  const [file] = (await readdir(data)).filter((name) => /\.(db|sqlite)$/.test(name));
  makeNewer(path.join(data, file));
  await refuses(await run(), 1, /version/, /newer/);
});

// Counts the stored version of the core's tables up by a thousand.
function makeNewer(file) {
  execFileSync('sqlite3', [file, 'UPDATE cocotalk_schema SET version = version + 1000']);
}

test('a database that is none is refused, and left as it is', async () => {
  await (await Host.start({ data })).stop();
  const [file] = (await readdir(data)).filter((name) => /\.(db|sqlite)$/.test(name));
  for (const name of await readdir(data)) if (name.startsWith(file)) await rm(path.join(data, name));
  await writeFile(path.join(data, file), 'this is not a database, and never was one; it only has the name of one'.repeat(100));
  await refuses(await run(), 1, new RegExp(file));
});

test('all that is wrong with a configuration is said at once, with file and line; exit 78', async () => {
  const config = path.join(data, 'wrong.json');
  await writeFile(config, '{\n  // a comment\n  "plugins": {\n    "net": { "listne": ["127.0.0.1:0"] },\n    "transport-htpt": {},\n    "storage": { "no_such": 1 }\n  }\n}\n');
  const end = await runToEnd(['run', config, '--data', data]);
  await refuses(end, 78, /wrong\.json:4: .*listne.*listen/, /wrong\.json:5: .*transport-htpt.*transport-http/, /wrong\.json:6: .*no_such/);
  const checked = await runToEnd(['check', config]);
  assert.equal(checked.code, 78);
  assert.equal((await runToEnd(['check'])).code, 0);
});

test('settings come from the file, are overridden by the environment, and that by --set', async () => {
  const env = { COCOTALK_NET_LISTEN: '127.0.0.1:0', COCOTALK_LOG_FORMAT: 'json' };
  const host = await Host.start({ data, env });
  await host.stop();
  const lines = host.said.stderr.trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(lines.length > 0);
  const text = await Host.start({ data, env, args: ['--set', 'log.format=text'] });
  await text.stop();
  assert.throws(() => JSON.parse(text.said.stderr.split('\n')[0]));
});

test('accounts are made, given passwords, closed and opened from the command line', async () => {
  const cocotalk = (args, input) => runToEnd([...args, '--data', data], { input: input && `${input}\n` });
  assert.equal((await cocotalk(['user', 'add', 'anna', '--name', 'Anna'], 'first password')).code, 0);
  const again = await cocotalk(['user', 'add', 'anna'], 'x');
  assert.equal(again.code, 1);
  assert.match(again.stderr, /./);
  assert.equal((await cocotalk(['user', 'password', 'anna'], 'second password')).code, 0);
  const signsIn = async (passcode) => {
    const host = await Host.start({ data });
    try {
      await Native.connect(host, '', { connectHeaders: { login: 'anna', passcode, device: 'WEB' } });
      return true;
    } catch {
      return false;
    } finally {
      await host.stop();
    }
  };
  assert.deepEqual([await signsIn('first password'), await signsIn('second password')], [false, true]);
  assert.equal((await cocotalk(['user', 'disable', 'anna'])).code, 0);
  assert.equal(await signsIn('second password'), false);
  assert.equal((await cocotalk(['user', 'disable', 'anna', '--enable'])).code, 0);
  assert.equal(await signsIn('second password'), true);
  assert.equal((await cocotalk(['user', 'role', 'anna', 'admin'])).code, 0);
  assert.notEqual((await cocotalk(['user', 'role', 'nobody', 'admin'])).code, 0);
});

test('seed makes accounts whose tokens work, without a password being hashed', async () => {
  const { code, stdout, stderr } = await runToEnd(['seed', '100', '--rooms', '10', '--members', '10', '--messages', '30', '--tokens', '--data', data]);
  assert.equal(code, 0, stderr);
  const { accounts, rooms } = JSON.parse(stdout);
  assert.deepEqual([accounts.length, rooms.length], [100, 10]);
  const host = await Host.start({ data });
  const native = await Native.connect(host, accounts[0].accessToken);
  const { body } = await native.ask('room.list');
  assert.equal(body[0].room.members.length, 10);
  assert.match(body[0].recentChatMessage.content, /./);
  await host.stop();
});

test('/health names every plugin, /metrics counts in Prometheus\' words', async () => {
  const host = await Host.start({ data });
  const health = await request('GET', `${host.url}/health`);
  assert.equal(health.status, 200);
  assert.equal(health.json.status, 'ok');
  const ids = health.json.plugins.map(({ id }) => id);
  for (const id of ['net', 'transport-http', 'transport-stomp', 'auth', 'session-policy', 'storage', 'search', 'files']) assert.ok(ids.includes(id), id);
  const metrics = await request('GET', `${host.url}/metrics`);
  assert.match(metrics.headers['content-type'], /^text\/plain/);
  for (const line of metrics.text.trim().split('\n')) assert.match(line, /^(#.*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{[^}]*\})? [-+0-9.eInfNa]+)$/);
  await host.stop();
});

test('nothing secret is in the log', async () => {
  const host = await Host.start({ data, args: ['--set', 'log.level=debug'] });
  const [anna] = await people(host, 1);
  const address = await anna.device.socketAddress();
  await Native.connect(host, anna.device.accessToken);
  await host.stop();
  const ticket = /\/t\/([^/]+)\//.exec(address)[1];
  for (const secret of [password, anna.device.accessToken, anna.device.refreshToken, ticket]) assert.ok(!host.said.stderr.includes(secret));
});

test('every command has help, and what makes no sense ends with 64', async () => {
  for (const words of [[], ['run'], ['check'], ['plugins'], ['console'], ['user', 'add'], ['backup'], ['restore'], ['seed'], ['version']]) {
    const { code, stdout } = await runToEnd([...words, '--help']);
    assert.equal(code, 0);
    assert.ok(stdout.length > 40, words.join(' '));
  }
  for (const words of [['fly'], ['run', '--wings'], ['seed', 'many'], []]) assert.equal((await runToEnd(words)).code, 64, words.join(' '));
  assert.match((await runToEnd(['version'])).stdout, /^cocotalk \d+\.\d+\.\d+/);
});
