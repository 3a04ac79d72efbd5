// What the two original clients do wrong, and the host must live with (cocotalk-wire.md 5.2–5.7, 10.1; conformance 10–15, 18, 22, 24).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { people, room, signIn } from '../lib/people.js';
import { PhoneSocket } from '../lib/phone.js';
import { PageSocket } from '../lib/webpage.js';

const stage = hostForAll({ before, after });

test('12.10, 12.11: the phone gets neither subprotocol nor extension, nothing before it speaks, and CONNECTED byte for byte', async () => {
  const [ben] = await people(stage.host, 1, { kind: MOBILE });
  const phone = await PhoneSocket.open(ben.device);
  const headers = await phone.handshake;
  assert.equal(headers['sec-websocket-protocol'], undefined);
  assert.equal(headers['sec-websocket-extensions'], undefined);
  await new Promise((resolve) => (phone.ws.once('pong', resolve), phone.ws.ping()));
  assert.deepEqual(phone.frames.drain(), []);
  phone.send(`CONNECT\nuserId:${ben.id}\nview:chatList\naccept-version:1.1,1.2\n\n\0`);
  assert.equal((await phone.next('CONNECTED')).text, 'CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0');
  phone.disconnect();
});

test('12.12, Q9: the phone hears each message as one frame on one line, for exactly the destination it named', async () => {
  const [anna, ben] = await people(stage.host, 2, { kind: MOBILE });
  const { id: roomId } = await room(anna, ben);
  const phone = await PhoneSocket.room(ben.device, ben.id, roomId);
  const list = await PhoneSocket.list(ben.device, ben.id);
  phone.say(roomId, 'first\nsecond line 😀 \\ end', { receiverIds: [anna.id, ben.id] });
  phone.say(roomId, 'and at once another', { receiverIds: [] });
  for (const [socket, destination] of [[phone, `/topic/${roomId}/message`], [list, `/topic/${ben.id}/message`]])
    for (const content of ['first\nsecond line 😀 \\ end', 'and at once another']) {
      const frame = await socket.next('MESSAGE', destination);
      assert.equal(frame.headers.subscription, destination);
      assert.equal(frame.headers['content-type'], 'application/json');
      assert.equal(Number(frame.headers['content-length']), Buffer.byteLength(frame.body));
      assert.ok(frame.headers['message-id']);
      assert.ok(!frame.body.includes('\n'));
      assert.ok(!frame.lines.some((line) => line.includes('\\')), 'nothing in a header needs unescaping');
      const { message } = JSON.parse(frame.body);
      assert.deepEqual([message.content, message.userId, message.type], [content, ben.id, 0]);
    }
  for (const socket of [phone, list]) socket.disconnect();
});

test('12.11, Q2: the page may be undefined, or somebody else: it hears its own topics, under the names it subscribed to', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const lost = await PageSocket.list(anna.device, undefined);
  const stale = await PageSocket.list(anna.device, ben.id);
  assert.equal(lost.connected.version, '1.2');
  const writer = await PageSocket.room(ben.device, ben.id, roomId);
  await Promise.all([lost.settled(), stale.settled()]);
  writer.say(roomId, 'for anna');
  for (const list of [lost, stale]) assert.equal((await list.message.next('the message')).message.content, 'for anna');
  const { id: foreign } = await room(ben, (await people(stage.host, 1))[0]);
  const other = await PageSocket.room(ben.device, ben.id, foreign);
  other.say(foreign, 'not for anna');
  await other.message.next('not for anna');
  writer.say(roomId, 'for anna again');
  assert.equal((await stale.message.next('the next message')).message.content, 'for anna again');
});

test('12.15, Q3, S2, S4: who gets a message and where it is kept is decided here, whatever the client says', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben, cleo);
  const list = await PageSocket.list(ben.device, ben.id);
  const writer = await PageSocket.room(anna.device, anna.id, roomId);
  await list.settled();
  const lies = [
    { receiverIds: [], messageBundleId: '' },
    { receiverIds: [String(cleo.id)], messageBundleId: ']' },
    { receiverIds: null, messageBundleId: '0123456789abcdef01234567', roomType: undefined, roomname: null },
    { userId: ben.id, username: ben.username, sentAt: '1999-01-01T00:00:00.000' },
  ];
  for (const [i, lie] of lies.entries()) writer.say(roomId, String(i), lie);
  const heard = await list.message.take(lies.length, 'message');
  assert.deepEqual(heard.map(({ message }) => message.content), ['0', '1', '2', '3']);
  for (const { message, bundleInfo } of heard) {
    assert.equal(message.userId, anna.id);
    assert.equal(message.messageBundleId, heard[0].message.messageBundleId);
    assert.equal(bundleInfo.currentMessageBundleId, message.messageBundleId);
    assert.match(message.sentAt, /^20[2-9]\d-/);
  }
});

