// The original iOS client, its flows and its bytes (cocotalk-wire.md 5.1, 5.3, 9.19).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { Phone } from '../lib/original_phone.js';
import { befriend, freshName, password, people, signIn, signUp } from '../lib/people.js';
import { closeCode, RawWebSocket, wsFrame } from '../lib/raw.js';
import { PageSocket } from '../lib/webpage.js';

const stage = hostForAll({ before, after });

// People who are all friends of the first, each with a phone beside a page: { id, cid, username, device, phone }.
async function phones(n) {
  const everybody = await people(stage.host, n);
  for (const friend of everybody.slice(1)) await befriend(everybody[0], friend);
  for (const one of everybody) {
    one.phone = new Phone(stage.host);
    assert.ok(await one.phone.signIn(one.cid, password));
    await one.phone.start();
  }
  return everybody;
}

const friendsOf = ({ phone }) => phone.friends.map(({ friend }) => friend);

test('9.19: with a stored token the app opens its list\'s socket and fills its tabs, each time they appear', async () => {
  const [anna, ben] = await phones(2);
  assert.deepEqual([...anna.phone.calls].sort(), ['GET /chat/rooms/list', 'GET /presence/stomp/connect', 'GET /user/friends', 'GET /user/profile/token', 'GET /user/profile/token']);
  assert.deepEqual(friendsOf(anna).map(({ id }) => id), [ben.id]);
  assert.deepEqual(friendsOf(ben), [], 'who only added me is not shown on a phone');
  for (const { phone } of [anna, ben]) phone.signOut();
});

test('9.19: a private chat is made without a word in it; the first message brings the other\'s phone its list', async () => {
  const [anna, ben] = await phones(2);
  const made = await anna.phone.privateChat(friendsOf(anna)[0]);
  assert.deepEqual([made.type, made.roomname, made.img], [0, `${ben.username}, ${anna.username}`, null]);
  await anna.phone.enter(made.id);
  assert.deepEqual(anna.phone.shown, []);
  ben.phone.calls.length = 0;
  anna.phone.say('hello / \\ "you"');
  assert.equal((await anna.phone.hearsInRoom()).content, 'hello / \\ "you"');
  const { message } = await ben.phone.hears();
  assert.deepEqual([message.content, message.userId, message.type], ['hello / \\ "you"', anna.id, 0]);
  assert.deepEqual(ben.phone.calls, ['GET /chat/rooms/list']);
  assert.equal((await anna.phone.privateChat(friendsOf(anna)[0])).id, made.id);
  for (const { phone } of [anna, ben]) phone.signOut();
});

test('9.19: a group is told of its invitation by the list\'s socket, before anybody is in the room', async () => {
  const [anna, ben, cleo] = await phones(3);
  const { id } = await anna.phone.group(friendsOf(anna), '우리방');
  await anna.phone.enter(id);
  const words = await ben.phone.hears();
  assert.deepEqual([words.message.type, words.bundleInfo.currentMessageBundleCount], [1, 1]);
  assert.equal(words.message.content, `${anna.username}님이 ${friendsOf(anna).map(({ username }) => `${username}님`).join(',')}을 초대했습니다.`);
  assert.deepEqual(ben.phone.rooms.map(({ room }) => [room.roomname, room.type, room.members.length]), [['우리방', 1, 3]]);
  await anna.phone.chatsTab();
  assert.equal(anna.phone.rooms[0].recentChatMessage.type, 1);
  for (const { phone } of [anna, ben, cleo]) phone.signOut();
});

test('9.19: entering asks for tail, room, address, and the room again; leaving the screen makes one absent', async () => {
  const [anna, ben] = await phones(2);
  const { id } = await anna.phone.privateChat(friendsOf(anna)[0]);
  await ben.phone.list.nextJson(`/topic/${ben.id}/room/new`);
  await ben.phone.chatsTab();
  await ben.phone.enter(id);
  anna.phone.calls.length = 0;
  await anna.phone.enter(id);
  assert.deepEqual(anna.phone.calls, [`GET /chat/rooms/${id}/tail/?count=0`, `GET /chat/rooms/${id}`, 'GET /presence/stomp/connect', `GET /chat/rooms/${id}`]);
  const looks = (vo) => vo.members.find(({ userId }) => userId === anna.id).enteredAt > vo.members.find(({ userId }) => userId === anna.id).awayAt;
  assert.ok(looks(anna.phone.roomInfo), 'the last answer already says that she is there');
  let vo;
  do vo = await ben.phone.socket.nextJson(`/topic/${id}/room`); while (!looks(vo));
  anna.phone.exit();
  do vo = await ben.phone.socket.nextJson(`/topic/${id}/room`); while (looks(vo));
  for (const { phone } of [anna, ben]) phone.signOut();
});

test('9.19: pulled down at the top, the phone reads back to the beginning, each message once', async () => {
  const [anna, ben] = await phones(2);
  const { id } = await anna.phone.privateChat(friendsOf(anna)[0]);
  await anna.phone.enter(id);
  for (let i = 1; i <= 45; ++i) {
    anna.phone.say(String(i));
    await anna.phone.hears();  // its bundle is the one that the last message named
  }
  await ben.phone.list.nextJson(`/topic/${ben.id}/room/new`);
  await ben.phone.chatsTab();
  await ben.phone.enter(id);
  while (await ben.phone.pageBack());
  assert.deepEqual(ben.phone.shown.map(({ content }) => content), Array.from({ length: 45 }, (_, i) => String(i + 1)));
  for (const { phone } of [anna, ben]) phone.signOut();
});

