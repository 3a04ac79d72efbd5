// The terminal client: two people talk through pipes, one over the network, one inside the server; in JSON Lines and in plain lines.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Console } from './lib/console.js';
import { finds } from './lib/finds.js';
import { freshFolder, hostForAll, linesOf, program, runToEnd } from './lib/host.js';
import { Native } from './lib/native.js';
import { freshName, password, people, person, room, signIn } from './lib/people.js';

const stage = hostForAll({ before, after });

test('two consoles sign up, become friends, open a room and talk', async () => {
  const { host } = stage;
  const [anna, ben] = [freshName(), freshName()];
  const [hers, his] = [Console.remote(host), Console.remote(host)];
  for (const [console, cid] of [[hers, anna], [his, ben]]) {
    assert.equal((await console.ask({ do: 'sign-up', cid, name: cid.toUpperCase(), email: `${cid}@example.org`, phone: cid, password })).cid, cid);
    assert.equal((await console.ask({ do: 'sign-in', cid, password })).me.cid, cid);
  }
  assert.equal((await hers.ask({ do: 'add', cid: ben })).friend.cid, ben);
  assert.deepEqual((await hers.ask({ do: 'friends' })).friends.map(({ cid, addedByMe }) => [cid, addedByMe]), [[ben, true]]);
  const made = (await hers.ask({ do: 'new', cids: [ben] })).room;
  assert.equal((await his.event('room', ({ room: it }) => it.room === made.room)).room.title, anna.toUpperCase());
  assert.equal((await his.ask({ do: 'open', room: made.room })).room.room, made.room);

  const said = await hers.ask({ do: 'send', room: made.room, text: '안녕 "ben"\n두 번째 줄' });
  assert.ok(said.seq > 0);
  const heard = await his.event('message');
  assert.deepEqual([heard.room, heard.message.text, heard.message.name, heard.message.id], [made.room, '안녕 "ben"\n두 번째 줄', anna.toUpperCase(), said.messageId]);
  await his.ask({ do: 'send', text: 'hello back' });
  const { messages } = await hers.ask({ do: 'open', room: made.room });
  assert.deepEqual(messages.map(({ text }) => text), ['안녕 "ben"\n두 번째 줄', 'hello back']);
  for (const console of [hers, his]) assert.deepEqual(await console.end(), { code: 0, signal: null });
});

test('a console talks with everybody else, and reads back what it has not seen', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const native = await Native.connect(host, anna.device.accessToken);
  for (let i = 1; i <= 50; ++i) await native.say(roomId, `${i}`);
  const his = Console.remote(host);
  const { rooms } = await his.ask({ do: 'sign-in', cid: ben.cid, password });
  assert.deepEqual(rooms.map((it) => [it.room, it.unread]), [[roomId, 50]]);
  let shown = (await his.ask({ do: 'open', room: roomId })).messages;
  for (;;) {
    const { messages } = await his.ask({ do: 'back' });
    if (messages.length === 0) break;
    shown = [...messages, ...shown];
  }
  assert.deepEqual(shown.map(({ text }) => text), Array.from({ length: 50 }, (_, i) => `${i + 1}`));
  const inbox = await native.hear(`/room/${roomId}`);
  await his.ask({ do: 'send', text: 'from the terminal' });
  assert.equal(JSON.parse((await inbox.next('the text')).body).content, 'from the terminal');
  await his.end();
});

test('a room is opened at a message that was found, and read on to its end; reactions are told', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const native = await Native.connect(host, anna.device.accessToken);
  for (let i = 1; i <= 150; ++i) await native.say(roomId, i === 40 ? 'the needle' : `${i}`);
  const his = Console.remote(host);
  await his.ask({ do: 'sign-in', cid: ben.cid, password });
  await finds(native, 1, { words: 'needle', in: ['messages'] });
  const { messages: found } = await his.ask({ do: 'search', words: 'needle' });
  assert.equal(found[0].number, 40);
  const opened = await his.ask({ do: 'open', room: roomId, at: found[0].number });
  assert.equal(opened.newer, true);
  const shown = opened.messages;
  for (let newer = true; newer; ) {
    const page = await his.ask({ do: 'forward' });
    shown.push(...page.messages);
    newer = page.newer;
  }
  assert.deepEqual(shown.map(({ number }) => number), Array.from({ length: 150 - shown[0].number + 1 }, (_, i) => shown[0].number + i));
  assert.deepEqual((await his.ask({ do: 'forward' })).messages, []);
  await native.ask('message.react', { roomId, messageId: found[0].id, emoji: '🎉' });
  const { emoji, count, added, messageId } = await his.event('reaction');
  assert.deepEqual([emoji, count, added, messageId], ['🎉', 1, true, found[0].id]);
  const again = await his.ask({ do: 'open', room: roomId, at: 40 });
  assert.deepEqual(again.messages.find(({ number }) => number === 40).reactions, [{ emoji: '🎉', count: 1, mine: false }]);
  await his.end();
});

