// Each field's rule, for every endpoint and destination of the original clients: one clear answer with the code and the text of its
// service, nothing stored, nothing broadcast (cocotalk-wire.md 1.7, 2, 5.6). On a socket there is no answer: the frame is skipped.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Device, MOBILE, WEB } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { request } from '../lib/http.js';
import { Native } from '../lib/native.js';
import { befriend, freshName, memberOf, password, people, room, signUpParts } from '../lib/people.js';
import { PageSocket } from '../lib/webpage.js';

const cast = {};
const stage = hostForAll({ before, after }, undefined, async (host) => {
  const [anna, ben, cleo, dave] = await people(host, 4);
  await befriend(anna, ben);
  const { id: group } = await room(anna, ben, cleo);
  const { id: two } = await room(anna, ben);
  const list = await PageSocket.list(ben.device, ben.id);
  const page = await PageSocket.room(anna.device, anna.id, group);
  page.say(group, 'the only message');
  await page.message.next('the message');
  await list.message.next('the message');
  for (const inbox of [page.room, page.message, list.room, list.roomNew]) inbox.drain();
  Object.assign(cast, { host, anna, ben, cleo, dave, group, two, list, page });
  cast.before = await state();
});

// All that anna and ben can see of what the tests try to change.
async function state() {
  const { anna, ben } = cast;
  const paths = ['/user/profile/token', '/user/friends', '/user/friends/hidden', '/chat/rooms/list'];
  const seen = await Promise.all([anna, ben].flatMap(({ device }) => paths.map((path) => device.data(path))));
  const tails = await Promise.all([cast.group, cast.two].map((id) => anna.device.data(`/chat/rooms/${id}/tail?count=0`)));
  return [seen.map(withoutPresence), tails.map(withoutPresence)];
}

const withoutPresence = (json) => JSON.parse(JSON.stringify(json, (key, value) => (/^(enteredAt|awayAt)$/.test(key) ? undefined : value)));

const bad = '잘못된 요청입니다. : ';
const long = (n) => '가'.repeat(n);
const profile = (changes) => ({ username: 'u', nickname: 'n', phone: freshName(), email: `${freshName()}@x.y`, status: 0, ...changes });
const group = (changes) => ({ roomname: 'r', img: null, type: 1, members: [cast.anna, cast.ben, cast.cleo].map(memberOf), ...changes });

function isRefused({ status, json, text }, code, desc) {
  assert.equal(status, 200, text);
  if (code < 3000 && code >= 2000) {
    assert.deepEqual([json.isSuccess, json.code, json.result], [false, code, undefined], text);
  } else {
    assert.deepEqual([json.error?.code, json.data], [code, undefined], text);
    if (desc instanceof RegExp) assert.match(json.error.desc, desc);
    else if (desc) assert.equal(json.error.desc, bad + desc);
  }
}

