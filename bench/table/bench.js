// The speed table of docs/performance.md. `./dev bench` calls it; alone: node bench/table/bench.js --help
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../peers/process.js';
import { describe, heading } from './print.js';
import { rows } from './rows.js';
import { run } from './run.js';

const usage = `usage: bench.js [--peers] [--quick] [--rows NAME[,NAME…]] [--json FILE] [--build FOLDER]
  --peers   beside the servers the host is compared with, as far as they are installed
  --quick   one short round of everything: whether it works, not how fast it is
  --rows    ${rows.map(({ name }) => name).join(', ')}
  --json    every figure of every round, for whoever wants to look closer`;

function wrong(sentence) {
  console.error(`bench: ${sentence}`);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        peers: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        rows: { type: 'string' },
        json: { type: 'string' },
        build: { type: 'string', default: path.join(root, 'build') },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return wrong(`${error.message}\n${usage}`);
  }
}

const { peers, quick, rows: wanted, json, build, help } = options();
if (help) {
  console.log(usage);
  process.exit(0);
}
if (availableParallelism() < 2) wrong('needs two processors: one for the server, one for the load');
const names = wanted?.split(',') ?? rows.map(({ name }) => name);
const unknown = names.find((name) => !rows.some((row) => row.name === name));
if (unknown !== undefined) wrong(`there is no row '${unknown}'\n${usage}`);

const context = {
  build: path.resolve(build),
  serverCore: 0,
  loadCore: 1,
  warmup: quick ? 0.5 : 1,
  seconds: quick ? 1 : 4,
  rounds: quick ? 1 : 0,
  withPeers: peers,
  note: (text) => console.error(text),
};
const results = [];
console.log(heading().join('\n'));
for (const row of rows.filter(({ name }) => names.includes(name))) {
  results.push(await run(row, context));
  console.log(describe(results.at(-1)).join('\n'));
}
if (quick) console.log('\nOne short round of each: these are no figures.');
if (json) writeFileSync(json, JSON.stringify(results.map(({ row, rounds, absent, failed }) => ({ row: row.name, rounds, absent, failed })), null, 1));
process.exit(results.some(({ failed }) => failed.length > 0) ? 1 : 0);
