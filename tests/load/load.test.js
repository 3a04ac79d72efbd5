// The host under the load generator (bench/load), built with a sanitizer: which ends the host with an exit code of its own when it
// has found something. COCOTALK_BUILD: the host's build folder; COCOTALK_LOAD: the generator, which is quick only when optimised.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { roomOf, seedCrowd } from '../scenarios/lib/crowd.js';
import { Host, freshFolder, root } from '../scenarios/lib/host.js';

const execute = promisify(execFile);

// One scenario of the generator for a few seconds; nothing that was sent may be missing.
async function load(host, scenario, options) {
  const all = { protocol: 'stomp', port: host.port, warmup: 1, seconds: 3, ...options };
  const args = Object.entries(all).flatMap(([name, value]) => [value].flat().flatMap((one) => [`--${name}`, String(one)]));
  const { stdout } = await execute(process.env.COCOTALK_LOAD, [scenario, ...args], { timeout: 120_000 });
  const { lost } = JSON.parse(stdout);
  assert.equal(lost ?? 0, 0, `${scenario}: ${stdout}`);
}

async function endsClean(host) {
  const { code, signal } = await host.stop('SIGTERM', 60_000);
  assert.equal(code, 0, `the host ended with ${code ?? signal}:\n${host.said.stderr.slice(-20_000)}`);
}

test('a broker with two lanes: fan-out, rooms, durable topics, idle subscribers', async () => {
  const settings = ['net.lanes=2', 'transport-stomp.tcp=127.0.0.1:0', 'service.topics=/topic/kept/ kept,/topic/'];
  const host = await Host.start({ config: path.join(root, 'config/broker.json'), args: settings.flatMap((one) => ['--set', one]), quota: true, within: 60_000 });
  const guest = { login: 'guest', passcode: 'guest' };
  await load(host, 'fanout', { ...guest, connections: 300, window: 1 });
  await load(host, 'fanout', { ...guest, connections: 300, window: 16 });
  await load(host, 'rooms', { ...guest, connections: 200, rate: 300 });
  await load(host, 'durable', { ...guest, destination: '/topic/kept/load-{c}', publishers: 16, window: 32 });
  await load(host, 'idle', { ...guest, connections: 500, 'server-pid': host.pid });
  await endsClean(host);
});

test('the messenger: a hundred people in rooms of ten', async () => {
  const data = await freshFolder();
  const crowd = await seedCrowd(data, 100);
  const lines = path.join(data, 'people');
  await writeFile(lines, crowd.accounts.map(({ accessToken }, i) => `${accessToken} ${roomOf(crowd, i)}\n`).join(''));
  const host = await Host.start({ data, args: ['--set', 'net.lanes=2'], within: 60_000 });
  const said = { lines, 'connect-header': 'access-token:{1}', destination: '/room/{2}', 'send-header': 'client-msg-id:{t}' };
  await load(host, 'rooms', { ...said, connections: 100, rate: 200 });
  await load(host, 'durable', { ...said, publishers: 16, window: 4 });
  await endsClean(host);
  await rm(data, { recursive: true, force: true });
});
