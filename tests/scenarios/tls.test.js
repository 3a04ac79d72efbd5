// The whole service over TLS, with clients that none of us wrote: node's https and ws, @stomp/stompjs, openssl s_client.
import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { MOBILE } from './lib/device.js';
import { freshFolder, Host, hostForAll, runToEnd } from './lib/host.js';
import { request } from './lib/http.js';
import { Native } from './lib/native.js';
import { people, person, room } from './lib/people.js';
import { PhoneSocket } from './lib/phone.js';
import { handshake, Identity, sClient } from './lib/tls.js';

const identity = await Identity.make('first');
identity.trust();
const listening = ['--set', 'net.certificate_check=50ms', ...identity.settings];
const stage = hostForAll({ before, after }, { listen: 'tls:127.0.0.1:0', tcp: 'tls:127.0.0.1:0', args: listening });

test('the ready line says https, and the addresses clients are given do too', async () => {
  const { host } = stage;
  assert.match(host.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  const [anna, ben] = await people(host, 2, { kind: MOBILE });
  assert.ok((await anna.device.socketAddress()).startsWith(`${host.url}/t/`));
  const { id: roomId } = await room(anna, ben);
  const phone = await PhoneSocket.room(anna.device, anna.id, roomId);
  phone.say(roomId, 'over TLS');
  assert.equal(JSON.parse((await phone.next('MESSAGE', `/topic/${roomId}/message`)).body).message.content, 'over TLS');
  phone.disconnect();
});

test('two of stompjs talk over wss in one room', async () => {
  const { host } = stage;
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const [hers, his] = [await Native.connect(host, anna.device.accessToken), await Native.connect(host, ben.device.accessToken)];
  const heard = await hers.hear(`/room/${roomId}`);
  const long = 'x'.repeat(16_000);
  await his.say(roomId, long);
  assert.ok(JSON.stringify((await heard.next('what he said')).body).includes(long), 'a frame of more than one segment');
});

test('versions 1.2 and 1.3 with AEAD suites, and nothing else', async () => {
  const { port } = stage.host;
  for (const version of ['TLSv1.2', 'TLSv1.3']) {
    const seen = await handshake(port, { minVersion: version, maxVersion: version, ALPNProtocols: ['h2', 'http/1.1'] });
    assert.equal(seen.protocol, version);
    assert.match(seen.cipher, /GCM|POLY1305/);
    assert.equal(seen.alpn, 'http/1.1');
  }
  await assert.rejects(handshake(port, { ALPNProtocols: ['h2'] }), { code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' });
  await assert.rejects(handshake(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }), { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
  await assert.rejects(handshake(port, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' }), { code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' });
});

test('sessions are resumed in both versions', async () => {
  for (const version of ['TLSv1.2', 'TLSv1.3']) {
    const first = await handshake(stage.host.port, { minVersion: version, maxVersion: version });
    assert.equal(first.resumed, false);
    assert.equal((await handshake(stage.host.port, { minVersion: version, maxVersion: version, session: first.session })).resumed, true);
  }
});

test('s_client is believed by the certificate, may not renegotiate, and is told the end', async () => {
  const { port } = stage.host;
  const trusted = ['-CAfile', identity.certificate, '-verify_return_error'];
  const asked = await sClient(port, [...trusted, '-ign_eof'], 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  assert.match(asked, /Verify return code: 0 \(ok\)/);
  assert.match(asked, /HTTP\/1\.1 200 OK/);
  assert.match(asked, /\nclosed\n/);
  assert.doesNotMatch(asked, /unexpected eof/);
  assert.match(asked, /No ALPN negotiated/);
  assert.match(await sClient(port, [...trusted, '-tls1_2'], 'R\n'), /no renegotiation/);
});

test('a new certificate is served to new connections, and an open conversation goes on', async () => {
  const { host } = stage;
  const anna = await person(host);
  const native = await Native.connect(host, anna.device.accessToken);
  assert.equal((await handshake(host.port)).name, 'first');
  await writeFile(identity.certificate, 'rubbish');
  await host.hasLogged('the changed certificate cannot be used, the former one goes on');
  assert.equal((await handshake(host.port)).name, 'first');
  assert.ok((await native.ask('room.list')).status);
  await identity.renew('second');
  identity.trust();
  await host.hasLogged('new connections get the new certificate');
  assert.equal((await handshake(host.port)).name, 'second');
  assert.ok((await native.ask('room.list')).status, 'on the connection of before');
});

test('a wrong pair, an open key and a missing certificate are said before anybody is let in', async () => {
  const other = await Identity.make('other');
  const refused = async (args, why) => {
    const data = await freshFolder();
    const { code, stderr } = await runToEnd(['run', '--data', data, '--listen', 'tls:127.0.0.1:0', ...args]);
    assert.equal(code, 78);
    assert.match(stderr, why);
  };
  await refused([], /listening on tls:127\.0\.0\.1:0 needs a certificate; set 'certificate' and 'key' of net to its PEM files/);
  await refused(['--set', `net.certificate=${other.certificate}`, '--set', `net.key=${identity.key}`], /does not belong to the certificate/);
  await chmod(other.key, 0o644);
  await refused(other.settings, /every user of this machine can read or change the key/);
});

test('behind a trusted proxy, addresses are those the client used', async () => {
  const host = await Host.start({ args: ['--set', 'net.trusted_proxies=127.0.0.1'] });
  try {
    const anna = await person(host);
    const headers = (more) => ({ 'X-ACCESS-TOKEN': anna.device.accessToken, ...more });
    const forwarded = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'talk.example' };
    const { json } = await request('GET', `${host.url}/presence/stomp/connect`, { headers: headers(forwarded) });
    assert.match(json.data, /^https:\/\/talk\.example\/t\/[^/]+\/stomp$/);
    const spoofed = { 'X-Forwarded-For': '6.6.6.6, 203.0.113.9', 'X-Forwarded-Proto': 'http, https', 'X-Forwarded-Host': 'evil.example, talk.example' };
    assert.match((await request('GET', `${host.url}/presence/stomp/connect`, { headers: headers(spoofed) })).json.data, /^https:\/\/talk\.example\//);
  } finally {
    await host.stop();
  }
});
