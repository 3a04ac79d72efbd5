// The poll of plugins/poll, loaded by a configuration: commands, events, tables and a page that are no part of the core.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freshFolder, Host, root } from './lib/host.js';
import { request } from './lib/http.js';
import { Native } from './lib/native.js';
import { people, room } from './lib/people.js';

const stage = {};

before(async () => {
  stage.folder = await freshFolder();
  const usual = await readFile(path.join(root, 'config/cocotalk.json'), 'utf8');
  stage.config = path.join(stage.folder, 'with-poll.json');
  await writeFile(stage.config, usual.replace('"files": {}', '"poll": {},\n    "files": {}'));
  stage.data = path.join(stage.folder, 'data');
  await start();
});
after(async () => {
  assert.deepEqual(await stage.host.stop(), { code: 0, signal: null });
  await rm(stage.folder, { recursive: true, force: true });
});

const start = async () => (stage.host = await Host.start({ config: stage.config, data: stage.data }));
const nativeOf = ({ device }) => Native.connect(stage.host, device.accessToken);
const question = { question: 'Lunch?', options: ['Rice', 'Noodles'] };

async function ok(native, command, json) {
  const { status, body } = await native.ask(command, json);
  assert.equal(status, 'ok', `${command}: ${JSON.stringify(body)}`);
  return body;
}

async function refused(native, command, json) {
  const { status, body } = await native.ask(command, json);
  assert.notEqual(status, 'ok');
  return body.code;
}

const pageOf = (who, roomId, poll) =>
  request('GET', `${stage.host.url}/poll/${roomId}/${poll}`, { headers: { 'X-ACCESS-TOKEN': who.device.accessToken } });

test('a room votes: everybody hears the counts, and original clients read the poll as a message', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const [annas, bens] = [await nativeOf(anna), await nativeOf(ben)];
  const live = await annas.hear(`/room/${roomId}/live`);
  const made = await ok(bens, 'poll.create', { roomId, ...question });
  assert.deepEqual([made.poll, made.userId, made.counts, made.closed], [1, ben.id, [0, 0], false]);
  await ok(annas, 'poll.vote', { roomId, poll: 1, option: 0 });
  await ok(bens, 'poll.vote', { roomId, poll: 1, option: 0 });
  const changed = await ok(annas, 'poll.vote', { roomId, poll: 1, option: 1 });
  assert.deepEqual([changed.counts, changed.mine], [[1, 1], 1]);
  let told;
  do {
    const event = await live.next('the last counts', ({ event }) => event === 'poll');
    told = JSON.parse(event.body);
    assert.equal(told.mine, undefined);
  } while (told.turn < 3);
  assert.deepEqual(told.counts, [1, 1]);
  const [entry] = await cleo.device.data('/chat/rooms/list');
  assert.equal(entry.recentChatMessage.content, '📊 Lunch?\n1. Rice\n2. Noodles');
  assert.equal(entry.recentChatMessage.id, made.messageId);
  const { status, text } = await pageOf(anna, roomId, 1);
  assert.deepEqual([status, text], [200, 'Lunch?\n1. Rice: 1\n2. Noodles: 1\n']);
  await ok(bens, 'poll.close', { roomId, poll: 1 });
  assert.equal(await refused(annas, 'poll.vote', { roomId, poll: 1, option: 0 }), 'CONFLICT');
});

test('strangers and who left are refused as by the core itself', async () => {
  const [anna, ben, cleo, eve] = await people(stage.host, 4);
  const { id: roomId } = await room(anna, ben, cleo);
  const annas = await nativeOf(anna);
  await ok(annas, 'poll.create', { roomId, ...question });
  const ballot = { roomId, poll: 1, option: 0 };
  assert.equal(await refused(await nativeOf(eve), 'poll.vote', ballot), 'NOT_PERMITTED');
  const bens = await nativeOf(ben);
  await ok(bens, 'poll.vote', ballot);
  await ok(bens, 'room.leave', { roomId });
  assert.equal(await refused(bens, 'poll.vote', ballot), 'NOT_PERMITTED');
  assert.equal(await refused(annas, 'poll.vote', { roomId, poll: 1 }), 'NO_VALUES');
  assert.equal(await refused(annas, 'poll.vote', { ...ballot, option: 10 }), 'BAD_REQUEST');
  assert.equal((await pageOf(eve, roomId, 1)).status, 403);
  assert.equal((await request('GET', `${stage.host.url}/poll/${roomId}/1`)).status, 401);
});

test('without a socket they are asked by POST, and the core\'s own are not', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const post = (command, json, token = anna.device.accessToken) =>
    request('POST', `${stage.host.url}/command/${command}`, { headers: { 'X-ACCESS-TOKEN': token, 'Content-Type': 'application/json' }, body: JSON.stringify(json) });
  const made = await post('poll.create', { roomId, ...question });
  assert.deepEqual([made.status, made.json.data.poll], [200, 1]);
  assert.match((await post('poll.vote', { roomId, poll: 1, option: 0 }, 'nonsense')).text, /JWT_AUTHENTICATION|토큰/);
  assert.match((await post('room.send', { roomId, content: 'x' })).text, /room\.send/);
  assert.equal((await ben.device.data('/chat/rooms/list'))[0].recentChatMessage.content.startsWith('📊'), true);
});

test('votes that come at the same time are all counted', async () => {
  const crowd = await people(stage.host, 6);
  const { id: roomId } = await room(...crowd);
  const natives = await Promise.all(crowd.map(nativeOf));
  await ok(natives[0], 'poll.create', { roomId, ...question });
  await Promise.all(natives.map((native, i) => ok(native, 'poll.vote', { roomId, poll: 1, option: i % 2 })));
  assert.deepEqual((await ok(natives[0], 'poll.get', { roomId, poll: 1 })).counts, [3, 3]);
});

test('polls outlive kill -9; with a room go its polls, with an account its votes', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const [{ id: kept }, { id: gone }] = [await room(anna, ben, cleo), await room(anna, cleo, ben)];
  let annas = await nativeOf(anna);
  for (const roomId of [kept, gone]) await ok(annas, 'poll.create', { roomId, ...question });
  for (const who of [annas, await nativeOf(ben)]) await ok(who, 'poll.vote', { roomId: kept, poll: 1, option: 0 });
  await stage.host.kill();
  await start();
  annas = await nativeOf(anna);
  const counts = async () => (await ok(annas, 'poll.get', { roomId: kept, poll: 1 })).counts;
  assert.deepEqual(await counts(), [2, 0]);
  await ok(annas, 'room.remove', { roomId: gone });
  assert.equal(await refused(annas, 'poll.list', { roomId: gone }), 'BAD_REQUEST');
  const live = await annas.hear(`/room/${kept}/live`);
  await ok(await nativeOf(ben), 'profile.delete');
  const { body } = await live.next('the counts without his', ({ event }) => event === 'poll');
  assert.deepEqual(JSON.parse(body).counts, [1, 0]);
  assert.deepEqual(await counts(), [1, 0]);
});

test('the reference shows them beside the core\'s', async () => {
  const { text } = await request('GET', `${stage.host.url}/docs`);
  assert.match(text, /poll\.vote/);
  const openapi = await request('GET', `${stage.host.url}/docs/openapi.json`);
  assert.equal(openapi.json.paths['/command/poll.vote'].post['x-command'], 'poll.vote');
  const { json } = await request('GET', `${stage.host.url}/docs/asyncapi.json`);
  assert.match(JSON.stringify(json), /poll\.create/);
});