describe('a field of REST that is none', () => {
  const cases = [
    // A1
    ['POST', '/auth/signin', 'cid missing', { password, fcmToken: 'x' }, 2002],
    ['POST', '/auth/signin', 'password blank', { cid: 'x', password: ' \t', fcmToken: 'x' }, 2002],
    ['POST', '/auth/signin', 'cid a number', { cid: 7, password, fcmToken: 'x' }, 2001],
    ['POST', '/auth/signin', 'fcmToken too long', () => ({ cid: cast.dave.cid, password, fcmToken: 'x'.repeat(4097) }), 2001],
    ['POST', '/auth/signin', 'fcmToken a list', () => ({ cid: cast.dave.cid, password, fcmToken: [] }), 2001],
    // A5, A6
    ['POST', '/auth/email/issue', 'email missing', {}, 2002],
    ['POST', '/auth/email/issue', 'email no address', { email: 'nobody' }, 2001],
    ['POST', '/auth/email/issue', 'email too long', { email: `${'x'.repeat(120)}@x.org` }, 2001],
    ['POST', '/auth/email/issue', 'email with a line of its own', { email: 'a@x.org\r\nBcc: b@x.org' }, 2001],
    ['POST', '/auth/email/validation', 'code missing', { email: 'a@x.org' }, 2002],
    ['POST', '/auth/email/validation', 'code a number', { email: 'a@x.org', code: 1 }, 2001],
    // U7, U10
    ...['username', 'nickname', 'phone', 'email', 'status'].map((field) => ['PUT', '/user/profile', `${field} missing`, () => profile({ [field]: undefined }), 1004]),
    ...['username', 'nickname', 'phone'].map((field) => ['PUT', '/user/profile', `${field} of 21 characters`, () => profile({ [field]: long(21) }), 1004, `${field} is longer than 20 characters`]),
    ['PUT', '/user/profile', 'email of 126 characters', () => profile({ email: `${'x'.repeat(122)}@x.y` }), 1004, 'email is longer than 125 characters'],
    ['PUT', '/user/profile', 'email of somebody else', () => profile({ email: `${cast.ben.cid}@example.org` }), 1004, '이미 존재하는 정보입니다.'],
    ['PUT', '/user/profile', 'phone of somebody else', () => profile({ phone: `010${cast.ben.cid}`.slice(0, 20) }), 1004, '이미 존재하는 정보입니다.'],
    ['PUT', '/user/profile', 'status a fraction', () => profile({ status: 1.5 }), 1004, "'status' is not a whole number"],
    ['PUT', '/user/profile', 'birth no day of a calendar', () => profile({ birth: '1995-02-30' }), 1004, /birth/],
    ['PUT', '/user/profile', 'username an object', () => profile({ username: {} }), 1004, "'username' is not a string"],
    ['PUT', '/user/profile/message', 'message of 201 characters', { message: long(201) }, 1004, 'message is longer than 200 characters'],
    ['PUT', '/user/profile/message', 'message a number', { message: 3 }, 1004, "'message' is not a string"],
    // F2, F3, F6, F7
    ['POST', '/user/friends', 'toUid missing', {}, 1004, "'toUid' is missing or blank"],
    ['POST', '/user/friends', 'toUid a word', { toUid: 'anna' }, 1004, "'toUid' is not a whole number"],
    ['POST', '/user/friends', 'toUid a fraction', { toUid: 1.5 }, 1004, "'toUid' is not a whole number"],
    ['POST', '/user/friends', 'toUid beyond 64 bits', { toUid: '99999999999999999999' }, 1004, "'toUid' is not a whole number"],
    ['POST', '/user/friends', 'toUid nobody', { toUid: -1 }, 1004, '해당 userId를 갖는 유저가 존재하지 않습니다.'],
    ['POST', '/user/friends', 'toUid oneself', () => ({ toUid: cast.anna.id }), 1004],
    ['POST', '/user/friends', 'toUid a friend already', () => ({ toUid: cast.ben.id }), 1004, '해당 userId를 갖는 친구가 이미 존재합니다.'],
    ['POST', '/user/friends/list', 'toUidList no list', { toUidList: 1 }, 1004, "'toUidList' is not an array"],
    ['POST', '/user/friends/list', 'toUidList of words', { toUidList: ['x'] }, 1004, "'toUidList' is not a whole number"],
    ['POST', '/user/friends/list', 'toUidList of 101', { toUidList: Array(101).fill(1) }, 1004, "'toUidList' has more than 100 entries"],
    ['PATCH', '/user/friends/hidden', 'hidden missing', () => ({ toUid: cast.ben.id }), 1004, "'hidden' is missing or blank"],
    ['PATCH', '/user/friends/hidden', 'hidden a word', () => ({ toUid: cast.ben.id, hidden: 'yes' }), 1004, "'hidden' is not true or false"],
    ['PATCH', '/user/friends/hidden', 'toUid no friend', () => ({ toUid: cast.cleo.id, hidden: true }), 1004, '해당 userId를 갖는 친구가 존재하지 않습니다.'],
    ['DELETE', () => `/user/friends/${cast.cleo.id}`, 'userId no friend', undefined, 1004, '해당 userId를 갖는 친구가 존재하지 않습니다.'],
    ['DELETE', '/user/friends/99999999', 'userId nobody', undefined, 1004, '해당 userId를 갖는 유저가 존재하지 않습니다.'],
    // C1
    ['POST', '/chat/rooms', 'roomname missing', () => group({ roomname: undefined }), 3004, '방 이름은 필수값 입니다.'],
    ['POST', '/chat/rooms', 'roomname of 101 characters', () => group({ roomname: long(101) }), 3004, '방 이름은 100자를 넘을 수 없습니다.'],
    ['POST', '/chat/rooms', 'roomname a number', () => group({ roomname: 1 }), 3004, "'roomname' is not a string"],
    ['POST', '/chat/rooms', 'img of 2049 bytes', () => group({ img: 'x'.repeat(2049) }), 3004, "'img' is longer than 2048 bytes"],
    ['POST', '/chat/rooms', 'type 3', () => group({ type: 3 }), 3004, "'type' is 3, not 0 to 2"],
    ['POST', '/chat/rooms', 'type -1', () => group({ type: -1 }), 3004, "'type' is -1, not 0 to 2"],
    ['POST', '/chat/rooms', 'members missing', () => group({ members: undefined }), 3004, '단체 채팅방 멤버는 세 명 이상이어야 합니다.'],
    ['POST', '/chat/rooms', 'members of numbers', () => group({ members: [1, 2, 3] }), 3004, "'members' is not an array of objects"],
    ['POST', '/chat/rooms', 'members of nobody', () => group({ members: [memberOf(cast.anna), memberOf(cast.ben), { userId: 99999999 }] }), 3004, '해당 userId를 갖는 유저가 존재하지 않습니다.'],
    ['POST', '/chat/rooms', 'members three times the same', () => group({ members: [cast.anna, cast.ben, cast.ben, cast.ben].map(memberOf) }), 3004, '단체 채팅방 멤버는 세 명 이상이어야 합니다.'],
    ['POST', '/chat/rooms', 'members without me', () => group({ members: [cast.ben, cast.cleo, cast.dave].map(memberOf) }), 3005, /권한이 없는 유저 입니다\./],
    ['POST', '/chat/rooms', 'members of 1,001', () => group({ members: Array.from({ length: 1001 }, (_, i) => ({ userId: i + 1 })) }), 3004, '채팅방 멤버는 1000명을 넘을 수 없습니다.'],
    ['POST', '/chat/rooms', 'three in a private room', () => group({ type: 0 }), 3004, '1:1 채팅방 멤버는 두 명이어야 합니다.'],
    ['POST', '/chat/rooms', 'a private room that exists', () => group({ type: 0, members: [cast.anna, cast.ben].map(memberOf) }), 3004, '이미 존재하는 1:1 채팅방은 생성할 수 없습니다.'],
    // C4 to C6, C11
    ...['xyz', '0123456789ABCDEF01234567', '0123456789abcdef0123456', "1' OR '1'='1"].flatMap((id) =>
      ['', '/tail?count=1'].map((leaf) => ['GET', `/chat/rooms/${encodeURIComponent(id)}${leaf}`, `roomId ${id}`, undefined, 3004, "'roomId' is not 24 lower-case hex digits"])),
    ['GET', '/chat/rooms/0123456789abcdef01234567', 'roomId of no room', undefined, 3004, '해당 roomId를 갖는 채팅방이 존재하지 않습니다.'],
    ['GET', () => `/chat/rooms/private/${cast.anna.id}`, 'userId my own', undefined, 3004, '자기 자신을 대상으로 할 수 없습니다.'],
    ['GET', '/chat/messages?roomId=x&bundleId=y&count=1', 'roomId x', undefined, 3004, "'roomId' is not 24 lower-case hex digits"],
  ];
  for (const [method, where, what, json, code, desc] of cases)
    test(`${method} ${typeof where === 'string' ? where.slice(0, 60) : String(where).slice(7, -1)}: ${what}: ${code}`, async () => {
      const path = typeof where === 'string' ? where : where();
      const body = typeof json === 'function' ? json() : json;
      const { device } = cast.anna;
      isRefused(body === undefined ? await device.send(method, path) : await device.send(method, path, body), code, desc);
    });
});

