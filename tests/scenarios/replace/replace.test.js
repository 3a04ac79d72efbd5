// Every plugin that can be replaced is, again and again, while 200 people talk: nothing is lost, doubled or refused, and nobody is sent away.
// COCOTALK_REPLACEMENTS says how often each (10).
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { seedCrowd } from '../lib/crowd.js';
import { Device, MOBILE } from '../lib/device.js';
import { ask, Events } from '../lib/events.js';
import { freshFolder, Host, runToEnd } from '../lib/host.js';
import { request } from '../lib/http.js';
import { password, person } from '../lib/people.js';
import { jpeg } from '../lib/upload.js';
import { explosive, names as plugins, otherBuild, pluginFolder } from './builds.js';
import { Crowd, Talker } from './talkers.js';

const times = Number(process.env.COCOTALK_REPLACEMENTS ?? 10);
const count = 200, perSecond = 100;
let folder, data, config, host, crowd, seeded, builds;

const replace = (name, file) => runToEnd(['plugin', 'replace', name, file, '--data', data, '--config', config], { within: 60_000 });
const running = async () => JSON.parse((await runToEnd(['plugins', '--running', '--json', '--data', data, '--config', config])).stdout).plugins;

before(async () => {
  folder = await freshFolder();
  data = path.join(folder, 'data');
  config = path.join(folder, 'cocotalk.json');
  await writeFile(config, JSON.stringify({ plugins: { net: {}, ...Object.fromEntries(plugins.map((name) => [name, {}])) } }));
  builds = await Promise.all(plugins.map((name) => otherBuild(name, folder)));
  seeded = await seedCrowd(data, count);
  host = await Host.start({ data, config, args: ['--set', 'service.failed_sign_ins=1000', '--set', 'service.uploads_per_minute=100000',
    '--set', 'service.mail_codes_per_hour=10000', '--set', 'service.plugin_command_burst=0', '--set', 'transport-stomp.tcp=127.0.0.1:0'] });
  crowd = await Crowd.gather(host, seeded, count);
});

after(async () => {
  crowd?.leave();
  if (host) assert.equal((await host.stop()).code, 0, host.said.stderr.slice(-4000));
  await rm(folder, { recursive: true, force: true });
});

// What people do beside talking, one after the other until stop(); every answer must be a good one.
async function everydayLife(someone) {
  const troubles = [];
  let isOver = false, done = 0;
  const device = new Device(host, MOBILE);
  const { accessToken } = seeded.accounts[0], roomId = seeded.rooms[0];
  const command = async (name, json) => {
    const answer = await request('POST', `${host.url}/command/${name}`, { headers: { 'X-ACCESS-TOKEN': accessToken, 'Content-Type': 'application/json' }, body: JSON.stringify(json) });
    assert.equal(answer.status, 200, answer.text);
    return answer.json.data;
  };
  const { poll } = await command('poll.create', { roomId, question: 'Lunch?', options: ['Rice', 'Noodles'] });
  const page = await request('GET', `${host.url}/`);
  const files = [...page.text.matchAll(/(?:src|href)="(\/?assets\/[^"]+)"/g)].map(([, file]) => file.replace(/^\/?/, '/'));
  assert.ok(files.length > 0, page.text);
  const jobs = [
    async () => { const answer = await device.signIn(someone.cid, password); assert.ok(answer.json?.isSuccess, answer.text); },
    async () => assert.equal((await device.get('/user/friends')).status, 200),
    async () => assert.equal((await device.get('/health')).status, 200),
    async () => assert.equal((await request('POST', `${host.url}/auth/email/issue`, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email: `p${done}@example.org` }) })).status, 200),
    async () => assert.equal((await device.upload('PUT', '/user/profile/img', [{ name: 'profileImg', filename: 'a.jpeg', type: 'image/jpeg', value: jpeg }])).status, 200),
    async () => assert.equal((await command('poll.vote', { roomId, poll, option: done % 2 })).counts[done % 2], 1),
    async () => {
      for (const file of ['/', ...files]) assert.equal((await request('GET', `${host.url}${file}`)).status, 200, file);
    },
    async () => {
      const events = await Events.open(host, { token: accessToken, topics: [`/room/${roomId}`] });
      await events.next('the room', 'joined');
      const said = await ask(host, accessToken, 'room.send', { roomId, content: `round ${done}` });
      assert.equal(said.status, 200, JSON.stringify(said.json));
      events.cut();
    },
  ];
  const living = (async () => {
    while (!isOver && troubles.length < 100) {
      for (const job of jobs) await job().catch((error) => troubles.push(error.message));
      ++done;
    }
  })();
  return async () => {
    isOver = true;
    await living;
    return { done, troubles };
  };
}

test(`each plugin is replaced ${times} times under load, and nobody notices`, async (t) => {
  const someone = await person(host, { kind: MOBILE });
  crowd.begin(perSecond);
  const endOfLife = await everydayLife(someone);
  t.after(endOfLife);
  for (const { name, file: other, by } of builds) {
    const files = [other, path.join(pluginFolder, `${name}.so`)];
    for (let i = 0; i < times; ++i) {
      const { code, stderr } = await replace(name, files[i % 2]);
      assert.equal(code, 0, `${name}: ${stderr}`);
      const newcomer = await Talker.join(host, seeded.accounts[i % 10].accessToken, seeded.rooms[0], `n-${name}-${i}`);
      newcomer.leave();
      assert.deepEqual(newcomer.troubles, []);
    }
    const [{ file }] = (await running()).filter(({ id, state }) => id === name && state === 'running');
    assert.equal(file, files[(times - 1) % 2]);
    t.diagnostic(`${name}: ${times} times, alternating with ${by}`);
  }
  const life = await endOfLife();
  const { times: waited, ...talk } = await crowd.stop();
  t.diagnostic(`${talk.said} messages, ${life.done} rounds of everyday life; a receipt took ${waited.at(Math.floor(waited.length * 0.99)).toFixed(0)} ms at p99`);
  assert.deepEqual(life.troubles, []);
  assert.deepEqual(talk, { said: talk.said, lost: 0, doubled: 0, disordered: 0, troubles: [] });
});

