// docs/authorisation.md is true: every cell of its table is tried against the host, and nothing the host offers is missing in it.
// COCOTALK_RENEW=1 adds the rows that are missing, as what the command declares; then look at them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { castOf, CANNOT, columns, part, readTable, rowsOf, tryOut, withTable } from './lib/authorisation.js';
import { freshFolder, Host, root, runToEnd } from './lib/host.js';
import { request } from './lib/http.js';
import { Native } from './lib/native.js';
import { person, signIn } from './lib/people.js';

const file = path.join(root, 'docs/authorisation.md');
const perRow = 6;
let data, host, rows, table, accounts, admins, tokens;

// Asked until it is refused: its second is over.
async function expiredToken() {
  const short = await Host.start({ data, args: ['--set', 'service.access_token_lifetime=1000'] });
  const { device } = await person(short);
  for (let isOver = false; !isOver;) isOver = (await device.get('/user/profile/token')).json.error?.type === 'JWT_AUTHENTICATION';
  await short.stop();
  return device.accessToken;
}

// Some rows end the session or the account of whoever asks: each has an admin of its own.
function makeAdmins() {
  admins = accounts.splice(0, 200);
  const ids = admins.map(({ id }) => id).join();
  execFileSync('sqlite3', [path.join(data, 'cocotalk.db'), `UPDATE account SET role = 'admin' WHERE id IN (${ids})`]);
}

before(async () => {
  data = await freshFolder();
  const expired = await expiredToken();
  const { stdout } = await runToEnd(['seed', '1200', '--tokens', '--data', data], { within: 60_000 });
  ({ accounts } = JSON.parse(stdout));
  makeAdmins();
  host = await Host.start({ data });
  const { cid, device: first } = await person(host);
  const second = await signIn(host, cid);  // takes the place of the first
  tokens = { anonymous: undefined, expired, evicted: first.accessToken, 'refresh token': second.refreshToken };
  const link = await Native.connect(host, accounts.pop().accessToken);
  rows = await rowsOf(host, link);
  await link.disconnect();
  const document = await readFile(file, 'utf8');
  if (process.env.COCOTALK_RENEW) await writeFile(file, withTable(document, rows));
  table = readTable(await readFile(file, 'utf8'));
});

after(async () => {
  const { code } = await host.stop();
  await rm(data, { recursive: true, force: true });
  assert.equal(code, 0, host.said.stderr.slice(-4000));
});

test('everything the host offers has a row, and every row is something the host offers', () => {
  const offered = rows.map(({ name }) => name);
  assert.deepEqual([...table.keys()].sort(), offered.sort(), 'COCOTALK_RENEW=1 node --test authorisation.test.js makes the rows that are missing');
  for (const [name, cells] of table) assert.deepEqual([...cells.keys()], columns, name);
});

test('who has no valid access token gets no link', async () => {
  for (const column of ['expired', 'evicted', 'refresh token'])
    await assert.rejects(Native.connect(host, tokens[column]), (error) => error.headers !== undefined, column);
  await assert.rejects(Native.connect(host, undefined, { connectHeaders: {} }), (error) => error.headers !== undefined);
});

test('every cell is true', { timeout: 150_000 }, async () => {
  const wrong = [];
  for (const row of rows) {
    const cells = table.get(row.name);
    if (!cells) continue;  // the first test has said so
    const stage = await castOf(host, accounts.splice(-perRow), admins.pop(), {});
    Object.assign(stage.tokens, tokens);
    for (const column of columns) {
      if (cells.get(column) === CANNOT && !stage.links[column]) continue;
      const { word, said } = await tryOut(row, column, stage);
      if (word !== cells.get(column)) wrong.push(`${row.name}, ${column}: ${word} (${said}), not ${cells.get(column)}`);
    }
    await part(stage);
  }
  assert.deepEqual(wrong, []);
});
