// kill -9 under load, again and again: what was receipted is in history exactly once, at its sequence, and the rest may be said again
// (promises P1–P4). COCOTALK_KILLS says how often (20), COCOTALK_SEED repeats a run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { freshFolder, Host } from '../lib/host.js';
import { withDeadline } from '../lib/inbox.js';
import { people, room } from '../lib/people.js';
import { seeded } from '../lib/seed.js';
import { Reader } from './reader.js';
import { Sender } from './sender.js';

const kills = Number(process.env.COCOTALK_KILLS ?? 20);
const readyWithin = 2000;
const topic = '/topic/kept/news';
const args = ['--set', 'service.topics=/topic/kept/ kept'];

test(`${kills} times kill -9 under load lose nothing that was receipted and repeat nothing`, async (t) => {
  const random = seeded(t);
  const data = await freshFolder();
  t.after(() => rm(data, { recursive: true, force: true }));

  let host = await Host.start({ data, args });
  t.after(() => host.kill());
  const everybody = await people(host, 5);
  const rooms = [await room(...everybody), await room(everybody[0], everybody[1]), await room(everybody[2], everybody[3], everybody[4])];
  const placesOf = (person) => [
    ...rooms.filter(({ members }) => members.some(({ userId }) => userId === person.id)).map(({ id }) => `/room/${id}`),
    topic,
  ];
  const senders = everybody.map((person) => new Sender(person, placesOf(person), random));
  const reader = new Reader(everybody[0], placesOf(everybody[0]));
  const epochs = new Set();
  let slowest = 0;

  for (let kill = 0; kill <= kills; ++kill) {
    const isLast = kill === kills;
    let receiptsLeft = isLast ? 300 : Math.floor(random() * 400);
    let enough;
    const reached = new Promise((resolve) => (enough = resolve));
    if (receiptsLeft === 0) enough();
    await reader.listen(host);
    const talking = senders.map((sender) => sender.talk(host, 8, () => --receiptsLeft === 0 && enough()));
    await withDeadline(Promise.race([reached, Promise.all(talking)]), `the receipts before kill ${kill + 1}`, 60_000);
    senders.forEach((sender) => sender.native && epochs.add(sender.native.connected['store-epoch']));
    if (isLast) senders.forEach((sender) => sender.stop());
    else await host.kill();
    await withDeadline(Promise.all(talking), 'the senders\' end', 60_000);
    assert.equal(reader.complaint, undefined);
    if (isLast) break;
    if (kill === kills - 1) assert.equal(integrity(data), 'ok');
    host = await Host.start({ data, args });
    slowest = Math.max(slowest, host.readyMs);
    assert.ok(host.readyMs < readyWithin, `ready ${host.readyMs} ms after kill ${kill + 1}`);
  }

  const receipted = senders.flatMap(({ receipted: own }) => [...own]);
  const repeated = senders.reduce((sum, sender) => sum + sender.repeated, 0);
  t.diagnostic(`${receipted.length} receipts, ${repeated} said again, slowest start ${slowest} ms`);
  assert.equal(epochs.size, 1, 'it is the same store all the time');
  assert.ok(kills === 0 || repeated > 0, 'some kill struck while messages were under way');
  for (const { pending } of senders) assert.equal(pending.size, 0);

  for (const destination of [...rooms.map(({ id }) => `/room/${id}`), topic]) {
    const own = receipted.filter(([, message]) => message.destination === destination);
    const who = everybody[destination === `/room/${rooms[2].id}` ? 2 : 0];
    const history = await historyOf(host, who, destination, Math.max(...own.map(([, { seq }]) => seq)));
    const bySeq = new Map(history.map((event) => [event.seq, event]));
    assert.deepEqual(history.map(({ seq }) => seq), Array.from({ length: history.length }, (_, i) => i + 1), 'no holes');
    assert.equal(new Set(history.map(({ content }) => content)).size, history.length, 'nothing twice');
    assert.equal(history.length, own.length, 'everything was receipted in the end, and nothing else is there');
    for (const [clientMsgId, { content, seq, messageId }] of own) {
      const found = bySeq.get(seq);
      assert.deepEqual([found.content, found.messageId], [content, messageId]);
      if (destination !== topic) assert.equal(found.clientMsgId, clientMsgId);
    }
  }
  const heads = new Map([...reader.events.keys()].map((place) => [place, receipted.filter(([, { destination }]) => destination === place).length]));
  await withDeadline(reader.reaches(heads), 'the reader');

  assert.deepEqual(await host.stop(), { code: 0, signal: null });
  assert.equal(integrity(data), 'ok');
});

async function historyOf(host, person, destination, head) {
  const reader = new Reader(person, [destination]);
  await reader.listen(host);
  await withDeadline(reader.reaches(new Map([[destination, head]])), `the history of ${destination}`, 60_000);
  return reader.events.get(destination);
}

function integrity(data) {
  const [file] = readdirSync(data).filter((name) => /\.(db|sqlite)$/.test(name));
  assert.ok(file, `a database in ${data}`);
  return execFileSync('sqlite3', [path.join(data, file), 'PRAGMA integrity_check; PRAGMA foreign_key_check;'], { encoding: 'utf8' }).trim();
}
