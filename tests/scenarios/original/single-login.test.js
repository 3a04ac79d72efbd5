// One page and one phone per account, the newest wins: the three ways an older device learns it (cocotalk-wire.md 4; promises P5, P6;
// conformance 5, 23).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Device, MOBILE, WEB } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { Native } from '../lib/native.js';
import { password, people, person, room, signIn } from '../lib/people.js';
import { PhoneSocket } from '../lib/phone.js';
import { PageSocket } from '../lib/webpage.js';

const stage = hostForAll({ before, after });

test('12.23, Q5: connected: the old page gets the crash frame with the new device\'s token, the new page and the phone get none', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const oldPage = await PageSocket.list(anna.device, anna.id);
  const phone = await PhoneSocket.list(await signIn(host, anna.cid, MOBILE), anna.id);
  await oldPage.settled();

  const device = await signIn(host, anna.cid, WEB, 'fcm "of" the new page');
  const crash = await oldPage.crash.next('the crash frame');
  assert.equal(crash.body, 'fcm "of" the new page');
  assert.equal(crash.headers['content-type'], 'text/plain;charset=UTF-8');
  assert.equal(crash.headers.destination, `/topic/${anna.id}/crash/web`);
  const end = await oldPage.errors.next('the end of the old socket', undefined, 5000);
  assert.equal(end.command, undefined, 'a close, no ERROR frame');

  const newPage = await PageSocket.list(device, anna.id);
  await newPage.settled();
  const writer = await PageSocket.room(ben.device, ben.id, roomId);
  writer.say(roomId, 'who is there?');
  assert.equal((await newPage.message.next('a message')).message.content, 'who is there?');
  assert.equal((await phone.nextJson(`/topic/${anna.id}/message`)).message.content, 'who is there?');
  assert.deepEqual(newPage.crash.drain(), []);
  assert.deepEqual(phone.frames.drain().filter(({ headers }) => headers.destination.includes('crash')), []);
});

test('12.23: connected: the same for phones', async () => {
  const { host } = stage;
  const anna = await person(host, { kind: MOBILE });
  const page = await PageSocket.list(await signIn(host, anna.cid, WEB), anna.id);
  const oldPhone = await PhoneSocket.list(anna.device, anna.id);
  await new Promise((resolve) => (oldPhone.ws.once('pong', resolve), oldPhone.ws.ping()));
  await signIn(host, anna.cid, MOBILE, 'fcm-new-phone');
  const crash = await oldPhone.next('MESSAGE', `/topic/${anna.id}/crash/mobile`);
  assert.equal(crash.body, 'fcm-new-phone');
  await page.settled();
  assert.deepEqual([page.crash.drain(), page.errors.drain()], [[], []]);
});

test('connected: a native client hears `ended` on /me and is closed with 4009', async () => {
  const { host } = stage;
  const anna = await person(host);
  const native = await Native.connect(host, anna.device.accessToken);
  const me = await native.hear('/me');
  await signIn(host, anna.cid, WEB);
  const ended = await me.next('ended', ({ event }) => event === 'ended');
  assert.deepEqual(JSON.parse(ended.body), { code: 4009, reason: 'replaced' });
  assert.equal((await native.closed.next('the close')).code, 4009);
});

test('12.23: starting up: /auth/device tells a displaced page isValid false, and everything else sends it to reissue', async () => {
  const { host } = stage;
  const anna = await person(host);
  assert.deepEqual((await anna.device.get('/auth/device')).json.result, { isValid: true });
  const device = await signIn(host, anna.cid, WEB);
  const { json } = await anna.device.get('/auth/device');
  assert.equal(json.result.isValid, false);
  assert.deepEqual((await device.get('/auth/device')).json.result, { isValid: true });
  for (const path of ['/user/profile/token', '/chat/rooms/list', '/presence/stomp/connect'])
    assert.equal((await anna.device.get(path)).json.error?.type, 'JWT_AUTHENTICATION', path);
});

test('12.23, Q6: starting up: a displaced phone is also told isSuccess false, because it looks at nothing else', async () => {
  const { host } = stage;
  const anna = await person(host, { kind: MOBILE });
  const fresh = (await anna.device.get('/auth/device')).json;
  assert.deepEqual([fresh.isSuccess, fresh.result], [true, { isValid: true }]);
  await signIn(host, anna.cid, MOBILE);
  const { isSuccess, code, message, result } = (await anna.device.get('/auth/device')).json;
  assert.deepEqual({ isSuccess, code, message, result }, { isSuccess: false, code: 2004, message: '권한이 없습니다.', result: { isValid: false } });
});

test('12.5: back in the foreground: the displaced phone\'s reissue is refused at once with 2004, a page\'s too', async () => {
  const { host } = stage;
  for (const kind of [MOBILE, WEB]) {
    const anna = await person(host, { kind });
    await signIn(host, anna.cid, kind);
    assert.notEqual((await anna.device.get('/auth/device')).json.result.isValid, true);
    const answer = await anna.device.reissue();
    assert.equal(answer.status, 200);
    assert.deepEqual([answer.json.isSuccess, answer.json.code, answer.json.result], [false, 2004, undefined]);
  }
});

test('12.23: a page and a phone live side by side', async () => {
  const { host } = stage;
  const anna = await person(host, { kind: WEB });
  const phone = await signIn(host, anna.cid, MOBILE);
  for (const device of [anna.device, phone]) assert.equal((await device.get('/auth/device')).json.result.isValid, true);
});

test('S7: the displaced device can never write again, not even what it says in the same moment', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const native = await Native.connect(host, anna.device.accessToken);
  await native.say(roomId, 'still me');
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  const device = await signIn(host, anna.cid, WEB);
  page.say(roomId, 'too late');
  await assert.rejects(native.say(roomId, 'too late as well'));
  const again = await Native.connect(host, device.accessToken);
  await again.say(roomId, 'the new one');
  const { messageList } = await device.data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.deepEqual(messageList.map(({ content }) => content), ['still me', 'the new one']);
});

test('of 50 sign-ins of one class at the same moment exactly one survives', async () => {
  const { host } = stage;
  const anna = await person(host);
  const devices = Array.from({ length: 50 }, () => new Device(host, WEB));
  // A host that has its hands full says so; who was told comes back when somebody else is through.
  let queue = devices.map((_, i) => i);
  while (queue.length > 0) {
    const answers = await Promise.all(queue.map((i) => devices[i].signIn(anna.cid, password, `fcm-${i}`)));
    const busy = queue.filter((_, k) => answers[k].status === 429);
    assert.ok(busy.length < queue.length, 'somebody is let in');
    answers.forEach(({ status, json, text }) => assert.ok(status === 429 || json?.isSuccess, text));
    queue = busy;
  }
  const valid = await Promise.all(devices.map(async (device) => (await device.get('/auth/device')).json.result.isValid));
  assert.equal(valid.filter(Boolean).length, 1);
  const open = await Promise.all(devices.map(async (device) => 'data' in (await device.get('/user/profile/token')).json));
  assert.deepEqual(open, valid);
  assert.equal((await anna.device.get('/auth/device')).json.result.isValid, false);
});
