// History in bundles of twenty, read as each client reads it (cocotalk-wire.md 6.5; conformance 12, 16, 17, 26).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { people, room } from '../lib/people.js';
import { PageSocket } from '../lib/webpage.js';

const stage = hostForAll({ before, after });

// A group with a writer's socket, and `count` messages in it, called 1, 2, 3 …
async function roomWith(count) {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const [phone] = await people(stage.host, 1, { kind: MOBILE });
  const { id } = await room(anna, ben, cleo, phone);
  const writer = await PageSocket.room(anna.device, anna.id, id);
  const talk = { id, anna, phone, writer, said: 0 };
  talk.say = async (n) => {
    for (let i = 0; i < n; ++i) writer.say(id, String(++talk.said));
    return writer.message.take(n, 'message');
  };
  talk.vos = await talk.say(count);
  return talk;
}

const contents = (messages) => messages.map(({ content }) => content);
const numbersUpTo = (n, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => String(from + i));

// The page: `count` is what it believes, and stays; it stops when a page is empty or begins with what it shows first.
async function* asPage({ device }, roomId, believed) {
  let shown = (await device.data(`/chat/rooms/${roomId}/tail?count=${believed}`)).messageList;
  yield shown;
  for (;;) {
    const older = await device.data(`/chat/messages?roomId=${roomId}&bundleId=${shown[0].messageBundleId}&count=${believed}&size=20`);
    if (older.length === 0 || older[0].id === shown[0].id) return;
    yield (shown = [...older, ...shown]);
  }
}

// The phone: `count` is 20 less what it shows of the oldest bundle; it stops when a page begins with what it shows first.
async function* asPhone({ device }, roomId, believed) {
  let shown = (await device.data(`/chat/rooms/${roomId}/tail/?count=${believed}`)).messageList;
  yield shown;
  for (;;) {
    const bundleId = shown[0].messageBundleId;
    const count = 20 - shown.filter((message) => message.messageBundleId === bundleId).length;
    const older = await device.data(`/chat/messages?roomId=${roomId}&bundleId=${bundleId}&count=${count}`);
    if (older.length === 0 || older[0].id === shown[0].id) return;
    yield (shown = [...older, ...shown]);
  }
}

async function last(pages, between = async () => {}) {
  let shown;
  for await (shown of pages) await between();
  return shown;
}

test('12.17, Q8, D10: 75 messages are read back as the page reads them: each once, in order, to the beginning', async () => {
  const { id, anna } = await roomWith(75);
  for (const believed of [15, 0, 20, 7]) assert.deepEqual(contents(await last(asPage(anna, id, believed))), numbersUpTo(75), `count ${believed}`);
});

test('12.17, D10: 75 messages are read back as the phone reads them: each once, in order, to the beginning', async () => {
  const { id, phone } = await roomWith(75);
  for (const believed of [15, 0, 20]) assert.deepEqual(contents(await last(asPhone(phone, id, believed))), numbersUpTo(75), `count ${believed}`);
});

test('12.17: messages that arrive while somebody reads back change nothing for him', async () => {
  const talk = await roomWith(75);
  const { id, anna, phone, say } = talk;
  const page = contents(await last(asPage(anna, id, 15), () => say(7)));
  assert.deepEqual(page, numbersUpTo(75));
  const before = talk.said;
  assert.deepEqual(contents(await last(asPhone(phone, id, 3), () => say(7))), numbersUpTo(before));
});

test('Q8: a room opens with its newest 20 to 39 messages, whatever count is asked for', async () => {
  const { id, anna, say } = await roomWith(3);
  const opens = async () => contents((await anna.device.data(`/chat/rooms/${id}/tail?count=5`)).messageList);
  assert.deepEqual(await opens(), numbersUpTo(3));
  await say(17);
  assert.deepEqual(await opens(), numbersUpTo(20));
  await say(1);
  assert.deepEqual(await opens(), numbersUpTo(21));
  await say(18);
  assert.deepEqual(await opens(), numbersUpTo(39));
  await say(1);
  assert.deepEqual(await opens(), numbersUpTo(40, 21));
});

test('12.17: in a room of one bundle the phone gets the same messages again, and stops', async () => {
  const { id, phone } = await roomWith(8);
  assert.deepEqual(contents(await last(asPhone(phone, id, 8))), numbersUpTo(8));
});

test('12.26, Q22: the slash before the question mark changes nothing', async () => {
  const { id, anna } = await roomWith(5);
  const [with_, without] = await Promise.all([anna.device.data(`/chat/rooms/${id}/tail/?count=5`), anna.device.data(`/chat/rooms/${id}/tail?count=5`)]);
  assert.deepEqual(with_, without);
  assert.equal(with_.room.id, id);
});

test('12.16: twenty messages fill a bundle; the twentieth names the next, which begins at one', async () => {
  const { vos, say } = await roomWith(20);
  const bundle = vos[0].bundleInfo.currentMessageBundleId;
  vos.forEach(({ message, bundleInfo }, i) => {
    assert.equal(message.messageBundleId, bundle);
    assert.equal(bundleInfo.currentMessageBundleId, bundle);
    assert.equal(bundleInfo.currentMessageBundleCount, i + 1);
    assert[i < 19 ? 'equal' : 'notEqual'](bundleInfo.nextMessageBundleId, bundle);
  });
  const [{ message, bundleInfo }] = await say(1);
  assert.equal(bundleInfo.currentMessageBundleCount, 1);
  assert.equal(message.messageBundleId, vos[19].bundleInfo.nextMessageBundleId);
});

test('12.16, D1, D7: fifty people at once lose nothing, and no bundle grows over twenty', async () => {
  const everybody = await people(stage.host, 50);
  const { id } = await room(...everybody);
  const sockets = await Promise.all(everybody.map((one) => PageSocket.room(one.device, one.id, id)));
  await Promise.all(sockets.map((socket) => socket.settled()));
  for (const round of [1, 2, 3]) sockets.forEach((socket, i) => socket.say(id, `${round}/${i}`));
  const heard = await Promise.all(sockets.map((socket) => socket.message.take(150, 'message')));
  const order = heard[0].map(({ message }) => message.id);
  for (const vos of heard) assert.deepEqual(vos.map(({ message }) => message.id), order, 'one order for everybody');

  const history = await last(asPage(everybody[7], id, 10));
  assert.deepEqual(history.map((message) => message.id), order);
  assert.equal(new Set(contents(history)).size, 150);
  const sizes = new Map();
  for (const { messageBundleId } of history) sizes.set(messageBundleId, (sizes.get(messageBundleId) ?? 0) + 1);
  assert.deepEqual([...sizes.values()], [20, 20, 20, 20, 20, 20, 20, 10]);
  sockets.forEach((socket) => socket.leave());
});

test('S10: a bundle of another room, and one that never was, have nothing to show', async () => {
  const here = await roomWith(25);
  const other = await roomWith(25);
  const foreign = other.vos[24].message.messageBundleId;
  for (const bundleId of [foreign, '0123456789abcdef01234567', ']', ''])
    for (const size of ['', '&size=20']) {
      const { json } = await here.anna.device.get(`/chat/messages?roomId=${here.id}&bundleId=${encodeURIComponent(bundleId)}&count=20${size}`);
      if (json.error) assert.equal(json.error.code, 3004, bundleId);
      else assert.deepEqual(json.data, [], bundleId);
    }
});
