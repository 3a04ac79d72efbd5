// How much slow and hostile clients cost the others: the same talk, quiet and under pressure, one after the other in the same minute.
//   node bench/pressure/pressure.js [--attack SECONDS] [--stall SECONDS]
// The host runs on processor 0, everything else on processor 1. Promised (promises.md P7): p99 with 1,000 attackers at most 3 times, with
// 300 readers that stand still at most 2 times that of the quiet run, and at most 64 MiB more memory.
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { attack } from '../../tests/scenarios/lib/attackers.js';
import { LightClient, headOf, memoryOf, percentile, roomOf, seedCrowd, talk } from '../../tests/scenarios/lib/crowd.js';
import { Host, freshFolder } from '../../tests/scenarios/lib/host.js';

const { values } = parseArgs({ options: { attack: { type: 'string', default: '30' }, stall: { type: 'string', default: '120' } } });
const pin = (pid, cpu) => execFileSync('taskset', ['-a', '-c', '-p', String(cpu), String(pid)], { stdio: 'ignore' });
const talkers = 100, attackers = 1000, stalled = 300, perSecond = 200;
const mebi = 1024 * 1024;

const data = await freshFolder();
const crowd = await seedCrowd(data, talkers);
const host = await Host.start({ data });
pin(host.pid, 0);
pin(process.pid, 1);

const join = (i, options) => LightClient.join(host, crowd.accounts[i].accessToken, roomOf(crowd, i), options);
const everybody = () => Promise.all(Array.from({ length: talkers }, (_, i) => join(i)));

const clients = await everybody();
const run = async (seconds, bytes) => {
  const { said, lost, times } = await talk(clients, { seconds, perSecond, bytes });
  return { said, lost, p99: percentile(times, 0.99) };
};

function report(what, quiet, pressed, grownBytes, more) {
  const ratio = pressed.p99 / quiet.p99;
  console.log(`${what}: p99 ${quiet.p99.toFixed(1)} ms quiet, ${pressed.p99.toFixed(1)} ms pressed, ratio ${ratio.toFixed(2)}; ` +
    `lost ${pressed.lost} of ${pressed.said}; memory +${(grownBytes / mebi).toFixed(1)} MiB; ${more}`);
}

{
  const quiet = await run(Number(values.attack) / 2);
  const before = await memoryOf(host.pid);
  const enemies = attack(host.port, attackers);
  const pressed = await run(Number(values.attack));
  const grown = (await memoryOf(host.pid)).resident - before.resident;
  const lasted = (await Promise.all(enemies.map(({ closed }) => closed))).sort((a, b) => a - b);
  report(`${attackers} attackers`, quiet, pressed, grown, `the last was cut after ${(lasted.at(-1) / 1000).toFixed(1)} s`);
}
{
  const quiet = await run(Math.min(30, Number(values.stall)), 1024);
  const before = await memoryOf(host.pid);
  const still = await Promise.all(Array.from({ length: stalled }, (_, i) => join(i % talkers)));
  still.forEach((client) => client.stopReading());
  const pressed = await run(Number(values.stall), 1024);
  const grown = (await memoryOf(host.pid)).resident - before.resident;
  still.forEach((client) => client.readOn());
  let complete = 0, resumed = 0;
  for (const [i, client] of still.entries()) {
    const account = crowd.accounts[i % talkers];
    const head = await headOf(host, account.accessToken, client.roomId);
    let { seqs } = client;
    if ((await client.reached(head)) !== undefined) {
      const again = await join(i % talkers, { from: seqs.at(-1) ?? 0 });
      seqs = seqs.concat(again.seqs);
      again.leave();
      ++resumed;
    }
    if (seqs.every((seq, k) => k === 0 || seq === seqs[k - 1] + 1)) ++complete;
    client.leave();
  }
  report(`${stalled} readers that stand still`, quiet, pressed, grown, `${complete} have every event in the end, ${resumed} of them by resuming`);
}
clients.forEach((client) => client.leave());
await host.stop();
await rm(data, { recursive: true, force: true });
