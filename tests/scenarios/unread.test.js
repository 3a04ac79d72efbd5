// A thousand messages nobody was there for: counted, listed and read back, once each.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from './lib/host.js';
import { Native } from './lib/native.js';
import { people, room } from './lib/people.js';
import { PageSocket } from './lib/webpage.js';

const stage = hostForAll({ before, after });

test('1,000 unread messages: the number is right, all of them are there, and opening the room reads them', async () => {
  const { host } = stage;
  const [anna, ben, cleo] = await people(host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const writers = await Promise.all([ben, cleo].map(({ device }) => Native.connect(host, device.accessToken)));
  await Promise.all(writers.map(async (writer, w) => {
    for (let burst = 0; burst < 10; ++burst) await Promise.all(Array.from({ length: 50 }, (_, i) => writer.say(roomId, `${w}/${burst * 50 + i}`)));
  }));
  const entry = async () => (await anna.device.data('/chat/rooms/list'))[0];
  assert.equal((await entry()).unreadNumber, 1000);

  const shown = (await anna.device.data(`/chat/rooms/${roomId}/tail?count=0`)).messageList;
  for (;;) {
    const older = await anna.device.data(`/chat/messages?roomId=${roomId}&bundleId=${shown[0].messageBundleId}&count=0&size=20`);
    if (older.length === 0) break;
    shown.unshift(...older);
  }
  assert.equal(shown.length, 1000);
  assert.equal(new Set(shown.map(({ content }) => content)).size, 1000);
  for (const w of [0, 1]) {
    const own = shown.map(({ content }) => content).filter((content) => content.startsWith(`${w}/`));
    assert.deepEqual(own, Array.from({ length: 500 }, (_, i) => `${w}/${i}`), 'in the order they were said');
  }
  const times = shown.map(({ sentAt }) => sentAt);
  assert.deepEqual(times, [...times].sort());

  const page = await PageSocket.room(anna.device, anna.id, roomId);
  await page.settled();
  assert.equal((await entry()).unreadNumber, 0);
  page.leave();

  const native = await Native.connect(host, anna.device.accessToken);
  const inbox = await native.hear(`/room/${roomId}`, { 'from-seq': '0' });
  const events = await inbox.take(1000, 'event');
  assert.deepEqual(events.map(({ messageId }) => messageId), shown.map(({ id }) => id));
});
