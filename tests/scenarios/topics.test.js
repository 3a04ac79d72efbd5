// config/broker.json: topics for applications, spoken to by libraries none of us wrote.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { freshFolder, Host, hostForAll, runToEnd } from './lib/host.js';
import { withDeadline } from './lib/inbox.js';
import { Native } from './lib/native.js';
import { TcpClient } from './lib/tcp.js';

const stompit = createRequire(import.meta.url)('stompit');

const config = 'config/broker.json';
const topics = ['/topic/', '/topic/kept/ kept', '/topic/few kept events=10', '/topic/staff publish=role:admin', '/topic/closed/ publish=nobody subscribe=nobody'];
const broker = { config, tcp: true, args: ['--set', `service.topics=${topics.join(',')}`, '--set', 'net.trusted_proxies=127.0.0.1'] };
const stage = hostForAll({ before, after }, broker);

const guest = (options) => TcpClient.connect(stage.host, { login: 'guest', passcode: 'guest', ...options });
const refused = (status) => (error) => error.status === status;

test('@stomp/stompjs and python3-stomp hear each other, and themselves', async () => {
  const page = await Native.guest(stage.host);
  const program = await guest();
  const heard = await page.hear('/topic/a');
  await program.subscribe('/topic/a');
  await program.send('/topic/a', 'from python', { 'content-type': 'text/x', own: 'a:b' });
  const atPage = await heard.next('the message');
  assert.deepEqual([atPage.body, atPage.headers.own, atPage.headers['content-type']], ['from python', 'a:b', 'text/x']);
  assert.equal((await program.message('/topic/a')).body, 'from python');
  await page.sayTo('/topic/a', 'from the page');
  assert.equal((await program.message('/topic/a')).body, 'from the page');
  assert.equal((await heard.next('its own')).body, 'from the page');
  await page.disconnect();
  await program.disconnect();
});

test('stompit sends and receives bytes, NUL among them', async () => {
  const client = await new Promise((resolve, reject) => {
    const connectHeaders = { host: '/', login: 'guest', passcode: 'guest' };
    stompit.connect({ host: '127.0.0.1', port: stage.host.tcpPort, connectHeaders }, (error, connected) => (error ? reject(error) : resolve(connected)));
  });
  const bytes = Buffer.from([0, 1, 2, 0, 255, 254, 10, 13, 0]);
  const message = new Promise((resolve, reject) => {
    client.subscribe({ destination: '/topic/bytes', ack: 'auto' }, (error, incoming) => {
      if (error) return reject(error);
      const pieces = [];
      incoming.on('data', (piece) => pieces.push(piece));
      incoming.on('end', () => resolve({ headers: incoming.headers, body: Buffer.concat(pieces) }));
    });
  });
  const frame = client.send({ destination: '/topic/bytes', 'content-length': bytes.length, 'content-type': 'application/octet-stream' });
  frame.end(bytes);
  const { headers, body } = await withDeadline(message, 'the bytes');
  assert.deepEqual(body, bytes);
  assert.equal(headers['content-type'], 'application/octet-stream');
  await new Promise((resolve) => client.disconnect(resolve));
});

test('a kept topic is resumed where one was, and its sequences outlive the host', async (t) => {
  const data = await freshFolder();
  t.after(() => rm(data, { recursive: true, force: true }));
  let host = await Host.start({ ...broker, data });
  t.after(() => host.kill());
  let speaker = await Native.guest(host);
  for (let n = 1; n <= 20; ++n) assert.equal((await speaker.sayTo('/topic/kept/a', `m${n}`, { clientMsgId: `id-${n}` })).seq, n);
  await host.kill();
  host = await Host.start({ ...broker, data });
  speaker = await Native.guest(host);
  assert.equal((await speaker.sayTo('/topic/kept/a', 'm20', { clientMsgId: 'id-20' })).seq, 20, 'the same message once more');
  await assert.rejects(speaker.sayTo('/topic/kept/a', 'other', { clientMsgId: 'id-20' }), refused('conflict'));
  const heard = await speaker.hear('/topic/kept/a', { 'from-seq': '15' });
  assert.equal((await speaker.sayTo('/topic/kept/a', 'm21')).seq, 21);
  for (let n = 16; n <= 21; ++n) {
    const { seq, event, body } = await heard.next(`message ${n}`);
    assert.deepEqual([seq, event, body], [n, 'message', `m${n}`]);
  }
  await host.stop();
});

