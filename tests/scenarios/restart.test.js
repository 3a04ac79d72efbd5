// What was said stays said: over a clean stop, over kill -9, and for the clients that come back (promises P1, P2, P8).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { freshFolder, Host, runToEnd } from './lib/host.js';
import { Native } from './lib/native.js';
import { password, people, room, signIn } from './lib/people.js';
import { PhoneSocket } from './lib/phone.js';
import { PageSocket } from './lib/webpage.js';

// A host whose data outlives it: `again()` starts the next one on the same folder.
async function lasting(t) {
  const data = await freshFolder();
  const hosts = [];
  const again = async () => {
    hosts.push(await Host.start({ data }));
    return hosts.at(-1);
  };
  t.after(async () => {
    await Promise.all(hosts.map((host) => host.kill()));
    await rm(data, { recursive: true, force: true });
  });
  return { data, again };
}

for (const [how, end] of [['a clean stop', (host) => host.stop()], ['kill -9', (host) => host.kill()]])
  test(`after ${how} the tokens, the rooms, the messages and their client ids are what they were`, async (t) => {
    const { again } = await lasting(t);
    const host = await again();
    const [anna, ben] = await people(host, 2);
    const { id: roomId } = await room(anna, ben);
    const native = await Native.connect(host, anna.device.accessToken);
    const clientMsgId = randomUUID();
    const receipt = await native.say(roomId, 'remember me', { clientMsgId });
    await end(host);

    const next = await again();
    anna.device.host = ben.device.host = next;
    const { messageList } = await ben.device.data(`/chat/rooms/${roomId}/tail?count=0`);
    assert.deepEqual(messageList.map(({ id, content }) => [id, content]), [[receipt.messageId, 'remember me']]);
    const resumed = await Native.connect(next, anna.device.accessToken);
    assert.equal(resumed.connected['store-epoch'], native.connected['store-epoch']);
    assert.deepEqual(await resumed.say(roomId, 'remember me', { clientMsgId }), receipt);
    const inbox = await resumed.hear(`/room/${roomId}`, { 'from-seq': '0' });
    assert.equal((await inbox.next('the message')).messageId, receipt.messageId);
    await signIn(next, anna.cid);
  });

test('SIGTERM tells everybody: 1012 to native clients, 1001 to the original ones; exit 0', async (t) => {
  const { again } = await lasting(t);
  const host = await again();
  const [anna, ben] = await people(host, 2);
  const native = await Native.connect(host, anna.device.accessToken);
  const page = await PageSocket.list(anna.device, anna.id);
  const phone = await PhoneSocket.list(await signIn(host, ben.cid, 'MOBILE'), ben.id);
  const phoneClosed = new Promise((resolve) => phone.ws.once('close', resolve));
  await page.settled();
  const began = Date.now();
  assert.deepEqual(await host.stop(), { code: 0, signal: null });
  assert.ok(Date.now() - began < 15_000);
  assert.equal((await native.closed.next('the close')).code, 1012);
  assert.equal((await page.errors.next('the close')).code, 1001);
  assert.equal(await phoneClosed, 1001);
});

test('SIGTERM under load: every receipt that was given is true', async (t) => {
  const { again } = await lasting(t);
  const host = await again();
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const links = await Promise.all([anna, ben].map(({ device }) => Native.connect(host, device.accessToken)));
  const receipts = [];
  const say = async (link, i) => receipts.push({ ...(await link.say(roomId, `${i}`)), content: `${i}` });
  await Promise.all(Array.from({ length: 100 }, (_, i) => say(links[i % 2], i)));
  const more = Array.from({ length: 400 }, (_, i) => say(links[i % 2], 100 + i).catch(() => {}));
  assert.deepEqual(await host.stop(), { code: 0, signal: null });
  links.forEach((link) => link.cut());
  await Promise.race([Promise.all(more), Promise.resolve()]);
  const given = [...receipts];
  assert.ok(given.length >= 100);

  const next = await again();
  const resumed = await Native.connect(next, anna.device.accessToken);
  const inbox = await resumed.hear(`/room/${roomId}`, { 'from-seq': '0' });
  const history = new Map((await inbox.take(Math.max(...given.map(({ seq }) => seq)), 'event')).map((event) => [event.seq, event]));
  for (const { seq, messageId, content } of given) {
    assert.equal(history.get(seq).messageId, messageId);
    assert.equal(JSON.parse(history.get(seq).body).content, content);
  }
});

test('a backup is restored as a store of another epoch, with everything that was in it', async (t) => {
  const { data, again } = await lasting(t);
  const host = await again();
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const native = await Native.connect(host, anna.device.accessToken);
  await native.say(roomId, 'in the backup');
  await host.stop();
  const file = `${data}/../backup-${randomUUID()}`;
  t.after(() => rm(file, { force: true }));
  const saved = await runToEnd(['backup', file, '--data', data]);
  assert.equal(saved.code, 0, saved.stderr);
  const later = await again();
  const link = await Native.connect(later, anna.device.accessToken);
  await link.say(roomId, 'after the backup');
  await later.stop();
  const restored = await runToEnd(['restore', file, '--data', data]);
  assert.equal(restored.code, 0, restored.stderr);
  const last = await again();
  anna.device.host = last;
  const { messageList } = await (await signIn(last, anna.cid)).data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.deepEqual(messageList.map(({ content }) => content), ['in the backup']);
  const back = await Native.connect(last, '', { connectHeaders: { login: ben.cid, passcode: password, device: 'WEB' } });
  assert.notEqual(back.connected['store-epoch'], native.connected['store-epoch']);
});
