// How long people wait in a large database: 1,000,000 messages, 10,000 accounts, 5,000 rooms of ten, and one of 1,000 with 100,000 messages.
//   node bench/large/large.js [--build FOLDER] [--data FOLDER]
// The host runs on processor 0, this program on processor 1. Promised at the median: the list of an account in 100 rooms < 5 ms warm and
// < 20 ms cold, the tail of a room and a page < 2 ms, search < 20 ms. With --data the database is made there once, and kept.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Native } from '../../tests/scenarios/lib/native.js';
import { freshFolder, root, Server } from '../peers/process.js';

const { values } = parseArgs({ options: { build: { type: 'string', default: path.join(root, 'build') }, data: { type: 'string' } } });
const program = path.resolve(values.build, 'bin/cocotalk');
const folder = values.data ?? (await freshFolder());
execFileSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });

const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
const seconds = (since) => ((performance.now() - since) / 1000).toFixed(0);

// ---- the database

function seed(...words) {
  const { status, stdout, stderr } = spawnSync(program, ['seed', ...words.map(String), '--data', path.join(folder, 'data')], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`cocotalk seed failed:\n${stderr}`);
  return JSON.parse(stdout);
}

async function database() {
  const kept = path.join(folder, 'seeded.json');
  if (existsSync(kept)) return JSON.parse(await readFile(kept, 'utf8'));
  const began = performance.now();
  const { accounts, rooms } = seed(9000, '--rooms', 5000, '--members', 10, '--messages', 180, '--regulars', 50, '--tokens');
  const { rooms: [largest] } = seed(1000, '--rooms', 1, '--members', 1000, '--messages', 100_000);
  // Regular r is in the rooms r, r + 50, r + 100 …
  const regulars = accounts.slice(0, 50).map(({ accessToken }, r) => ({ accessToken, rooms: rooms.filter((_, i) => i % 50 === r) }));
  await writeFile(kept, JSON.stringify({ regulars, largest }));
  console.log(`made in ${seconds(began)} s`);
  return { regulars, largest };
}

// ---- the host

async function start(name, ...settings) {
  const args = ['run', '--data', path.join(folder, 'data'), '--listen', '127.0.0.1:0', '--set', 'service.search_burst=1000000'];
  for (const setting of settings) args.push('--set', setting);
  const server = new Server(name, [program, ...args], { core: 0 });
  server.url = (await server.says(/^ready (http:\S+)$/m))[1];
  return server;
}

const agent = new http.Agent({ keepAlive: true });

// Milliseconds until the whole answer is here, and the answer.
function timed(server, { accessToken }, address) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    http.get(server.url + address, { agent, headers: { 'X-ACCESS-TOKEN': accessToken } }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => {
        const ms = performance.now() - began;
        if (response.statusCode !== 200) return reject(new Error(`${address}: HTTP ${response.statusCode} ${Buffer.concat(pieces)}`));
        resolve({ ms, answer: () => JSON.parse(Buffer.concat(pieces)).data });
      });
    }).on('error', reject);
  });
}

// ---- what is measured

const rows = [];
function row(what, most, times) {
  const ms = median(times);
  rows.push(ms < most);
  console.log(`${what.padEnd(58)} ${ms.toFixed(1).padStart(6)} ms  (${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)})  asked < ${most}  ${ms < most ? 'met' : 'MISSED'}`);
}

async function timesOf(list, ask) {
  const times = [];
  for (const each of list) times.push((await ask(each)).ms);
  return times;
}

const listOf = (server) => (regular) => timed(server, regular, '/chat/rooms/list');

async function history(server, regulars) {
  const tails = [], pages = [];
  for (const regular of regulars)
    for (const room of regular.rooms.slice(0, 4)) {
      const tail = await timed(server, regular, `/chat/rooms/${room}/tail?count=0`);
      const { messageList } = tail.answer();
      tails.push(tail.ms);
      pages.push((await timed(server, regular, `/chat/messages?roomId=${room}&bundleId=${messageList[0].messageBundleId}&count=0&size=20`)).ms);
    }
  row('tail of a room', 2, tails);
  row('page before it', 2, pages);
}

async function search(server, regulars) {
  const words = ['회의', '회', 'ㅎㅇ', '회의록 확인', '안녕하세요', 'meeting', 'A-123456', 'ㄱ', '비밀번호 password', '없는말'];
  const times = [];
  for (const regular of regulars.slice(0, 20)) {
    const native = await Native.connect(server, regular.accessToken);
    for (const each of words) {
      const began = performance.now();
      const { status, body } = await native.ask('search', { words: each });
      times.push(performance.now() - began);
      if (status !== 'ok') throw new Error(JSON.stringify(body));
    }
    await native.disconnect();
  }
  row('search in 100 rooms, ten kinds of words', 20, times);
}

async function indexed(server, regular) {
  const began = performance.now();
  const native = await Native.connect(server, regular.accessToken);
  for (;;) {
    const { body } = await native.ask('search', { words: 'ok', limit: 1 });
    if (body.complete) break;
    await pause(250);
  }
  await native.disconnect();
  if (performance.now() - began > 1000) console.log(`indexed in ${seconds(began)} s, beside everything else`);
}

// ---- in this order

const { regulars } = await database();
let server = await start('the host');
await indexed(server, regulars[0]);
await timesOf(regulars, listOf(server));
row('list of 100 rooms of ten, warm', 5, await timesOf([...regulars, ...regulars], listOf(server)));
await history(server, regulars);
await search(server, regulars);
await server.stop();

const cold = [];
for (const regular of regulars.slice(0, 10)) {
  server = await start('a fresh host');
  cold.push((await listOf(server)(regular)).ms);
  await server.stop();
}
row('the same list, the first request to a fresh process', 20, cold);

server = await start('a host that remembers nothing', 'service.cached_rooms=16', 'service.cached_accounts=16');
await timesOf(regulars, listOf(server));
row('the same list, no room and no account in memory', 20, await timesOf(regulars, listOf(server)));
await server.stop();
if (!values.data) execFileSync('rm', ['-rf', folder]);
process.exit(rows.every(Boolean) ? 0 : 1);
