// The terminal client on the full screen of a real terminal.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rm } from 'node:fs/promises';
import { finds } from './lib/finds.js';
import { freshFolder, Host, hostForAll } from './lib/host.js';
import { Native } from './lib/native.js';
import { password, people, room, signIn } from './lib/people.js';
import { Tmux } from './lib/tmux.js';

const stage = hostForAll({ before, after });
const times = (screen, text) => screen.split(text).length - 1;

// Two people with a room: the first with a native client, the second at a terminal, looking at the room.
async function talking(t, host, options) {
  const [anna, ben] = await people(host, 2);
  const { id } = await room(anna, ben);
  const native = await Native.connect(host, anna.device.accessToken);
  const heard = await native.hear(`/room/${id}`);
  const terminal = await Tmux.start(['console', host.url], options);
  t.after(() => terminal.end());
  await terminal.signIn(ben.cid, password);
  await terminal.press('M-1');
  await terminal.sees('2 people');
  return { anna, ben, id, native, heard, terminal };
}

test('one signs in, talks in Korean, and sees who has not read it', async (t) => {
  const { anna, id, native, heard, terminal } = await talking(t, stage.host);
  await terminal.type('안녕하세요 👨‍👩‍👧‍👦 각');
  await terminal.press('Enter');
  assert.equal(JSON.parse((await heard.next('the text')).body).content, '안녕하세요 👨‍👩‍👧‍👦 각');
  await terminal.sees((screen) => / 1 \d\d:\d\d +안녕하세요/.test(screen));
  await native.ask('room.enter', { roomId: id });
  await terminal.sees((screen) => / \d\d:\d\d +안녕하세요/.test(screen) && !/ 1 \d\d:\d\d +안녕/.test(screen));
  await native.ask('room.typing', { roomId: id });
  await terminal.sees(`${anna.username} is typing…`);
  await native.say(id, 'red\u001b[31m \u001b]0;title\u0007\u001b[2Jalert');
  await terminal.sees('red�[31m �]0;title��[2Jalert');
});

test('a paste of several lines is one message, and what was said comes back with Up', async (t) => {
  const { heard, terminal } = await talking(t, stage.host);
  await terminal.paste('/one\ntwo\nthree');
  await terminal.sees('three');
  await terminal.press('Enter');
  assert.equal(JSON.parse((await heard.next('the text')).body).content, '/one\ntwo\nthree');
  await terminal.press('Up');
  await terminal.sees((screen) => times(screen, '/one') === 3);
});

test('what was found is opened where it was said, and down leads to the end; what was given to a message stands in it', async (t) => {
  const { id, native, terminal } = await talking(t, stage.host, { rows: 20 });
  for (let i = 1; i <= 90; ++i) await native.say(id, i === 30 ? '점심 뭐 먹지?' : `line ${i}`);
  await terminal.sees('line 90');
  const { messages } = await finds(native, 1, { words: '점심', in: ['messages'], roomId: id });
  await terminal.press('C-f');
  await terminal.type('점심');
  await terminal.press('Enter');
  await terminal.sees((screen) => screen.includes('Found: 점심') && screen.includes('점심 뭐'));
  await terminal.press('Enter');
  const found = await terminal.sees('── found ──');
  assert.match(found, /line 29[^]*── found ──[^]*점심 뭐 먹지\?[^]*line 31/);
  await native.ask('message.react', { roomId: id, messageId: messages[0].id, emoji: '👍' });
  await terminal.sees('👍 1');
  await native.ask('message.react', { roomId: id, messageId: messages[0].id, emoji: '🎉' });
  await terminal.sees('👍 1  🎉 1');
  await native.say(id, 'said meanwhile');
  await terminal.sees('PageDown shows it');
  for (let line = 31; line < 90; line += 10) await terminal.press('PageDown', 'PageDown');
  await terminal.sees((screen) => /line 90[^]*│  said meanwhile/.test(screen));
  await terminal.press('C-f');
  await terminal.type('점심');
  await terminal.press('Enter');
  await terminal.sees('Found: 점심');
  await terminal.press('Enter');
  await terminal.sees('── found ──');
  await terminal.press('Escape');
  await terminal.sees((screen) => /line 90[^]*│  said meanwhile/.test(screen));
});

test('the screen follows the size of the terminal, with NO_COLOR too', async (t) => {
  const { id, native, terminal } = await talking(t, stage.host, { env: { NO_COLOR: '1' } });
  await native.say(id, '크기가 바뀌어도 괜찮아요');
  assert.match(await terminal.sees('크기가 바뀌어도 괜찮아요'), /│/);
  await terminal.resize(40, 12);
  await terminal.sees((screen) => screen.includes('크기가 바뀌어도') && !screen.includes('│'));
  await terminal.resize(100, 30);
  await terminal.sees((screen) => screen.includes('│') && screen.includes('크기가 바뀌어도 괜찮아요'));
  await terminal.press('?');
  await terminal.sees('the next room with unread messages');
});

test('another device ends it, and it says why', async (t) => {
  const { ben, terminal } = await talking(t, stage.host);
  await signIn(stage.host, ben.cid);
  await terminal.sees('another device signed in with this account');
  await terminal.sees('Type your id');
});

test('a host that was killed is found again: what was missed and what was typed meanwhile is there once', async (t) => {
  const data = await freshFolder();
  t.after(() => rm(data, { recursive: true, force: true }));
  const first = await Host.start({ data });
  const { anna, id, native, terminal } = await talking(t, first);
  await native.say(id, 'before the end');
  await terminal.sees('before the end');
  await first.kill();
  await terminal.sees('offline');
  await terminal.type('typed while offline');
  await terminal.press('Enter');
  await terminal.sees('waiting');
  const second = await Host.start({ data, port: first.port });
  t.after(() => second.stop());
  const again = await Native.connect(second, anna.device.accessToken);
  await again.say(id, 'after the end');
  const heard = await again.hear(`/room/${id}`, { 'from-seq': '0' });
  await heard.next('what was typed', ({ body }) => JSON.parse(body).content === 'typed while offline');
  const screen = await terminal.sees((it) => it.includes('after the end') && it.includes('typed while offline') && !it.includes('waiting'));
  for (const text of ['before the end', 'after the end', 'typed while offline']) assert.equal(times(screen.slice(screen.indexOf('\n')).replace(/^.{0,31}│/gm, ''), text), 1, screen);
});
