// Push through FCM's HTTP v1 API and through a webhook, against stand-ins that check what they are sent (cocotalk-wire.md, 8).
import assert from 'node:assert/strict';
import { createHmac, createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { MOBILE, WEB } from './lib/device.js';
import { Host } from './lib/host.js';
import { Inbox } from './lib/inbox.js';
import { Native } from './lib/native.js';
import { freshName, room, signIn, signUp } from './lib/people.js';

const secret = 'a secret of some length';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let folder;

before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'cocotalk-push-'))));
after(() => rm(folder, { recursive: true, force: true }));

// Answers POSTs with what `answer(request)` says: { status, json }.
async function standIn(answer) {
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { status = 200, json = {} } = answer({ path: request.url, headers: request.headers, body });
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
}

async function withHost(plugin, settings, conversation) {
  const config = path.join(folder, `${plugin}.json`);
  await writeFile(config, JSON.stringify({
    plugins: {
      net: { listen: ['127.0.0.1:0'] }, 'transport-http': {}, 'transport-stomp': {}, auth: {}, 'session-policy': {}, storage: {}, files: {}, [plugin]: settings,
    },
  }));
  const host = await Host.start({ config });
  try {
    await conversation(host);
  } finally {
    const { code } = await host.stop();
    assert.equal(code, 0, host.said.stderr.slice(-4000));
  }
}

async function newcomer(host, kind) {
  const cid = freshName();
  const { id, username } = await signUp(host, cid);
  return { id, cid, username, device: await signIn(host, cid, kind) };
}

async function say(person, roomId, content) {
  const native = await Native.connect(person.device.host, person.device.accessToken);
  const { status, body } = await native.ask('room.send', { roomId, content });
  assert.equal(status, 'ok', JSON.stringify(body));
  await native.disconnect();
}

test('FCM is asked with a token for which our key was shown, in the shape the original clients know', async () => {
  const seen = new Inbox('FCM');
  let tokens = 0;
  const fcm = await standIn(({ path: where, headers, body }) => {
    if (where === '/token') {
      const form = new URLSearchParams(body);
      assert.equal(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
      const [head, claims, signature] = form.get('assertion').split('.');
      assert.ok(createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url'));
      assert.deepEqual(JSON.parse(Buffer.from(head, 'base64url')), { alg: 'RS256', typ: 'JWT' });
      const { iss, scope, aud, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url'));
      assert.deepEqual([iss, scope, aud], ['host@test', 'https://www.googleapis.com/auth/firebase.messaging', `${fcm.url}/token`]);
      assert.equal(exp - iat, 3600);
      return { json: { access_token: `access-${++tokens}`, expires_in: 3600 } };
    }
    // The first token is refused once: it was withdrawn.
    if (headers.authorization === 'Bearer access-1') return { status: 401 };
    seen.push({ path: where, authorization: headers.authorization, ...JSON.parse(body) });
    return {};
  });
  await writeFile(path.join(folder, 'key.json'), JSON.stringify({
    project_id: 'coco', client_email: 'host@test', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }), token_uri: `${fcm.url}/token`,
  }));
  try {
    await withHost('push-fcm', { key_file: path.join(folder, 'key.json'), endpoint: fcm.url, front_end: 'https://front.example' }, async (host) => {
      const [anna, ben, cleo] = [await newcomer(host, WEB), await newcomer(host, MOBILE), await newcomer(host, WEB)];
      const { id } = await room(anna, ben, cleo);
      await say(anna, id, '안녕');
      const both = await seen.take(2, 'a message');
      const phone = both.find(({ message }) => message.apns !== null);
      const page = both.find(({ message }) => message.webpush !== null);
      assert.equal(phone.path, '/v1/projects/coco/messages:send');
      assert.equal(phone.authorization, 'Bearer access-2');
      assert.equal(phone.message.token, ben.device.fcmToken);
      assert.deepEqual(phone.message.data, { roomId: id });
      assert.deepEqual(phone.message.apns.payload.aps, { alert: { title: anna.username, subtitle: 'room', body: '안녕' }, sound: 'chime.aiff' });
      assert.equal(page.message.token, cleo.device.fcmToken);
      assert.deepEqual(page.message.webpush.data, { title: `[room] ${anna.username}`, body: '안녕', url: 'https://front.example' });
    });
  } finally {
    fcm.close();
  }
});

test('who muted a room is woken for others only, until he unmutes it', async () => {
  const seen = new Inbox('the webhook');
  const hook = await standIn(({ body }) => (seen.push(JSON.parse(body)), {}));
  await writeFile(path.join(folder, 'secret'), `${secret}\n`, { mode: 0o600 });
  try {
    await withHost('push-webhook', { url: hook.url, secret_file: path.join(folder, 'secret') }, async (host) => {
      const [anna, ben, cleo] = [await newcomer(host, WEB), await newcomer(host, MOBILE), await newcomer(host, WEB)];
      const [{ id: muted }, { id: other }] = [await room(anna, ben), await room(cleo, ben)];
      const native = await Native.connect(host, ben.device.accessToken);
      const mute = async (json) => assert.equal((await native.ask('room.mute', { roomId: muted, ...json })).status, 'ok');
      await mute({});
      await say(anna, muted, 'hush');
      await say(cleo, other, 'hello');
      assert.equal((await seen.next('the first push')).text, 'hello');
      await mute({ muted: false });
      await say(anna, muted, 'again');
      assert.equal((await seen.next('the next push')).text, 'again');
    });
  } finally {
    hook.close();
  }
});

test('a webhook gets a signed body, and again when it did not take it', async () => {
  const seen = new Inbox('the webhook');
  let refusals = 1;
  const hook = await standIn(({ path: where, headers, body }) => {
    if (refusals-- > 0) return { status: 503 };
    seen.push({ where, headers, body });
    return {};
  });
  await writeFile(path.join(folder, 'secret'), `${secret}\n`, { mode: 0o600 });
  try {
    await withHost('push-webhook', { url: `${hook.url}/wake?x=1`, secret_file: path.join(folder, 'secret') }, async (host) => {
      const [anna, ben] = [await newcomer(host, WEB), await newcomer(host, MOBILE)];
      const { id } = await room(anna, ben);
      await say(anna, id, 'hello');
      const { where, headers, body } = await seen.next('the second try');
      assert.equal(where, '/wake?x=1');
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-cocotalk-signature']);
      assert.equal(v1, createHmac('sha256', secret).update(`${t}.${body}`).digest('hex'));
      assert.deepEqual(JSON.parse(body), {
        room: id, roomType: 0, roomName: 'room', sender: anna.username, text: 'hello',
        targets: [{ account: ben.id, device: 'MOBILE', token: ben.device.fcmToken }],
      });
    });
  } finally {
    hook.close();
  }
});