test('refusals are answers: a wrong password, nobody, no room, no sense', async () => {
  const { host } = stage;
  const anna = await person(host);
  const console = Console.remote(host);
  assert.ok((await console.ask({ do: 'friends' })).error, 'nobody is signed in');
  assert.ok((await console.ask({ do: 'sign-in', cid: anna.cid, password: 'wrong' })).error.detail);
  await console.ask({ do: 'sign-in', cid: anna.cid, password });
  assert.ok((await console.ask({ do: 'add', cid: freshName() })).error.detail);
  assert.ok((await console.ask({ do: 'open', room: '0123456789abcdef01234567' })).error);
  assert.ok((await console.ask({ do: 'fly' })).error);
  assert.equal((await console.ask({ do: 'rooms' })).error, undefined);
  assert.deepEqual(await console.end(), { code: 2, signal: null }, 'a line was no command');
});

test('whom another device displaces is told so', async () => {
  const { host } = stage;
  const anna = await person(host);
  const console = Console.remote(host);
  await console.ask({ do: 'sign-in', cid: anna.cid, password });
  await signIn(host, anna.cid);
  const ended = await console.event('ended');
  assert.deepEqual([ended.code, ended.reason], [4009, 'replaced']);
  assert.deepEqual(await console.end(), { code: 1, signal: null });
});

test('plain lines: commands begin with a slash, everything else is said', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const native = await Native.connect(host, anna.device.accessToken);
  const inbox = await native.hear(`/room/${roomId}`);
  const child = spawn(program, ['console', host.url], { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = linesOf(child.stdout, 'console');
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdin.write(`/sign-in ${ben.cid}\n${password}\n/open 1\nhello from a pipe\n`);
  assert.equal(JSON.parse((await inbox.next('the text')).body).content, 'hello from a pipe');
  await native.say(roomId, 'hello to a pipe');
  await lines.next('the answer', (line) => line.includes('hello to a pipe') && line.includes(anna.username));
  child.stdin.end('/quit\n');
  assert.equal(await ended, 0);
});

test('a console inside the server\'s process is the same code, and ends without ending the server', async (t) => {
  const data = await freshFolder();
  t.after(() => rm(data, { recursive: true, force: true }));
  assert.equal((await runToEnd(['user', 'add', 'anna', '--data', data], { input: `${password}\n` })).code, 0);
  const config = `${data}.json`;
  const text = await readFile(new URL('../../config/cocotalk.json', import.meta.url), 'utf8');
  await writeFile(config, text.replace('"files": {}', '"files": {},\n    "ui-console": { "json": true }'));
  t.after(() => rm(config));
  const console = Console.start(['run', config, '--data', data, '--listen', '127.0.0.1:0']);
  const { me } = await console.ask({ do: 'sign-in', cid: 'anna', password });
  assert.equal(me.cid, 'anna');
  console.child.stdin.end();
  console.child.kill('SIGTERM');
  assert.deepEqual(await console.ended, { code: 0, signal: null });
});

test('an address where nobody listens is said in a sentence, and the console ends with 3', async () => {
  const { code, stdout, stderr } = await runToEnd(['console', 'http://127.0.0.1:1', '--json'], { input: `${JSON.stringify({ do: 'sign-in', cid: 'x', password: 'y', id: '1' })}\n` });
  assert.match(stdout + stderr, /127\.0\.0\.1:1/);
  assert.equal(code, 3);
});
