// An account says 60 messages at once and then 10 a second; beyond, a native client is told to come back, and a page's words are
// dropped without a word (promises.md, "Limits").
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from './lib/host.js';
import { Native } from './lib/native.js';
import { people, room } from './lib/people.js';
import { PageSocket } from './lib/webpage.js';

const stage = hostForAll({ before, after }, { quota: true });

test('a native client that talks too much is refused with `rate` and a time, and lives on', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const native = await Native.connect(host, anna.device.accessToken);
  const results = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => native.say(roomId, `${i}`)));
  const refused = results.filter(({ status }) => status === 'rejected');
  assert.ok(refused.length > 10 && refused.length <= 140, `${refused.length} refused`);
  for (const { reason } of refused) assert.equal(reason.status, 'rate');
  assert.equal((await native.ask('profile.get')).status, 'ok');
  const more = await Promise.all(Array.from({ length: 100 }, (_, i) => native.ask('room.send', { roomId, content: `${i} more` })));
  const late = more.filter(({ status }) => status === 'rate');
  assert.ok(late.length > 0);
  for (const { headers } of late) assert.ok(Number(headers['retry-after-ms']) > 0);
});

test('a page that talks too much is not closed and hears no ERROR; another account is not slowed', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  const other = await PageSocket.room(ben.device, ben.id, roomId);
  await other.settled();
  for (let i = 0; i < 100; ++i) page.say(roomId, `${i}`);
  await page.settled();
  other.say(roomId, 'my turn');
  await page.message.next('the other', ({ message }) => message.content === 'my turn');
  assert.deepEqual(page.errors.drain(), []);
  const { messageList } = await anna.device.data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.equal(messageList.at(-1).content, 'my turn');
});
