// SockJS with the client library of the original page, over each transport it has in Node (cocotalk-wire.md 5.1, 9; conformance
// 10, 12, 13): the page's flows with webstomp-client, and native-wire.md with @stomp/stompjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE, WEB, pageOrigin } from './lib/device.js';
import { hostForAll } from './lib/host.js';
import { request } from './lib/http.js';
import { Inbox, withDeadline } from './lib/inbox.js';
import { Native } from './lib/native.js';
import { people, room, signIn } from './lib/people.js';
import { pageOver, sockjs, transports } from './lib/sockjs.js';

const stage = hostForAll({ before, after });

for (const transport of transports) {
  const Page = pageOver(transport);

  test(`${transport}: signs in, connects, subscribes, talks, and is evicted`, async () => {
    const { host } = stage;
    const [anna, ben] = await people(host, 2);
    const { id: roomId } = await room(anna, ben);
    const list = await Page.list(anna.device, undefined);
    assert.equal(list.sockjs.transport, transport);
    assert.equal(list.connected['heart-beat'], '0,0');
    const page = await Page.room(anna.device, anna.id, roomId, (socket) => socket.say(roomId, 'before subscribing'));
    assert.equal((await page.message.next('first words')).message.content, 'before subscribing');
    const other = await Page.room(ben.device, ben.id, roomId);
    await page.settled();
    other.say(roomId, 'hello\nworld "\\" 안녕 \u2028 😀');
    for (const inbox of [page.message, list.message])
      assert.equal((await inbox.next('hello', ({ message }) => message.userId === ben.id)).message.content, 'hello\nworld "\\" 안녕 \u2028 😀');
    await list.settled();
    await signIn(host, anna.cid, WEB, 'fcm-of-the-new-page');
    assert.equal((await list.crash.next('the crash frame')).body, 'fcm-of-the-new-page');
    const end = await list.errors.next('the end of the old socket');
    assert.equal(end.command, undefined, 'a close, no ERROR frame');
    for (const socket of [page, other]) socket.leave();
  });

  test(`12.13, Q10: ${transport}: a frame of 40 KB arrives whole, wherever it is cut`, async () => {
    const [anna, ben] = await people(stage.host, 2);
    const { id: roomId } = await room(anna, ben);
    const page = await Page.room(anna.device, anna.id, roomId);
    const sent = [];
    const write = page.sockjs.send.bind(page.sockjs);
    page.sockjs.send = (text) => (sent.push(text), write(text));
    for (const shift of ['', 'x']) {
      const content = shift + '😀'.repeat(3800);
      const receiverIds = Array.from({ length: 1600 }, (_, i) => String(10_000 + i));
      page.send(`/simple/chatroom/${roomId}/message/send`, { receiverIds, content, type: 0, roomId, messageBundleId: '', username: 'y'.repeat(12_000) });
      assert.equal((await page.message.next('the long text')).message.content, content);
    }
    assert.ok(sent.length >= 4 && sent.every(({ length }) => length <= 16_384));
    assert.ok(sent.some((text) => /[\ud800-\udbff]$/.test(text)), 'a cut between the halves of a pair');
    page.leave();
  });

  test(`12.12: ${transport}: two events in quick succession arrive as two messages`, async () => {
    const [anna, ben] = await people(stage.host, 2);
    const { id: roomId } = await room(anna, ben);
    const socket = sockjs(await ben.device.socketAddress(), transport);
    const messages = new Inbox('SockJS messages');
    socket.onmessage = ({ data }) => messages.push(data);
    await withDeadline(new Promise((resolve) => (socket.onopen = resolve)), 'o');
    socket.send('CONNECT\nview:chatRoom\nroomId:' + roomId + '\naccept-version:1.2\n\n\0');
    assert.equal(await messages.next('CONNECTED'), 'CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0');
    socket.send(`SUBSCRIBE\nid:m\ndestination:/topic/${roomId}/message\nreceipt:r\n\n\0`);
    await messages.next('RECEIPT', (text) => text.startsWith('RECEIPT'));
    const writer = await Page.room(anna.device, anna.id, roomId);
    for (let i = 0; i < 5; ++i) writer.say(roomId, String(i));
    for (let i = 0; i < 5; ++i) {
      const text = await messages.next('a message', (it) => it.startsWith('MESSAGE'));
      assert.equal(text.indexOf('\0'), text.length - 1, 'one frame in a message');
      assert.match(text, new RegExp(`"content":"${i}"`));
    }
    socket.close();
    writer.leave();
  });

  test(`${transport}: @stomp/stompjs asks, says and hears, and learns why it ends`, async () => {
    const { host } = stage;
    const [anna, ben] = await people(host, 2);
    const { id: roomId } = await room(anna, ben);
    const over = { socket: () => sockjs(`${host.url}/stomp`, transport) };
    const native = await Native.connect(host, anna.device.accessToken, over);
    const heard = await native.hear(`/room/${roomId}`);
    const { status } = await native.ask('room.list');
    assert.equal(status, 'ok');
    const receipt = await native.say(roomId, 'over SockJS 😀');
    const event = await heard.next('the message', (it) => it.event === 'message');
    assert.equal(Number(receipt.seq), event.seq);
    await signIn(host, anna.cid, WEB);
    assert.equal((await native.closed.next('the close')).code, 4009);
  });
}

