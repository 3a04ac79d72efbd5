// Accounts: sign up, sign in, reissue, sign out, as the phone and the page do it (cocotalk-wire.md 2.1, 3.5; conformance 2, 3, 5, 6, 7).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Device, MOBILE, WEB } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { request } from '../lib/http.js';
import { freshName, password, person, signIn, signUp, signUpParts } from '../lib/people.js';

const stage = hostForAll({ before, after });

// The smallest JPEG there is: one grey pixel.
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
  'base64',
);
const userKeys = ['birth', 'cid', 'email', 'id', 'loggedinAt', 'nickname', 'phone', 'profile', 'status', 'username'];

function envelopeA(answer, isSuccess) {
  assert.equal(answer.json.isSuccess, isSuccess);
  assert.match(answer.json.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  return answer.json;
}

test('A3, 12.6: the phone signs up with a picture, which anybody may fetch by its address', async () => {
  const { host } = stage;
  const cid = freshName();
  const pictures = [
    { name: 'profileImg', filename: 'profile.jpeg', type: 'image/jpeg', value: jpeg },
    { name: 'profileImgThumb', filename: 'profile_thumbnail.jpeg', type: 'image/jpeg', value: jpeg },
  ];
  const answer = await new Device(host, MOBILE).upload('POST', '/auth/signup', [...signUpParts(cid), ...pictures]);
  assert.equal(answer.status, 201, answer.text);
  const { message, result } = envelopeA(answer, true);
  assert.equal(message, '리소스 생성에 성공하였습니다.');
  assert.deepEqual(Object.keys(result).sort(), ['birth', 'cid', 'email', 'id', 'nickname', 'phone', 'profile', 'username']);
  assert.equal(typeof result.id, 'number');
  const profile = JSON.parse(result.profile);
  assert.deepEqual(Object.keys(profile), ['profile', 'background', 'message']);
  assert.match(profile.profile, /\.jpe?g$/);

  const picture = await request('GET', profile.profile);
  assert.equal(picture.status, 200);
  assert.equal(picture.headers['content-type'], 'image/jpeg');
  assert.equal(picture.headers['x-content-type-options'], 'nosniff');
  assert.deepEqual(picture.bytes, jpeg);

  const own = await (await signIn(host, cid)).data('/user/profile/token');
  assert.deepEqual(Object.keys(own).sort(), userKeys);
  assert.equal(own.profile, result.profile);
});

test('A3, Q15: a sign-up without a picture has a profile of nulls, and takes a birthday', async () => {
  const result = await signUp(stage.host, freshName(), { birth: '1995-10-28' });
  assert.deepEqual(JSON.parse(result.profile), { profile: null, background: null, message: null });
  assert.equal(result.birth, '1995-10-28');
});

for (const missing of ['cid', 'password', 'username', 'nickname', 'phone', 'email', 'status'])
  test(`A3: a sign-up without ${missing} is 2002`, async () => {
    const answer = await new Device(stage.host, MOBILE).upload('POST', '/auth/signup', signUpParts(freshName(), { [missing]: undefined }));
    assert.equal(answer.status, 200);
    const { code, result } = envelopeA(answer, false);
    assert.equal(code, 2002);
    assert.equal(result, undefined);
  });

test('A3: cid, phone and e-mail are taken once: 2003', async () => {
  const { host } = stage;
  const cid = freshName();
  await signUp(host, cid);
  const other = freshName();
  for (const taken of [{ cid }, { phone: `010${cid}`.slice(0, 20) }, { email: `${cid}@example.org` }]) {
    const answer = await new Device(host, MOBILE).upload('POST', '/auth/signup', signUpParts(other, { password: 'another one', ...taken }));
    assert.equal(envelopeA(answer, false).code, 2003, JSON.stringify(taken));
  }
  await signUp(host, other);
});

test('A3: twenty sign-ups for one id at the same moment make one account', async () => {
  const cid = freshName();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      new Device(stage.host, MOBILE).upload('POST', '/auth/signup', signUpParts(cid, { password: `password ${i}`, phone: `010${cid}${i}`, email: `${i}${cid}@example.org` })),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
});

test('12.3: a wrong password and an unknown id are one answer: 2001, without result', async () => {
  const { host } = stage;
  const { cid } = await person(host);
  const wrong = await new Device(host, WEB).signIn(cid, 'not it');
  const unknown = await new Device(host, WEB).signIn(freshName(), password);
  for (const answer of [wrong, unknown]) {
    assert.equal(answer.status, 200);
    const { code, message, result } = envelopeA(answer, false);
    assert.deepEqual({ code, message, result }, { code: 2001, message: '요청에 실패하였습니다.', result: undefined });
  }
});

test('A1: a sign-in with blank fields is 2002; one that is no JSON is HTTP 400', async () => {
  const device = new Device(stage.host, WEB);
  for (const body of [{ cid: '', password, fcmToken: 'x' }, { cid: 'x', password: ' ', fcmToken: 'x' }, { cid: 'x', fcmToken: 'x' }, {}])
    assert.equal(envelopeA(await device.post('/auth/signin', body), false).code, 2002, JSON.stringify(body));
  const broken = await request('POST', `${stage.host.url}/auth/signin`, { headers: device.headers({ 'Content-Type': 'application/json' }), body: '{"cid":' });
  assert.equal(broken.status, 400);
  assert.equal(typeof broken.json.error, 'string', 'the framework\'s envelope');
});

test('12.2, Q22: an access token that is empty, garbage or old does not disturb a sign-in', async () => {
  const { host } = stage;
  const { cid } = await person(host);
  for (const token of ['', 'garbage', 'eyJhbGciOiJIUzI1NiJ9.e30.x']) {
    const device = new Device(host, WEB);
    device.accessToken = token;
    envelopeA(await device.signIn(cid, password), true);
  }
});

test('12.5: reissue rotates; the old refresh token gives the same pair until the new one is used, then 2004', async () => {
  const { host } = stage;
  const { device } = await person(host);
  const first = envelopeA(await device.reissue(), true).result;
  const again = envelopeA(await device.reissue(), true).result;
  assert.deepEqual(again, first);
  assert.notEqual(first.refreshToken, device.refreshToken);

  const renewed = Object.assign(new Device(host, WEB), first);
  await renewed.data('/user/profile/token');
  envelopeA(await renewed.reissue(), true);
  assert.equal(envelopeA(await device.reissue(), false).code, 2004);
});

test('S7: a refresh token opens nothing but reissue and sign-out', async () => {
  const { device } = await person(stage.host);
  const thief = Object.assign(new Device(stage.host, WEB), { accessToken: device.refreshToken });
  assert.equal((await thief.get('/user/profile/token')).json.error.type, 'JWT_AUTHENTICATION');
});

test('A2, S7: after signing out neither token is worth anything', async () => {
  const { host } = stage;
  const { device } = await person(host);
  const out = await request('GET', `${host.url}/auth/signout`, { headers: { 'User-Agent': 'Mozilla/5.0', 'X-REFRESH-TOKEN': device.refreshToken } });
  envelopeA(out, true);
  assert.equal((await device.get('/user/profile/token')).json.error?.type, 'JWT_AUTHENTICATION');
  assert.equal(envelopeA(await device.reissue(), false).code, 2004);
});

test('12.7, S6: an unknown id, e-mail or phone is a person of nulls, not an error; strangers without a token see an id only', async () => {
  const { host } = stage;
  const { id, cid, device } = await person(host);
  const anonymous = new Device(host, MOBILE);
  for (const path of [`/user/cid/${freshName()}`, '/user/email/nobody@example.org']) {
    const unknown = await anonymous.data(path);
    assert.deepEqual(Object.keys(unknown).sort(), userKeys);
    assert.ok(Object.values(unknown).every((value) => value === null), path);
  }
  const known = await anonymous.data(`/user/cid/${cid}`);
  assert.notEqual(known.id, null);
  assert.equal(known.phone, null);
  assert.equal(known.username, null);
  const phones = await anonymous.data(`/user/phone?phones=${encodeURIComponent(`010${cid}`.slice(0, 20))},0000`);
  assert.equal(phones.length, 2);
  assert.notEqual(phones[0].id, null);
  assert.equal(phones[1].id, null);
  const seen = await device.data(`/user/cid/${cid}`);
  assert.equal(seen.id, id);
  assert.equal(seen.username, `${cid}-name`);
});