describe('A3: a part of the sign-up form that is none', () => {
  const cases = [
    ...['cid', 'username', 'nickname', 'phone'].map((field) => [`${field} of 21 characters`, { [field]: long(21) }, 2001]),
    ['email of 126 characters', { email: `${'x'.repeat(122)}@x.y` }, 2001],
    ['status a word', { status: 'fine' }, 2001],
    ['birth another format', { birth: '10/28/95' }, 2001],
    ['birth no day of a calendar', { birth: '1995-13-01' }, 2001],
    ...['cid', 'password', 'username', 'nickname', 'phone', 'email'].map((field) => [`${field} blank`, { [field]: ' ' }, 2002]),
    ['username with a NUL', { username: 'a\0b' }, 2001],
  ];
  for (const [what, changes, code] of cases)
    test(`${what}: ${code}`, async () => {
      const cid = freshName();
      isRefused(await new Device(cast.host, MOBILE).upload('POST', '/auth/signup', signUpParts(cid, changes)), code);
      assert.equal((await new Device(cast.host, MOBILE).data(`/user/cid/${cid}`)).id, null, 'no account came of it');
    });
  test('20 characters are taken, of any script', async () => {
    const answer = await new Device(cast.host, MOBILE).upload('POST', '/auth/signup', signUpParts(freshName(), { username: long(20), nickname: '😀'.repeat(20) }));
    assert.equal(answer.status, 201, answer.text);
  });
});