test('12.14, Q1: what the page says before it subscribes it hears exactly once after', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const page = await PageSocket.room(anna.device, anna.id, roomId, (socket) => socket.say(roomId, 'first words'));
  assert.equal((await page.message.next('first words')).message.content, 'first words');
  page.say(roomId, 'second words');
  assert.equal((await page.message.next('second words')).message.content, 'second words');
  assert.deepEqual(page.message.drain(), []);
});

test('Q10: a frame of 40 KB, sent in pieces of 16,384 units, arrives whole', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  await page.settled();
  const long = '가나다라마 '.repeat(960);  // 15,360 bytes of text: the limit of a message is 16 KiB
  page.say(roomId, long, { receiverIds: Array.from({ length: 3000 }, (_, i) => String(10_000 + i)) });
  assert.equal((await page.message.next('the long text')).message.content, long);
});

test('Q16: a frame over the limit is skipped: no ERROR, no close, and the next one counts', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  page.say(roomId, 'x'.repeat(70_000));
  page.say(roomId, 'short');
  assert.equal((await page.message.next('the short text')).message.content, 'short');
  assert.deepEqual(page.errors.drain(), []);
});

test('12.18: entering and leaving is told to the room; with two sockets only the last one leaves', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const watcher = await PageSocket.room(ben.device, ben.id, roomId);
  await watcher.settled();
  const first = await PageSocket.room(anna.device, anna.id, roomId);
  await watcher.room.next('anna enters', (vo) => looks(vo, anna.id));
  const phone = await PhoneSocket.room(await signIn(stage.host, anna.cid, MOBILE), anna.id, roomId);
  first.leave();
  watcher.say(roomId, 'still there?');
  const { room: vo } = await anna.device.data(`/chat/rooms/${roomId}/tail?count=1`);
  assert.ok(looks(vo, anna.id), 'her phone still looks at the room');
  watcher.room.drain();
  phone.disconnect();
  const away = await watcher.room.next('anna is away', (it) => !looks(it, anna.id));
  assert.ok(away.members.every(({ joining }) => joining), 'action:leave is a plain disconnect');
  assert.deepEqual(away.members.map(({ userId }) => userId), vo.members.map(({ userId }) => userId), 'the order of members stays');
});

function looks(vo, id) {
  const { enteredAt, awayAt } = vo.members.find(({ userId }) => userId === id);
  return enteredAt > awayAt;
}

test('5.3: a socket that is cut counts as away, as much as one that says good-bye', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const watcher = await PageSocket.room(ben.device, ben.id, roomId);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  await watcher.room.next('anna enters', (vo) => looks(vo, anna.id));
  page.ws.terminate();
  await watcher.room.next('anna is away', (vo) => !looks(vo, anna.id));
});

test('12.24, S1, S3: a stranger in a room hears nothing, says nothing, and gets no ERROR; neither does a wildcard or a made-up topic', async () => {
  const [anna, ben, eve] = await people(stage.host, 3);
  const { id: roomId } = await room(anna, ben);
  const inside = await PageSocket.room(anna.device, anna.id, roomId);
  const stranger = await PageSocket.room(eve.device, eve.id, roomId);
  const everything = ['/topic/**', `/topic/*/message`, `/topic/${roomId}/*`, `/topic/${roomId}/secrets`].map((topic) => stranger.subscribe(topic));
  stranger.say(roomId, 'let me in');
  stranger.send(`/topic/${roomId}/message`, { message: { content: 'forged' } });
  stranger.send(`/topic/${anna.id}/crash/web`, 'forged');
  await stranger.settled();
  inside.say(roomId, 'among ourselves');
  assert.equal((await inside.message.next('the message')).message.content, 'among ourselves');
  await stranger.settled();
  for (const inbox of [stranger.message, stranger.room, stranger.errors, ...everything]) assert.deepEqual(inbox.drain(), []);
  const { messageList } = await anna.device.data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.deepEqual(messageList.map(({ content }) => content), ['among ourselves']);
});

test('S1: a ticket that was never given opens no socket', async () => {
  const [anna] = await people(stage.host, 1);
  const address = await anna.device.socketAddress();
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/t\/[^/?#]{20,}\/stomp$/);
  const forged = { socketAddress: async () => address.replace(/\/t\/[^/]+/, '/t/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA') };
  await assert.rejects(PageSocket.list(forged, anna.id));
});

test('Q16: nonsense from a page is ignored, frame by frame, and its socket lives', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  const raw = (destination, body) => page.client.send(destination, body);
  raw(`/simple/chatroom/${roomId}/message/send`, '{"content":');
  raw(`/simple/chatroom/${roomId}/message/send`, '[]');
  raw(`/simple/chatroom/${roomId}/message/send`, '{"content":7}');
  raw(`/simple/chatroom/${roomId}/message/explode`, '{}');
  raw('/simple/chatroom/new', '{"members":"all"}');
  raw('/nowhere', '{}');
  page.client._transmit('ACK', { id: 'x' });
  page.say(roomId, 'sense');
  assert.equal((await page.message.next('sense')).message.content, 'sense');
  assert.deepEqual(page.errors.drain(), []);
  assert.deepEqual(page.message.drain(), []);
});