test('what holds nothing any more is gone; the transport serves those who came before', async () => {
  const states = (await running()).map(({ id, state }) => `${id} ${state.replace(/ since.*/, '')}`).filter((line) => !line.endsWith(' running'));
  assert.deepEqual(states, ['transport-stomp retiring']);
});

test('a file that is damaged or no plugin changes nothing', async () => {
  const file = path.join(folder, 'bad.so');
  const whole = await readFile(path.join(pluginFolder, 'auth.so'));
  for (const bytes of [Buffer.alloc(0), Buffer.from('no library'), whole.subarray(0, whole.length / 2)]) {
    await writeFile(file, bytes);
    const { code, stderr } = await replace('auth', file);
    assert.equal(code, 1);
    assert.match(stderr, /bad\.so: .*\nnothing was changed\n$/);
  }
  const { stderr } = await replace('net', path.join(pluginFolder, 'net.so'));
  assert.equal(stderr, "'net' carries what the others hold on to: a change needs a restart of the host\nnothing was changed\n");
  assert.equal((await request('GET', `${host.url}/health`)).json.status, 'ok');
});

test('who keeps things is followed by its like alone, and who keeps them in itself by nobody', async () => {
  const other = await replace('files', path.join(pluginFolder, 'auth.so'));
  assert.equal(other.code, 1);
  assert.match(other.stderr, /auth\.so: does not provide cocotalk\.files\/1, as 'files' does; name a plugin that does/);
  assert.match(other.stderr, /auth\.so: is 'auth', which would not find what 'files' has kept; stop the host to change over/);
  const rule = await replace('session-policy', path.join(pluginFolder, 'session-policy-max.so'));
  assert.equal(rule.code, 0, rule.stderr);
  assert.match(rule.stdout, /^session-policy 1\.0\.0 → session-policy-max /);
  const forgetful = await freshFolder();
  const settings = path.join(folder, 'forgetful.json');
  await writeFile(settings, JSON.stringify({ plugins: { net: {}, auth: {}, 'session-policy': {}, files: {}, 'transport-http': {}, 'storage-memory': {} } }));
  const second = await Host.start({ data: forgetful, config: settings });
  const { stderr } = await runToEnd(['plugin', 'replace', 'storage-memory', path.join(pluginFolder, 'storage-memory.so'), '--data', forgetful, '--config', settings]);
  assert.equal(stderr, "'storage-memory' keeps what is stored in itself: a change needs a restart of the host\nnothing was changed\n");
  assert.equal((await second.stop()).code, 0);
  await rm(forgetful, { recursive: true, force: true });
});

test('a changed configuration is taken over as a whole, by reload and by SIGHUP, or not at all', async () => {
  const write = (changes) => writeFile(config, JSON.stringify({ ...changes.host, plugins: { net: {}, ...Object.fromEntries(plugins.map((name) => [name, changes[name] ?? {}])) } }));
  const reload = () => runToEnd(['reload', '--data', data, '--config', config], { within: 60_000 });
  await write({ auth: { passes: 3 }, 'transport-stomp': { heartbeat: '20 s' } });
  const done = await reload();
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stdout, /^auth 1\.0\.0 → .*; other: passes$/m);
  assert.match(done.stdout, /^transport-stomp 1\.0\.0 → .*; other: heartbeat$/m);
  await write({ auth: { passes: 2 }, host: { drain: '9 s' } });
  const refused = await reload();
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /'drain' of the host is another: that needs a restart/);
  await write({ auth: { passes: 4 }, net: {} });
  host.child.kill('SIGHUP');
  await host.hasLogged('; other: passes\n');
});

test('a plugin that would end the host is tried elsewhere first, also when a configuration names it', async () => {
  const before = await readFile(config);
  for (const [file, where] of [[await explosive(folder), 'create()'], [await explosive(folder, '-DEARLY'), 'loading']]) {
    await writeFile(config, JSON.stringify({ plugins: { net: {}, ...Object.fromEntries(plugins.map((name) => [name, {}])), 'session-policy': { plugin: file } } }));
    for (const { code, stderr } of [await replace('session-policy', file), await runToEnd(['reload', '--data', data, '--config', config], { within: 60_000 })]) {
      assert.equal(code, 1);
      assert.ok(stderr.includes(`${file}: crashes in ${where} (SIGABRT)`), stderr);
    }
  }
  await writeFile(config, before);
  assert.equal((await request('GET', `${host.url}/health`)).json.status, 'ok');
});

test('a host that is told to stop in the middle of a replacement stops', async () => {
  const fresh = await freshFolder();
  const second = await Host.start({ data: fresh });
  const replacing = runToEnd(['plugin', 'replace', 'storage', path.join(pluginFolder, 'storage.so'), '--data', fresh]);
  assert.equal((await second.stop()).code, 0, second.said.stderr);
  assert.ok([0, 1].includes((await replacing).code));
  await rm(fresh, { recursive: true, force: true });
});

test('a second host on the same folder is told so', async () => {
  const { code, stderr } = await runToEnd(['run', config, '--data', data, '--listen', '127.0.0.1:0']);
  assert.equal(code, 1);
  assert.match(stderr, /is in use by another running host; stop it or name another one with --data/);
});
