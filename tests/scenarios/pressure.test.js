// Slow, dead and hostile clients cost the others nothing and the host little (promises.md P7, "Limits"). Long versions with figures:
// bench/pressure. COCOTALK_PRESSURE=long makes these long too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rm } from 'node:fs/promises';
import { attack } from './lib/attackers.js';
import { LightClient, headOf, memoryOf, roomOf, seedCrowd, talk } from './lib/crowd.js';
import { Host, freshFolder } from './lib/host.js';
import { withDeadline } from './lib/inbox.js';
import { Raw, RawWebSocket, wsFrame } from './lib/raw.js';

const long = process.env.COCOTALK_PRESSURE === 'long';
const scale = long ? { attackers: 1000, stalled: 300, talkers: 100, seconds: 30 } : { attackers: 90, stalled: 30, talkers: 20, seconds: 3 };
// Deadlines as short as a busy machine allows, so that nobody waits for them in vain.
const hurried = ['net.header_timeout=2 s', 'net.outbox_stall=2 s', 'net.keep_alive=2 s', 'transport-http.json_body_time=2 s'];
const mebi = 1024 * 1024;

let data, crowd, host;
const n = scale.stalled + scale.talkers;

before(async () => {
  data = await freshFolder();
  crowd = await seedCrowd(data, n);
  host = await Host.start({ data, args: hurried.flatMap((setting) => ['--set', setting]) });
});
after(async () => {
  const end = await host.stop();
  await rm(data, { recursive: true, force: true });
  assert.equal(end.code, 0, host.said.stderr.slice(-3000));
});

const joined = (from, to) =>
  Promise.all(crowd.accounts.slice(from, to).map(({ accessToken }, i) => LightClient.join(host, accessToken, roomOf(crowd, from + i))));

test('slow headers, bodies and readers are cut, nobody else is refused, nothing is lost, and memory is bounded', async () => {
  const talkers = await joined(0, scale.talkers);
  const quiet = await memoryOf(host.pid);
  const attackers = attack(host.port, scale.attackers);
  const [{ said, lost }] = await Promise.all([
    talk(talkers, { seconds: scale.seconds, perSecond: 50 }),
    withDeadline(Promise.all(attackers.map(({ closed }) => closed)), 'every attacker is cut', 120_000),
  ]);
  assert.ok(said > 0);
  assert.equal(lost, 0);
  const now = await memoryOf(host.pid);
  assert.ok(now.resident - quiet.resident < 64 * mebi, `${(now.resident - quiet.resident) / mebi} MiB more`);
  assert.ok(now.addressSpace - quiet.addressSpace < 512 * mebi, `${(now.addressSpace - quiet.addressSpace) / mebi} MiB of addresses more`);
  talkers.forEach((client) => client.leave());
});

test('who stops reading in a busy room costs little, and on return has every event', async () => {
  const talkers = await joined(0, scale.talkers);
  // Beside talkers in the same rooms: every third account of a room stands still.
  const stalledIds = Array.from({ length: scale.stalled }, (_, i) => i % scale.talkers);
  const quiet = await memoryOf(host.pid);
  const stalled = await Promise.all(stalledIds.map((id) => LightClient.join(host, crowd.accounts[id].accessToken, roomOf(crowd, id), { from: 0 })));
  stalled.forEach((client) => client.stopReading());
  const { lost } = await talk(talkers, { seconds: scale.seconds, perSecond: 200, bytes: 8192 });
  assert.equal(lost, 0);
  const full = await memoryOf(host.pid);
  assert.ok(full.resident - quiet.resident < 64 * mebi, `${(full.resident - quiet.resident) / mebi} MiB more`);
  stalled.forEach((client) => client.readOn());
  await Promise.all(stalled.map(async (client, i) => {
    const { accessToken } = crowd.accounts[stalledIds[i]];
    const head = await headOf(host, accessToken, client.roomId);
    const code = await withDeadline(client.reached(head), 'the end of the room', 60_000);
    let { seqs } = client;
    if (code !== undefined) {  // it was closed as slow, and resumes
      const again = await LightClient.join(host, accessToken, client.roomId, { from: seqs.at(-1) ?? 0 });
      seqs = seqs.concat(again.seqs);
      again.leave();
    }
    assert.deepEqual(seqs, Array.from({ length: seqs.length }, (_, k) => k + 1), 'no gap and no duplicate');
    assert.ok(seqs.length >= head);
    client.leave();
  }));
  talkers.forEach((client) => client.leave());
});

