// A cut connection costs nothing: who resumes from N hears N+1, N+2 … and goes on live (native-wire.md "Hearing"; promises P3, P4).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from './lib/host.js';
import { Native } from './lib/native.js';
import { people, room } from './lib/people.js';
import { seeded } from './lib/seed.js';

const stage = hostForAll({ before, after });

const messages = (inbox, n) => inbox.take(n, 'event');

async function pair() {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const [reader, writer] = await Promise.all([anna, ben].map(({ device }) => Native.connect(host, device.accessToken)));
  return { host, anna, ben, roomId, reader, writer };
}

test('after a cut the reader gets what it missed and then what is new, without a gap and without a duplicate', async () => {
  const { host, anna, roomId, reader, writer } = await pair();
  const before = await reader.hear(`/room/${roomId}`);
  const first = await writer.say(roomId, 'before the cut');
  await before.next('the message', ({ seq }) => seq === first.seq);
  reader.cut();
  for (let i = 0; i < 45; ++i) await writer.say(roomId, `missed ${i}`);
  const again = await Native.connect(host, anna.device.accessToken);
  const [inbox] = await Promise.all([again.hear(`/room/${roomId}`, { 'from-seq': String(first.seq) }), writer.say(roomId, 'while it resumes')]);
  const last = await writer.say(roomId, 'live again');
  const heard = await messages(inbox, last.seq - first.seq);
  assert.deepEqual(heard.map(({ seq }) => seq), Array.from({ length: last.seq - first.seq }, (_, i) => first.seq + 1 + i));
  assert.equal(JSON.parse(heard.at(-1).body).content, 'live again');
  assert.equal(heard.at(-1).messageId, last.messageId);
  await again.say(roomId, 'marker');
  assert.deepEqual((await messages(inbox, 1)).map(({ seq }) => seq), [last.seq + 1]);
});

test('cut at any moment, under load, as often as it happens: every event once', async (t) => {
  const random = seeded(t);
  const { host, anna, roomId, writer } = await pair();
  const total = 600;
  let said = 0;
  const writing = (async () => {
    for (const burst of Array.from({ length: total / 20 }))
      await Promise.all(Array.from({ length: 20 }, () => writer.say(roomId, `n ${said++}`)), burst);
  })();
  const seqs = [];
  let position = 0;
  let cuts = 0;
  while (position < total || cuts === 0) {
    const reader = await Native.connect(host, anna.device.accessToken);
    const inbox = await reader.hear(`/room/${roomId}`, { 'from-seq': String(position) });
    const count = Math.min(1 + Math.floor(random() * 80), total - position);
    for (const event of await messages(inbox, count)) {
      seqs.push(event.seq);
      position = event.seq;
    }
    reader.cut();
    ++cuts;
  }
  await writing;
  t.diagnostic(`${cuts} cuts`);
  assert.deepEqual(seqs, Array.from({ length: position }, (_, i) => i + 1));
});

test('two subscriptions of one link, from different places, each hear everything once', async () => {
  const { roomId, reader, writer } = await pair();
  for (let i = 0; i < 30; ++i) await writer.say(roomId, `${i}`);
  const all = await reader.hear(`/room/${roomId}`, { 'from-seq': '0' });
  const some = await reader.hear(`/room/${roomId}`, { 'from-seq': '20' });
  const { seq } = await writer.say(roomId, 'last');
  assert.deepEqual((await messages(all, seq)).map((event) => event.seq), Array.from({ length: seq }, (_, i) => i + 1));
  assert.deepEqual((await messages(some, seq - 20)).map((event) => event.seq), Array.from({ length: seq - 20 }, (_, i) => i + 21));
});

test('a position beyond the head is invalid, and the link lives on', async () => {
  const { roomId, reader, writer } = await pair();
  const { seq } = await writer.say(roomId, 'the only one');
  for (const position of [String(seq + 1), '-1', 'x', ''])
    await assert.rejects(reader.hear(`/room/${roomId}`, { 'from-seq': position }), { status: 'invalid' }, `from-seq:${position}`);
  assert.equal((await reader.ask('profile.get')).status, 'ok');
});

test('a stranger may not hear a room, neither live nor from the beginning', async () => {
  const { host, roomId, writer } = await pair();
  await writer.say(roomId, 'private');
  const [eve] = await people(host, 1);
  const native = await Native.connect(host, eve.device.accessToken);
  for (const headers of [{}, { 'from-seq': '0' }]) await assert.rejects(native.hear(`/room/${roomId}`, headers), { status: 'denied' });
  await assert.rejects(native.say(roomId, 'let me in'), { status: 'denied' });
  await writer.say(roomId, 'still private');
  assert.equal((await native.ask('room.tail', { roomId })).status, 'denied');
});
