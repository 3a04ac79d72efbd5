// Every endpoint of the wire document's section 2: its envelope and status, what it says without a good token, and that a page may call
// it (cocotalk-wire.md 1.3, 1.5, 1.6, 1.8, 2.0).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { agents, Device, MOBILE, pageOrigin } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { multipart, request } from '../lib/http.js';
import { befriend, freshName, memberOf, password, people, person, room, signUpParts } from '../lib/people.js';
import { jpeg } from '../lib/upload.js';

const cast = {};
const stage = hostForAll({ before, after }, undefined, async (host) => {
  const [anna, ben, cleo] = await people(host, 3);
  await befriend(anna, ben);
  const { id: roomId, messageBundleIds } = await room(anna, ben, cleo);
  Object.assign(cast, { host, anna, ben, cleo, roomId, bundleId: messageBundleIds.slice(1, -1) });
});

const get = (path) => ({ method: 'GET', path });
const send = (method, path, json) => ({ method, path, json });
const upload = (method, path, parts) => ({ method, path, parts });
const file = (name) => ({ name, filename: 'x.jpeg', type: 'image/jpeg', value: jpeg });
const profile = () => ({ username: 'u', nickname: 'n', phone: freshName(), email: `${freshName()}@x.y`, birth: null, status: 0 });

// What each row is called with. `needs`: nothing, or the token it wants; `unlike`: a status other than 200, an envelope other than the
// path's.
const rows = {
  'A1 POST /auth/signin': { call: () => send('POST', '/auth/signin', { cid: cast.cleo.cid, password, fcmToken: 'x' }) },
  'A2 GET /auth/signout': { call: () => get('/auth/signout'), needs: 'refresh', noResult: true, refused: 'success' },
  'A3 POST /auth/signup': { call: () => upload('POST', '/auth/signup', signUpParts(freshName())), status: 201 },
  'A4 GET /auth/reissue': { call: () => get('/auth/reissue'), needs: 'refresh', refused: 2004 },
  'A6 POST /auth/email/validation': { call: () => send('POST', '/auth/email/validation', { email: 'a@b.c', code: 'x' }) },
  'A7 GET /auth/device': { call: () => get('/auth/device'), needs: 'token' },
  'U1 GET /user/profile': { call: () => get('/user/profile'), needs: 'token' },
  'U2 GET /user/profile/token': { call: () => get('/user/profile/token'), needs: 'token' },
  'U3 GET /user/profile/⟨id⟩': { call: () => get(`/user/profile/${cast.ben.id}`), needs: 'token' },
  'U4 GET /user/cid/⟨cid⟩': { call: () => get(`/user/cid/${cast.ben.cid}`) },
  'U5 GET /user/email/⟨address⟩': { call: () => get(`/user/email/${cast.ben.cid}@example.org`) },
  'U6 GET /user/phone': { call: () => get('/user/phone?phones=1,2&phones=3') },
  'U7 PUT /user/profile': { call: () => send('PUT', '/user/profile', profile()), needs: 'token' },
  'U8 PUT /user/profile/img': { call: () => upload('PUT', '/user/profile/img', [file('profileImg'), file('profileImgThumb')]), needs: 'token' },
  'U9 PUT /user/profile/bg': { call: () => upload('PUT', '/user/profile/bg', [file('bgImg')]), needs: 'token' },
  'U10 PUT /user/profile/message': { call: () => send('PUT', '/user/profile/message', { message: 'm' }), needs: 'token' },
  'F1 GET /user/friends': { call: () => get('/user/friends'), needs: 'token' },
  'F2 POST /user/friends': { call: () => send('POST', '/user/friends', { toUid: cast.cleo.id }), needs: 'token' },
  'F3 POST /user/friends/list': { call: () => send('POST', '/user/friends/list', { toUidList: [cast.cleo.id] }), needs: 'token' },
  'F4 GET /user/friends/cid/⟨cid⟩': { call: () => get(`/user/friends/cid/${cast.ben.cid}`), needs: 'token' },
  'F5 GET /user/friends/hidden': { call: () => get('/user/friends/hidden'), needs: 'token' },
  'F6 PATCH /user/friends/hidden': { call: () => send('PATCH', '/user/friends/hidden', { toUid: cast.ben.id, hidden: true }), needs: 'token' },
  'F7 DELETE /user/friends/⟨userId⟩': { call: () => send('DELETE', `/user/friends/${cast.ben.id}`), needs: 'token' },
  'C1 POST /chat/rooms': { call: () => send('POST', '/chat/rooms', { roomname: 'r', img: null, type: 1, members: [cast.anna, cast.ben, cast.cleo].map(memberOf) }), needs: 'token', status: 201 },
  'C2 GET /chat/rooms': { call: () => get('/chat/rooms'), needs: 'token' },
  'C3 GET /chat/rooms/list': { call: () => get('/chat/rooms/list'), needs: 'token' },
  'C4 GET /chat/rooms/⟨roomId⟩': { call: () => get(`/chat/rooms/${cast.roomId}`), needs: 'token' },
  'C5 GET /chat/rooms/⟨roomId⟩/tail': { call: () => get(`/chat/rooms/${cast.roomId}/tail?count=0`), needs: 'token' },
  'C5 GET /chat/rooms/⟨roomId⟩/tail/': { call: () => get(`/chat/rooms/${cast.roomId}/tail/?count=0`), needs: 'token' },
  'C6 GET /chat/rooms/private/⟨userId⟩': { call: () => get(`/chat/rooms/private/${cast.ben.id}`), needs: 'token' },
  'C11 GET /chat/messages': { call: () => get(`/chat/messages?roomId=${cast.roomId}&bundleId=${cast.bundleId}&count=0`), needs: 'token' },
  'C12 POST /chat/messages/file': { call: () => upload('POST', '/chat/messages/file', [file('messageFile'), { name: 'roomId', value: cast.roomId }]), needs: 'token' },
  'R1 GET /presence/stomp/connect': { call: () => get('/presence/stomp/connect'), needs: 'token' },
};