// The same bytes for every command that takes JSON. 400: the framework's, for what is no JSON.
describe('a body that is no JSON object, or a treacherous one', () => {
  const endpoints = [['POST', '/auth/signin', 'cid'], ['POST', '/auth/email/validation', 'email'], ['PUT', '/user/profile', 'username'], ['PUT', '/user/profile/message', 'message'],
    ['POST', '/user/friends', 'toUid'], ['POST', '/user/friends/list', 'toUidList'], ['PATCH', '/user/friends/hidden', 'toUid'], ['POST', '/chat/rooms', 'roomname']];
  const bodies = {
    'nothing': [() => '', 400],
    'cut in the middle': [(field) => `{"${field}":`, 400],
    'a list': [() => '[]', 400],
    'a number': [() => '7', 400],
    'null': [() => 'null', 400],
    'two objects': [() => '{}{}', 400],
    '1e999': [(field) => `{"${field}":1e999}`, 400],
    'NaN': [(field) => `{"${field}":NaN}`, 400],
    'an unpaired high surrogate': [(field) => `{"${field}":"\\ud83d"}`, 400],
    'an unpaired low surrogate': [(field) => `{"${field}":"\\ude00"}`, 400],
    'bytes that are no UTF-8': [(field) => Buffer.concat([Buffer.from(`{"${field}":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]), 400],
    'a raw control character': [(field) => `{"${field}":"a\u0001b"}`, 400],
    'nested 5,000 deep': [(field) => `{"${field}":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400],
    'a key twice': [(field) => `{"${field}":"a","${field}":"b"}`, 200],
    'an escaped NUL': [(field) => `{"${field}":"a\\u0000b"}`, 200],
    '300 fields': [() => `{${Array.from({ length: 300 }, (_, i) => `"f${i}":1`)}}`, 200],
  };
  for (const [method, path, field] of endpoints)
    test(`${method} ${path}: ${Object.keys(bodies).join(', ')}`, async () => {
      for (const [what, [body, status]] of Object.entries(bodies)) {
        const headers = cast.anna.device.headers({ 'Content-Type': 'application/json' });
        const answer = await request(method, cast.host.url + path, { headers, body: body(field) });
        assert.equal(answer.status, status, `${what}: ${answer.text}`);
        if (status === 400) assert.equal(answer.json.error, 'Bad Request', what);
        else assert.ok(answer.json.isSuccess === false || answer.json.error.code % 1000 === 4, `${what}: ${answer.text}`);
      }
    });
});

describe('a field of a frame that is none: skipped, and the socket lives', () => {
  const cases = {
    'send: no content': (p) => p.say(cast.group, undefined),
    'send: empty content': (p) => p.say(cast.group, ''),
    'send: content a number': (p) => p.say(cast.group, 7),
    'send: content a list': (p) => p.say(cast.group, ['x']),
    'send: content of 16 KiB and a byte': (p) => p.say(cast.group, 'x'.repeat(16 * 1024 + 1)),
    'send: content with a NUL': (p) => p.say(cast.group, 'a\0b'),
    'send: content with an unpaired surrogate': (p) => raw(p, `/simple/chatroom/${cast.group}/message/send`, '{"content":"\\ud83d"}'),
    'send: type 7': (p) => p.say(cast.group, 'x', { type: 7 }),
    'send: type -1': (p) => p.say(cast.group, 'x', { type: -1 }),
    'send: type a word': (p) => p.say(cast.group, 'x', { type: 'photo' }),
    'send: type 1e999': (p) => raw(p, `/simple/chatroom/${cast.group}/message/send`, '{"content":"x","type":1e999}'),
    'send: a key twice': (p) => raw(p, `/simple/chatroom/${cast.group}/message/send`, '{"content":"x","content":"y","content":"z","type":1,"type":0,"type":9}'),
    'send: no JSON': (p) => raw(p, `/simple/chatroom/${cast.group}/message/send`, '{"content":'),
    'send: a room of capital letters': (p) => p.say(cast.group.toUpperCase(), 'x'),
    'send: a room that is none': (p) => p.say('undefined', 'x'),
    'send: a room nobody has': (p) => p.say('0123456789abcdef01234567', 'x'),
    'new: no members': (p) => p.create({ roomname: 'r', type: 1 }),
    'new: members a word': (p) => p.create({ roomname: 'r', type: 1, members: 'all' }),
    'new: members that do not exist': (p) => p.create(group({ members: [{ userId: cast.anna.id }, { userId: 99999998 }, { userId: 99999999 }] })),
    'new: members without me': (p) => p.create(group({ members: [cast.ben, cast.cleo, cast.dave].map(memberOf) })),
    'new: two in a group': (p) => p.create(group({ members: [cast.anna, cast.ben].map(memberOf) })),
    'new: a name of 101 characters': (p) => p.create(group({ roomname: long(101) })),
    'new: a blank name': (p) => p.create(group({ roomname: ' ' })),
    'new: type 5': (p) => p.create(group({ type: 5 })),
    'invite: nobody': (p) => p.invite(cast.group, 'x', []),
    'invite: a number': (p) => p.invite(cast.group, 'x', 4),
    'invite: numbers': (p) => p.invite(cast.group, 'x', [cast.dave.id]),
    'invite: somebody who does not exist': (p) => p.invite(cast.group, 'x', [{ userId: 99999999 }]),
    'invite: somebody who is in it': (p) => p.invite(cast.group, 'x', [memberOf(cast.ben)]),
    'invite: somebody who is in it beside one who is not': (p) => p.invite(cast.group, 'x', [memberOf(cast.dave), memberOf(cast.ben)]),
    'invite: 101 people': (p) => p.invite(cast.group, 'x', Array.from({ length: 101 }, (_, i) => ({ userId: 1000 + i }))),
    'invite: into a private room': (p) => p.invite(cast.two, 'x', [memberOf(cast.cleo)]),
    'invite: content of 16 KiB and a byte': (p) => p.invite(cast.group, 'x'.repeat(16 * 1024 + 1), [memberOf(cast.dave)]),
    'leave: content a number': (p) => p.leaveRoom(cast.group, 7),
    'leave: content of 16 KiB and a byte': (p) => p.leaveRoom(cast.group, 'x'.repeat(16 * 1024 + 1)),
    'leave: a room that is none': (p) => p.leaveRoom('x', 'bye'),
    'awake: no content': (p) => raw(p, `/simple/chatroom/${cast.two}/message/awake`, '{"type":3}'),
    'awake: content an object': (p) => raw(p, `/simple/chatroom/${cast.two}/message/awake`, '{"type":3,"content":{}}'),
    'a destination that is none': (p) => raw(p, `/simple/chatroom/${cast.group}/message/erase`, '{"content":"x"}'),
  };
  const raw = (socket, destination, body) => socket.client.send(destination, body);
  for (const [what, say] of Object.entries(cases))
    test(what, async () => {
      say(cast.page);
      await cast.page.settled();
      await cast.page.settled();
      assert.deepEqual([cast.page.errors.drain(), cast.page.message.drain()], [[], []]);
    });
});

test('the same commands over a native link say what was wrong and where, and the link lives', async () => {
  const native = await Native.connect(cast.host, cast.anna.device.accessToken);
  const cases = [
    ['room.send', { roomId: cast.group }, 'content is empty'],
    ['room.send', { roomId: cast.group, content: 7 }, "'content' is not a string"],
    ['room.send', { roomId: cast.group, content: 'x'.repeat(16 * 1024 + 1) }, 'content is longer than 16384 bytes'],
    ['room.send', { roomId: cast.group, content: 'x', type: 7 }, "'type' is 7, not 0 to 6"],
    ['room.send', { roomId: 'x', content: 'x' }, "'roomId' is not 24 lower-case hex digits"],
    ['room.send', { roomId: cast.group, content: 'x', clientMsgId: 'x'.repeat(65) }, "'clientMsgId' is longer than 64 bytes"],
    ['room.invite', { roomId: cast.group, invitees: [] }, "'invitees' is empty"],
    ['room.invite', { roomId: cast.group, invitees: [memberOf(cast.ben)] }, '현재 채팅방에 참가 중인 유저를 초대할 수 없습니다.'],
    ['room.rename', { roomId: cast.group, roomname: long(101) }, '방 이름은 100자를 넘을 수 없습니다.'],
    ['room.create', group({ type: 0 }), '1:1 채팅방 멤버는 두 명이어야 합니다.'],
    ['friends.add', { toUid: 'anna' }, "'toUid' is not a whole number"],
    ['profile.message', { message: long(201) }, 'message is longer than 200 characters'],
  ];
  for (const [command, json, detail] of cases) {
    const { status, body } = await native.ask(command, json);
    assert.deepEqual([status, body.code, body.detail], ['invalid', 'BAD_REQUEST', detail], command);
  }
  assert.equal((await native.ask('profile.get')).status, 'ok');
  await native.disconnect();
});

test('after all of that nothing was stored and nothing was broadcast', async () => {
  await Promise.all([cast.list.settled(), cast.page.settled()]);
  const heard = [cast.list.message, cast.list.room, cast.list.roomNew, cast.list.crash, cast.list.errors, cast.page.message, cast.page.errors].flatMap((inbox) => inbox.drain());
  assert.deepEqual(heard, []);
  assert.deepEqual(await state(), cast.before);
});

test('at the limit itself everything is taken', async () => {
  const [eve, fay, gil] = await people(cast.host, 3);
  const { status, json } = await eve.device.post('/chat/rooms', { roomname: long(100), img: 'x'.repeat(2048), type: 1, members: [eve, fay, gil].map(memberOf) });
  assert.equal(status, 201);
  const page = await PageSocket.room(eve.device, eve.id, json.data.id);
  const content = 'x'.repeat(16 * 1024);
  page.say(json.data.id, content);
  assert.equal((await page.message.next('16 KiB')).message.content, content);
  assert.equal((await eve.device.send('PUT', '/user/profile', profile({ username: long(20), email: `${'x'.repeat(121)}@x.y` }))).json.error, undefined);
  assert.equal((await new Device(cast.host, WEB).signIn(fay.cid, password, 'x'.repeat(4096))).json.isSuccess, true);
});