test('9.19: in the background there is no socket; back in front there are both, and the app is still signed in', async () => {
  const [anna, ben] = await phones(2);
  const { id } = await anna.phone.privateChat(friendsOf(anna)[0]);
  await anna.phone.enter(id);
  const closed = [anna.phone.list, anna.phone.socket].map(({ ws }) => new Promise((resolve) => ws.once('close', resolve)));
  anna.phone.toBackground();
  for (const code of await Promise.all(closed)) assert.ok([1000, 1005].includes(code), `closed with ${code}`);
  anna.phone.calls.length = 0;
  await anna.phone.toForeground();
  assert.equal(anna.phone.calls.at(-1), 'GET /auth/device');
  anna.phone.say('I am back');
  assert.equal((await anna.phone.hearsInRoom()).content, 'I am back');
  for (const { phone } of [anna, ben]) phone.signOut();
});

test('9.19, 4.2, Q6: evicted while in front the phone says so; evicted in the background it is signed out when it comes back', async () => {
  const [anna, ben] = await phones(2);
  await signIn(stage.host, anna.cid, MOBILE, 'another phone');
  await anna.phone.hearsCrash();
  assert.deepEqual(anna.phone.alerts, ['다른 기기에서 로그인되었습니다.']);
  ben.phone.toBackground();
  await signIn(stage.host, ben.cid, MOBILE, 'another phone');
  ben.phone.calls.length = 0;
  await ben.phone.toForeground();
  assert.deepEqual(ben.phone.calls.slice(-2), ['GET /auth/device', 'GET /auth/reissue']);
  assert.ok(ben.phone.isSignedOut);
});

test('3.5: before a sign-up the app asks whether phone, id and address are free, without a token', async () => {
  const phone = new Phone(stage.host);
  const free = freshName();
  for (const path of [`/user/phone?phones=010${free}`, '/user/cid/id', `/user/email/${free}@example.org`]) {
    const data = await phone.device.data(path);
    assert.equal((Array.isArray(data) ? data[0] : data).id, null, path);
  }
  await signUp(stage.host, free);
  for (const path of [`/user/phone?phones=010${free}`, `/user/cid/${free}`, `/user/email/${free}@example.org`]) {
    const data = await phone.device.data(path);
    assert.notEqual((Array.isArray(data) ? data[0] : data).id, null, path);
  }
  assert.ok(await phone.signIn(free, password));
});

// What SocketRocket writes, to the byte; the host answers as its library expects.
test('5.1 and 5.3, Q9, Q22: the handshake and each frame of the phone, byte for byte', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2, { kind: MOBILE });
  const made = await anna.device.posted('/chat/rooms', { roomname: 'r', img: '', type: 0, members: [{ userId: anna.id }, { userId: ben.id }] });
  const address = new URL(await anna.device.socketAddress());
  const raw = await RawWebSocket.open(host, `${address.pathname}/websocket`, { Origin: address.origin });
  const says = async (text, pattern) => {
    raw.bytes = Buffer.alloc(0);
    raw.send(wsFrame(Buffer.from(text)));
    if (pattern) await raw.says(pattern);
    return raw.bytes.subarray(raw.bytes[1] < 126 ? 2 : 4).toString();
  };
  assert.equal(await says(`CONNECT\naccept-version:1.1,1.2\nroomId:${made.id}\nuserId:${anna.id}\nview:chatRoom\n\n\0`, /\n\n\0/), 'CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0');
  const topic = `/topic/${made.id}/message`;
  await says(`SUBSCRIBE\nid:${topic}\nack:auto\ndestination:${topic}\n\n\0`);
  const json = `{"receiverIds":["${ben.id}"],"type":0,"messageBundleId":"","content":"https:\\/\\/example.org\\/ 안녕","roomId":"${made.id}","userId":${anna.id}}`;
  const head = `SEND\ncontent-length:${Buffer.byteLength(json)}\ndestination:/simple/chatroom/${made.id}/message/send\ncontent-type:application/json;charset=UTF-8\n\n`;
  const heard = await says(`${head}${json}\0`, /MESSAGE\n[^\0]*\0/);
  const [, messageId, length, body] = new RegExp(`^MESSAGE\ndestination:${topic}\ncontent-type:application/json\nsubscription:${topic}\nmessage-id:([^\n]+)\ncontent-length:(\\d+)\n\n(.*)\0$`).exec(heard);
  assert.ok(messageId);
  assert.equal(Number(length), Buffer.byteLength(body));
  assert.equal(JSON.parse(body).message.content, 'https://example.org/ 안녕');
  await says('\n');  // a heart-beat of its library
  raw.send(wsFrame('DISCONNECT\nDISCONNECT:1643948474\n\n\0'));
  await raw.closed();
  assert.equal(closeCode(raw.bytes), 1000);
  assert.ok(!raw.text.includes('ERROR'));
});

test('4.1: the crash frame carries the new phone\'s token as it is, and the phone that signed in hears none', async () => {
  const [anna] = await phones(1);
  const page = await PageSocket.list(anna.device, anna.id);
  const newer = new Phone(stage.host);
  await newer.signIn(anna.cid, password, 'raw "token" of the new phone');
  assert.equal((await anna.phone.list.next('MESSAGE', `/topic/${anna.id}/crash/mobile`)).body, 'raw "token" of the new phone');
  await newer.start();
  assert.deepEqual(newer.list.frames.drain(), []);
  await page.settled();
  assert.deepEqual([page.crash.drain(), page.errors.drain()], [[], []]);
  newer.signOut();
});