const tokenHeader = { token: 'X-ACCESS-TOKEN', refresh: 'X-REFRESH-TOKEN' };

async function ask({ method, path, json, parts }, headers = {}) {
  const form = parts && multipart(parts);
  const body = form?.body ?? (json === undefined ? undefined : JSON.stringify(json));
  const type = body ? { 'Content-Type': form?.contentType ?? 'application/json' } : {};
  const all = { 'User-Agent': agents.WEB, Origin: pageOrigin, ...type, ...headers };
  return request(method, cast.host.url + path, { headers: all, body });
}

const usesA = (path) => path.startsWith('/auth/');
const allowed = ({ rawHeaders }) => rawHeaders.filter((_, i) => i % 2 === 1 && /^access-control-allow-origin$/i.test(rawHeaders[i - 1]));

function isSuccess({ json, text }, path, { status = 200, noResult = false }) {
  if (usesA(path)) {
    assert.deepEqual(Object.keys(json), ['isSuccess', 'message', ...(noResult ? [] : ['result']), 'timestamp'], text);
    assert.deepEqual([json.isSuccess, json.message], [true, status === 201 ? '리소스 생성에 성공하였습니다.' : '요청에 성공하였습니다.']);
    assert.match(json.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  } else {
    assert.deepEqual(Object.keys(json), ['data', 'status', 'statusCode', 'timestamp'], text);
    assert.deepEqual([json.status, json.statusCode], ['OK', 200], 'also beside HTTP 201');
    assert.match(json.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
  }
}

// Envelope C, as it is printed.
function isTokenRefusal({ status, headers, text }, detail) {
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'application/json');
  const lines = text.split('\n');
  assert.equal(lines[1], `  "error" : { "code" : 6002, "desc" : "JWT 인중 중 문제가 발생했습니다. : ${detail}", "type" : "JWT_AUTHENTICATION" },`);
  assert.match(text, /^\{\n {2}"error" : \{[^\n]*\},\n {2}"status" : "OK",\n {2}"statusCode" : 200,\n {2}"timestamp" : "\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"\n\}$/);
}

for (const [name, row] of Object.entries(rows))
  describe(name, () => {
    test(`12.1: a pre-flight without a token, and one header for the origin on every answer`, async () => {
      const { method, path } = row.call();
      const preflight = await request('OPTIONS', cast.host.url + path, {
        headers: { Origin: pageOrigin, 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': 'content-type,x-access-token' },
      });
      assert.ok([200, 204].includes(preflight.status));
      assert.equal(preflight.headers['access-control-allow-headers'], 'content-type,x-access-token');
      assert.deepEqual(allowed(preflight), ['*']);
      assert.deepEqual(allowed(await ask({ method, path, json: {} })), ['*'], 'refused or not');
    });

    if (row.needs === 'token')
      test('12.4: no token, an empty one and one that is none are told apart, with HTTP 200', async () => {
        const call = row.call();
        isTokenRefusal(await ask(call), 'X-ACCESS-TOKEN 헤더가 설정되지 않았습니다.');
        isTokenRefusal(await ask(call, { 'X-ACCESS-TOKEN': '' }), '헤더에 토큰이 포함되지 않았습니다.');
        isTokenRefusal(await ask(call, { 'X-ACCESS-TOKEN': 'garbage' }), '올바르지 않은 형식의 토큰입니다.');
        isTokenRefusal(await ask(call, { 'X-ACCESS-TOKEN': cast.anna.device.refreshToken }), '올바르지 않은 형식의 토큰입니다.');
      });
    else
      test('whatever X-ACCESS-TOKEN holds, it is not looked at', async () => {
        const credential = row.needs ? { [tokenHeader.refresh]: (await person(cast.host)).device.refreshToken } : {};
        isSuccess(await ask(row.call(), { 'X-ACCESS-TOKEN': 'garbage', ...credential }), row.call().path, row);
      });

    test(`its answer: HTTP ${row.status ?? 200} in the envelope of its service`, async () => {
      const call = row.call();
      const { device } = row.needs === 'refresh' ? await person(cast.host) : cast.anna;
      const credential = { token: device.accessToken, refresh: device.refreshToken }[row.needs];
      const answer = await ask(call, credential ? { [tokenHeader[row.needs]]: credential } : {});
      assert.equal(answer.status, row.status ?? 200, answer.text);
      assert.equal(answer.headers['content-type'], 'application/json');
      isSuccess(answer, call.path, row);
    });
  });

test('A2 and A4 without a refresh token: nothing to end, and 2004', async () => {
  isSuccess(await ask(get('/auth/signout')), '/auth/signout', { noResult: true });
  for (const headers of [{}, { 'X-REFRESH-TOKEN': '' }, { 'X-REFRESH-TOKEN': 'garbage' }, { 'X-REFRESH-TOKEN': cast.anna.device.accessToken }]) {
    const { status, json } = await ask(get('/auth/reissue'), headers);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(json), ['isSuccess', 'code', 'message', 'timestamp']);
    assert.deepEqual([json.isSuccess, json.code, json.message], [false, 2004, '권한이 없습니다.']);
  }
});

test('A5: where no mail can be sent, the code is refused with 2001', async () => {
  const { json } = await ask(send('POST', '/auth/email/issue', { email: 'a@example.org' }));
  assert.deepEqual([json.isSuccess, json.code, json.message], [false, 2001, '요청에 실패하였습니다.']);
});

test('D: what the framework answers: a missing or malformed value is HTTP 400, an error that is a word, and the path', async () => {
  const token = { 'X-ACCESS-TOKEN': cast.anna.device.accessToken };
  const calls = [get('/user/phone'), get('/user/profile/abc'), get(`/chat/messages?roomId=${cast.roomId}`), get(`/chat/rooms/${cast.roomId}/tail?count=many`), get('/chat/rooms/private/x')];
  for (const call of calls) {
    const { status, json, text } = await ask(call, token);
    assert.equal(status, 400, text);
    assert.deepEqual(Object.keys(json), ['timestamp', 'status', 'error', 'path'], text);
    assert.deepEqual([json.status, json.error, json.path], [400, 'Bad Request', call.path.split('?')[0].replace(/^\/[a-z]+/, '')], 'as the service behind the gateway knows it');
    assert.match(json.timestamp, /\+00:00$/);
  }
});

test('1.4: the device class is that of the User-Agent, and a phone\'s when there is none', async () => {
  const anna = await person(cast.host);
  const body = JSON.stringify({ cid: anna.cid, password, fcmToken: 'phone' });
  const { json } = await request('POST', `${cast.host.url}/auth/signin`, { headers: { 'Content-Type': 'application/json' }, body });
  const phone = Object.assign(new Device(cast.host, MOBILE), json.result);
  for (const device of [anna.device, phone]) assert.deepEqual((await device.get('/auth/device')).json.result, { isValid: true }, 'both live side by side');
});

test('trailing slashes are accepted everywhere', async () => {
  const token = { 'X-ACCESS-TOKEN': cast.anna.device.accessToken };
  for (const path of ['/user/friends/', '/chat/rooms/list/', '/user/profile/token/', '/presence/stomp/connect/']) isSuccess(await ask(get(path), token), path, {});
});