test('what a topic has forgotten is named as a gap', async () => {
  const speaker = await Native.guest(stage.host);
  for (let n = 1; n <= 30; ++n) await speaker.sayTo('/topic/few', `m${n}`);
  const heard = await speaker.hear('/topic/few', { 'from-seq': '3' });
  const { event, headers } = await heard.next('the gap');
  assert.deepEqual([event, headers['from-seq']], ['gap', '4']);
  const first = Number(headers['to-seq']) + 1;
  assert.ok(first >= 20 && first <= 21, `the last ten or eleven, from ${first}`);
  for (let n = first; n <= 30; ++n) assert.equal((await heard.next(`message ${n}`)).body, `m${n}`);
  await speaker.disconnect();
});

test('queues, wildcards, closed and messenger\'s destinations are refused, each with a sentence', async () => {
  const native = await Native.guest(stage.host);
  const cases = [
    ['/queue/a', 'not-found', /queues with competing consumers are not available/],
    ['/topic/*', 'invalid', /wildcards match nothing/],
    ['/topic/a.>', 'invalid', /wildcards match nothing/],
    ['/exchange/a', 'not-found', /there is nothing/],
    ['/topic/closed/a', 'denied', /NOT_PERMITTED/],
  ];
  for (const [destination, status, sentence] of cases) {
    await assert.rejects(native.hear(destination), (error) => error.status === status && sentence.test(error.body), `SUBSCRIBE ${destination}`);
    await assert.rejects(native.sayTo(destination, 'm'), (error) => error.status === status && sentence.test(error.body), `SEND ${destination}`);
  }
  await assert.rejects(native.sayTo('/topic/staff', 'm'), refused('denied'));
  assert.equal((await native.ask('room.list')).status, 'denied');
  const deaf = await guest();
  await assert.rejects(Promise.race([deaf.send('/queue/a', 'm'), deaf.on('error').then(({ headers }) => Promise.reject(new Error(headers.hint)))]), /not available/);
  deaf.child.stdin.end();
  await native.disconnect();
});

test('the guest comes from this machine only, whatever a proxy is told', async () => {
  await assert.rejects(Native.guest(stage.host, 'guest', 'wrong'), /refused/);
  const connect = (forwarded) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${stage.host.url.replace('http', 'ws')}/stomp/websocket`, ['v12.stomp'], { headers: { 'x-forwarded-for': forwarded } });
      socket.on('error', reject);
      socket.on('open', () => socket.send('CONNECT\naccept-version:1.2\nhost:x\nlogin:guest\npasscode:guest\n\n\0'));
      socket.on('message', (bytes) => (resolve(String(bytes)), socket.terminate()));
    });
  assert.match(await withDeadline(connect('203.0.113.5'), 'the refusal'), /^ERROR[^]*hint:the account 'guest' is for clients on the host's own machine/);
  assert.match(await withDeadline(connect('127.0.0.1, 203.0.113.5'), 'the refusal'), /^ERROR/);
});

test('another account comes as often as it likes, and without a configuration there is no guest', async (t) => {
  const data = await freshFolder();
  t.after(() => rm(data, { recursive: true, force: true }));
  const added = await runToEnd(['user', 'add', 'robot', '--data', data], { input: 'secret\n' });
  assert.equal(added.code, 0, added.stderr);
  const host = await Host.start({ config, data, tcp: true });
  t.after(() => host.kill());
  const robots = [];
  for (let i = 0; i < 5; ++i) robots.push(await Native.guest(host, 'robot', 'secret'));
  const heard = await robots[0].hear('/topic/a');
  await robots[4].sayTo('/topic/a', 'm');
  await heard.next('what another connection said');
  for (const robot of robots) assert.equal(robot.closed.size ?? 0, 0);
  await host.stop();
  const plain = await Host.start({ data });
  t.after(() => plain.kill());
  await assert.rejects(Native.guest(plain), /refused/);
  await plain.stop();
});