test('lengths that are only claimed take no memory', async () => {
  const quiet = await memoryOf(host.pid);
  const huge = 200 * mebi;
  const open = await Promise.all(Array.from({ length: 40 }, () => RawWebSocket.open(host)));
  for (const raw of open) raw.send(wsFrame('x', { length: huge }));
  const bodies = await Promise.all(Array.from({ length: 40 }, () => Raw.connect(host.port)));
  for (const [i, raw] of bodies.entries())
    raw.send(i % 2 ? `POST /auth/signin HTTP/1.1\r\nHost: x\r\nContent-Length: ${huge}\r\n\r\n{` : `POST /auth/signin HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${huge.toString(16)}\r\n{`);
  await Promise.all(open.map((raw) => raw.closed()));
  await Promise.all(bodies.map((raw) => raw.closed(60_000)));
  const now = await memoryOf(host.pid);
  assert.ok(now.resident - quiet.resident < 32 * mebi, `${(now.resident - quiet.resident) / mebi} MiB more`);
  assert.ok(now.addressSpace - quiet.addressSpace < 256 * mebi, `${(now.addressSpace - quiet.addressSpace) / mebi} MiB of addresses more`);
});

test('a silent page that answers pings lives on; one that does not is cut', async () => {
  const impatient = await Host.start({ args: ['net.ping_after=300 ms', 'net.pong_within=700 ms'].flatMap((s) => ['--set', s]) });
  const alive = await RawWebSocket.open(impatient);
  const dead = await RawWebSocket.open(impatient);
  const pings = () => alive.bytes.toString('latin1').split('\x89\x00').length - 1;
  let answered = 0;
  alive.socket.on('data', () => {
    for (; answered < pings(); ++answered) alive.send(wsFrame('', { first: 0x8a }));
  });
  await dead.closed(20_000);
  await alive.until('pings long after the other was cut', () => answered >= (long ? 400 : 6), long ? 300_000 : 30_000);
  assert.equal(alive.isClosed, false);
  alive.end();
  const { code } = await impatient.stop();
  assert.equal(code, 0);
});

test('SIGTERM with readers that stand still: the host ends in time, and what it confirmed is there', async () => {
  const folder = await freshFolder();
  const few = await seedCrowd(folder, 20);
  let draining = await Host.start({ data: folder });
  const join = (i) => LightClient.join(draining, few.accounts[i].accessToken, roomOf(few, i));
  const readers = await Promise.all(Array.from({ length: 10 }, (_, i) => join(i)));
  const speaker = await join(0);
  readers.forEach((client) => client.stopReading());
  await talk([speaker], { seconds: 1, perSecond: 200, bytes: 8192 });
  const heard = speaker.seqs.at(-1);
  const { code } = await draining.stop('SIGTERM', 15_000);
  assert.equal(code, 0);
  readers.forEach((client) => client.leave());
  draining = await Host.start({ data: folder });
  assert.ok((await headOf(draining, few.accounts[0].accessToken, roomOf(few, 0))) >= heard);
  await draining.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a flood of one address is refused at its limits, and another address is not', async () => {
  const limited = await Host.start({ args: ['net.trusted_proxies=192.0.2.1', 'net.connections_per_address=50', 'net.new_per_second=1000', 'net.header_timeout=60 s'].flatMap((s) => ['--set', s]) });
  const flood = await Promise.all(Array.from({ length: 80 }, () => Raw.connect(limited.port)));
  const request = 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n';
  const served = await Promise.all(flood.map(async (raw) => {
    raw.send(request);
    await raw.until('an answer or the close', () => raw.isClosed || raw.text !== '', 20_000);
    return raw.text.startsWith('HTTP/1.1 200');
  }));
  assert.equal(served.filter(Boolean).length, 50);
  const other = await Raw.connect(limited.port, { localAddress: '127.0.0.2' });
  other.send(request);
  await other.says(/^HTTP\/1\.1 200/);
  [...flood, other].forEach((raw) => raw.end());
  await limited.stop();
});
