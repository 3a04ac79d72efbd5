// How long calls of an interface wait while its plugin is replaced, again and again, under talk.
//   node bench/replace/replace.js [--times N]
// The storage cannot be open twice, so its calls wait for the moment between the old one's end and the new one's beginning; the host says how long. With
// all others the slots are exchanged and nobody waits; there the receipts tell. Promised: less than 5 ms at the 99th percentile.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { percentile, seedCrowd } from '../../tests/scenarios/lib/crowd.js';
import { freshFolder, Host, program, runToEnd } from '../../tests/scenarios/lib/host.js';
import { Crowd } from '../../tests/scenarios/replace/talkers.js';

const { values } = parseArgs({ options: { times: { type: 'string', default: '100' } } });
const times = Number(values.times), talkers = 100, perSecond = 200;
const data = await freshFolder();
const seeded = await seedCrowd(data, talkers);
const host = await Host.start({ data });
const file = (name) => path.resolve(program, `../../lib/cocotalk/plugins/${name}.so`);

async function replaced(name) {
  const crowd = await Crowd.gather(host, seeded, talkers);
  crowd.begin(perSecond);
  const pauses = [];
  for (let i = 0; i < (name ? times : 0); ++i) {
    const { code, stdout, stderr } = await runToEnd(['plugin', 'replace', name, file(name), '--data', data], { within: 60_000 });
    if (code !== 0) throw new Error(stderr);
    pauses.push(Number(/calls waited (\d+) µs/.exec(stdout)?.[1] ?? 0) / 1000);
  }
  if (!name) await new Promise((resolve) => setTimeout(resolve, 5000));
  const result = await crowd.stop();
  crowd.leave();
  return { ...result, pauses: pauses.sort((a, b) => a - b) };
}

const say = (what, { said, lost, times: receipts, pauses }) => console.log(
  `${what}: ${pauses.length ? `calls waited ${percentile(pauses, 0.5).toFixed(1)} ms (median), ${percentile(pauses, 0.99).toFixed(1)} ms (p99); ` : ''}` +
  `a receipt took ${percentile(receipts, 0.5).toFixed(1)} ms (median), ${percentile(receipts, 0.99).toFixed(1)} ms (p99); lost ${lost} of ${said}`);

say('nothing is replaced', await replaced());
for (const name of ['session-policy', 'auth', 'search', 'storage']) say(`${name} is replaced ${times} times`, await replaced(name));
await host.stop();
await rm(data, { recursive: true, force: true });
