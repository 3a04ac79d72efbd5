// What happens to messages after they were said: replies, edits, taking back, reactions, mentions; and people one wants to hear nothing from.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from './lib/host.js';
import { Native } from './lib/native.js';
import { people, room } from './lib/people.js';

const stage = hostForAll({ before, after });

const tailOf = async (person, roomId) => (await person.device.data(`/chat/rooms/${roomId}/tail?count=1`)).messageList;

async function ok(native, command, json) {
  const { status, body } = await native.ask(command, json);
  assert.equal(status, 'ok', `${command}: ${JSON.stringify(body)}`);
  return body;
}

test('a message is answered, edited, reacted to and taken back, in one sequence for who listens and who resumes', async () => {
  const { host } = stage;
  const [anna, ben, cleo] = await people(host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const [annas, bens, cleos] = await Promise.all([anna, ben, cleo].map(({ device }) => Native.connect(host, device.accessToken)));
  const live = await bens.hear(`/room/${roomId}`);

  const asked = await annas.say(roomId, 'lunch?');
  const reply = await bens.say(roomId, JSON.stringify({ content: 'yes', 'reply-to': asked.messageId, mentions: [anna.id] }),
    { contentType: 'application/json' });
  await ok(annas, 'message.edit', { roomId, messageId: asked.messageId, content: 'dinner?' });
  await ok(cleos, 'message.react', { roomId, messageId: reply.messageId, emoji: '👍' });
  await ok(annas, 'message.delete', { roomId, messageId: asked.messageId, scope: 'all' });

  const kinds = [];
  for (let i = 0; i < 5; ++i) kinds.push((await live.next('an event')).event);
  assert.deepEqual(kinds, ['message', 'message', 'edited', 'reaction', 'deleted']);

  const again = await cleos.hear(`/room/${roomId}`, { 'from-seq': '0' });
  const resumed = [];
  for (let i = 0; i < 5; ++i) resumed.push(await again.next('a kept event'));
  assert.deepEqual(resumed.map(({ event }) => event), kinds);
  const bodies = resumed.map(({ body }) => JSON.parse(body));
  assert.equal(bodies[0].deleted, true);
  assert.equal(bodies[0].content, '');
  assert.deepEqual(bodies[1].replyTo, { messageId: asked.messageId, userId: anna.id, content: 'lunch?' });
  assert.deepEqual(bodies[1].mentions, [anna.id]);
  assert.equal(bodies[3].count, 1);

  const [first, second] = await tailOf(cleo, roomId);
  assert.equal(first.content, '삭제된 메시지입니다.', 'the original client sees a sentence');
  assert.ok(second.content.endsWith('답장] lunch?\nyes'), second.content);
  assert.deepEqual(Object.keys(second), ['id', 'roomId', 'messageBundleId', 'userId', 'content', 'type', 'sentAt']);

  await ok(cleos, 'message.delete', { roomId, messageId: reply.messageId, scope: 'me' });
  assert.deepEqual((await tailOf(cleo, roomId)).map(({ id }) => id), [asked.messageId]);
  assert.equal((await tailOf(ben, roomId)).length, 2);
});

test('who is blocked notices nothing, and nothing of his arrives', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const [annas, bens] = await Promise.all([anna, ben].map(({ device }) => Native.connect(host, device.accessToken)));
  await ok(bens, 'friends.block', { toUid: anna.id });
  assert.deepEqual((await ok(bens, 'friends.blocked')).map(({ id }) => id), [anna.id]);
  const { id: roomId } = await ok(annas, 'room.create', { roomname: 'us', type: 0, members: [{ userId: anna.id }, { userId: ben.id }] });
  const said = await annas.say(roomId, 'hello?');
  assert.ok(said.messageId, 'receipted as ever');
  assert.deepEqual(await ok(bens, 'room.list'), []);
  await ok(bens, 'friends.block', { toUid: anna.id, blocked: false });
  await annas.say(roomId, 'there?');
  const [listed] = await ok(bens, 'room.list');
  assert.equal(listed.recentChatMessage.content, 'there?');
  assert.equal(listed.unreadNumber, 1);
});