test('a ticket that was never given opens no session', async () => {
  for (const transport of transports) {
    const socket = sockjs(`${stage.host.url}/t/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/stomp`, transport);
    const closed = new Promise((resolve) => (socket.onclose = resolve));
    socket.onopen = () => socket.send('CONNECT\nview:chatList\naccept-version:1.2\n\n\0');
    assert.equal((await withDeadline(closed, `the close of ${transport}`)).code, 4001);
  }
});

test('12.10: a page of another origin may ask what there is, and may not use it', async () => {
  const { url } = stage.host;
  const evil = { Origin: 'https://evil.example' };
  const info = await request('GET', `${url}/stomp/info`, { headers: evil });
  assert.equal(info.status, 200);
  assert.equal(info.headers['access-control-allow-origin'], 'https://evil.example');
  for (const [method, path] of [['POST', 'xhr'], ['POST', 'xhr_streaming'], ['POST', 'xhr_send'], ['GET', 'eventsource']])
    assert.equal((await request(method, `${url}/stomp/000/abc/${path}`, { headers: evil })).status, 403);
  const ours = await request('POST', `${url}/stomp/000/abc/xhr`, { headers: { Origin: pageOrigin } });
  assert.deepEqual([ours.status, ours.text, ours.headers['access-control-allow-origin']], [200, 'o\n', pageOrigin]);
});

test('a phone and a page hear the same, whatever carries it', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const pages = await Promise.all(transports.map((transport) => pageOver(transport).room(anna.device, anna.id, roomId)));
  const native = await Native.connect(stage.host, (await signIn(stage.host, ben.cid, MOBILE)).accessToken);
  await Promise.all(pages.map((page) => page.settled()));
  await native.say(roomId, 'to everybody');
  for (const page of pages) assert.equal((await page.message.next('the message')).message.content, 'to everybody');
  for (const page of pages) page.leave();
});

// In Node every request has a connection of its own, on any lane.
test('in a busy room every page over HTTP hears everything once, in order', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id: roomId } = await room(anna, ben);
  const overHttp = transports.filter((transport) => transport !== 'websocket');
  const pages = await Promise.all([...overHttp, ...overHttp].map((transport) => pageOver(transport).room(anna.device, anna.id, roomId)));
  const native = await Native.connect(stage.host, (await signIn(stage.host, ben.cid, MOBILE)).accessToken);
  await Promise.all(pages.map((page) => page.settled()));
  const said = Array.from({ length: 100 }, (_, i) => `number ${i}`);
  for (const text of said) await native.say(roomId, text);
  for (const page of pages) {
    const heard = await page.message.take(said.length, 'message');
    assert.deepEqual(heard.map(({ message }) => message.content), said);
    assert.deepEqual(page.message.drain(), []);
    page.leave();
  }
});
