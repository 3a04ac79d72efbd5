// Another transport beside STOMP, in the same rooms, at the same port: Server-Sent Events and POST (docs/sse.md).
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ask, Events } from './lib/events.js';
import { freshFolder, Host, root } from './lib/host.js';
import { Native } from './lib/native.js';
import { people, person, room, signIn } from './lib/people.js';
import { WEB } from './lib/device.js';

const stage = {};

before(async () => {
  stage.folder = await freshFolder();
  const text = await readFile(path.join(root, 'config/cocotalk.json'), 'utf8');
  const config = path.join(stage.folder, 'host.json');
  await writeFile(config, text.replace('"transport-stomp": {},', '"transport-stomp": {},\n    "transport-sse": { "soft_outbox": "16 KiB", "hard_outbox": "64 KiB" },'));
  stage.host = await Host.start({ config });
});
after(async () => {
  if (stage.host) assert.deepEqual(await stage.host.stop(), { code: 0, signal: null });
  await rm(stage.folder, { recursive: true, force: true });
});

async function pair() {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  return { host, anna, ben, roomId, topic: `/room/${roomId}`, writer: await Native.connect(host, ben.device.accessToken) };
}

test('what is said over STOMP is heard over events, and the other way round', async () => {
  const { host, anna, topic, roomId, writer } = await pair();
  const events = await Events.open(host, { token: anna.device.accessToken, topics: [topic, '/me'] });
  await events.next('the room', 'joined');
  await events.next('my own', 'joined');
  const said = await writer.say(roomId, 'hello over STOMP');
  const heard = await events.next('the message', 'message');
  assert.equal(heard.json.seq, said.seq);
  assert.equal(heard.json.topic, topic);
  assert.equal(JSON.parse(heard.json.body).content, 'hello over STOMP');

  const inbox = await writer.hear(topic);
  const sent = await ask(host, anna.device.accessToken, 'room.send', { roomId, content: 'hello over POST' });
  assert.equal(sent.status, 200, JSON.stringify(sent.json));
  const message = await inbox.next('the message over STOMP', ({ body }) => body.includes('hello over POST'));
  assert.equal(message.seq, said.seq + 1);
  events.cut();
});

test('who comes back with the last event id misses nothing and hears nothing twice', async () => {
  const { host, anna, topic, roomId, writer } = await pair();
  const token = anna.device.accessToken;
  const first = await Events.open(host, { token, topics: [topic] });
  await first.next('live', 'joined');
  const { seq } = await writer.say(roomId, 'before the cut');
  await first.next('it', 'message');
  first.cut();
  for (let i = 0; i < 45; ++i) await writer.say(roomId, `missed ${i}`);
  const again = await Events.open(host, { token, topics: [topic], lastEventId: first.lastEventId });
  const last = await writer.say(roomId, 'live');
  const seqs = [];
  while (seqs.at(-1) !== last.seq) seqs.push((await again.next('what was missed', 'message')).json.seq);
  assert.deepEqual(seqs, Array.from({ length: last.seq - seq }, (_, i) => seq + 1 + i));
  again.cut();
});

test('a page, which cannot send a header, opens its stream with a ticket', async () => {
  const { host } = stage;
  const { device } = await person(host);
  const response = await fetch(`${host.url}/events/ticket`, { method: 'POST', headers: { Authorization: `Bearer ${device.accessToken}` } });
  const { ticket } = await response.json();
  const events = await Events.open(host, { ticket, topics: ['/me'] });
  await events.next('live', 'joined');
  events.cut();
  await assert.rejects(Events.open(host, { ticket: 'none' }), { status: 401 });
  await assert.rejects(Events.open(host, { token: device.accessToken, headers: { Origin: 'http://evil.example' } }), { status: 403 });
});

test('the displaced device is told why before its stream ends, and does not come in again', async () => {
  const { host } = stage;
  const { cid, device } = await person(host);
  const events = await Events.open(host, { token: device.accessToken });
  await signIn(host, cid, WEB);
  const end = await events.next('the end', 'end');
  assert.equal(end.json.code, 4009);
  await events.reading;
  await assert.rejects(Events.open(host, { token: device.accessToken }), { status: 401 });
});

test('who does not read is cut, and nobody else notices', async () => {
  const { host, anna, ben, topic, roomId, writer } = await pair();
  const url = new URL(`${host.url}/events?topic=${encodeURIComponent(topic)}`);
  const request = http.get(url, { headers: { Authorization: `Bearer ${anna.device.accessToken}` } });
  const response = await new Promise((resolve, reject) => request.on('response', resolve).on('error', reject));
  response.pause();
  const reader = await Events.open(host, { token: ben.device.accessToken, topics: [topic] });
  await reader.next('live', 'joined');
  let last;
  for (let i = 0; i < 40; ++i) last = await writer.say(roomId, `${i} ${'x'.repeat(15_000)}`);
  for (let seq = 0; seq !== last.seq; ) seq = (await reader.next('every message', 'message')).json.seq;
  request.destroy();
  reader.cut();
});
