// Search (docs/search.md), through real clients: what is said can be found a moment later, also after kill -9 and without its index.
import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { finds } from './lib/finds.js';
import { freshFolder, Host } from './lib/host.js';
import { Native } from './lib/native.js';
import { befriend, people, room } from './lib/people.js';

const data = await freshFolder();
let host = await Host.start({ data });
const [anna, ben, cleo] = await people(host, 3);
const { id: roomId } = await room(anna, ben);

after(async () => {
  await host.kill();
  await rm(data, { recursive: true, force: true });
});

const connect = (person) => Native.connect(host, person.device.accessToken);
const text = ({ snippet }) => snippet.map((piece, i) => (i % 2 === 1 ? `[${piece}]` : piece)).join('');

async function again(end) {
  await end();
  host = await Host.start({ data });
}

test('words, beginnings and first consonants are found by who is in the room', async () => {
  const native = await connect(anna);
  for (const words of ['내일 회의 몇 시야?', 'The MEETING is at three', '하늘이 파랗다']) await native.say(roomId, words);
  const bens = await connect(ben);
  await finds(bens, 1, { words: '하늘' });
  for (const [words, found] of [
    ['회의', ['내일 [회의] 몇 시야?']],
    ['회', ['내일 [회]의 몇 시야?']],
    ['ㅎㅇ', ['내일 [회의] 몇 시야?']],
    ['ㅎ', ['[하]늘이 파랗다', '내일 [회]의 몇 시야?']],
    ['meeting', ['The [MEETING] is at three']],
    ['회의 내일', ['[내일] [회의] 몇 시야?']],
    ['회의 하늘', []],
  ]) {
    const { messages } = await finds(bens, found.length, { words });
    assert.deepEqual(messages.map(text), found, words);
  }
  const stranger = await connect(cleo);
  assert.deepEqual((await finds(stranger, 0, { words: '회의' })).messages, []);
  await Promise.all([native, bens, stranger].map((each) => each.disconnect()));
});

test('a message that was found leads to its place', async () => {
  const native = await connect(ben);
  const { messages: [found] } = await finds(native, 1, { words: '회의', roomId });
  const { body: bundle } = await native.ask('room.messages', { roomId, bundleId: found.messageBundleId, count: 20 });
  assert.ok(bundle.some(({ id, content }) => id === found.id && content === '내일 회의 몇 시야?'));
  await native.disconnect();
});

test('rooms and friends are found by name', async () => {
  await befriend(anna, ben);
  const native = await connect(anna);
  const { body } = await native.ask('search', { words: ben.username, in: ['rooms', 'friends'] });
  assert.deepEqual(body.rooms.map(({ id }) => id), [roomId]);
  assert.deepEqual(body.friends.map(({ friend }) => friend.id), [ben.id]);
  assert.equal(body.messages, undefined);
  await native.disconnect();
});

test('bad questions are refused with the reason, and the link lives on', async () => {
  const native = await connect(anna);
  for (const [question, detail] of [
    [{}, "'words' is missing or blank"],
    [{ words: '?!' }, "'words': there is no letter or number to look for"],
    [{ words: 'x'.repeat(101) }, "'words' is longer than 100 characters"],
    [{ words: 'a', limit: 51 }, "'limit' is 51, not 1 to 50"],
  ]) {
    const { status, body } = await native.ask('search', question);
    assert.deepEqual([status, body.detail], ['invalid', detail]);
  }
  assert.equal((await native.ask('host.health')).status, 'ok');
  await native.disconnect();
});

test('what was said just before kill -9 is found after it', async () => {
  const native = await connect(anna);
  for (let i = 0; i < 20; ++i) await native.say(roomId, `마지막 말 ${i}`);
  await again(() => host.kill());
  const next = await connect(anna);
  await finds(next, 20, { words: '마지막' });
  await next.disconnect();
});

test('an index that was removed is made anew', async () => {
  await again(async () => {
    assert.equal((await host.stop()).code, 0);
    for (const file of await readdir(data)) if (file.startsWith('search.db')) await rm(path.join(data, file));
  });
  const native = await connect(ben);
  await finds(native, 20, { words: '마지막' });
  await native.disconnect();
});
