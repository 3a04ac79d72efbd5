// Malformed HTTP, WebSocket, STOMP and JSON get the answer the documents name, and never cost anybody else anything (promises.md,
// "Limits"; RFC 9112, RFC 6455, STOMP 1.2).
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { hostForAll } from './lib/host.js';
import { request } from './lib/http.js';
import { Native } from './lib/native.js';
import { people, person, room } from './lib/people.js';
import { closeCode, Raw, RawWebSocket, wsFrame } from './lib/raw.js';

const bystanders = {};
const stage = hostForAll({ before, after }, { tcp: true, args: ['--set', 'net.header_timeout=1500ms', '--set', 'net.close_timeout=200ms'] }, async (host) => {
  const [anna, ben] = await people(host, 2);
  const { id: roomId } = await room(anna, ben);
  const [hers, his] = await Promise.all([anna, ben].map(({ device }) => Native.connect(host, device.accessToken)));
  Object.assign(bystanders, { anna, roomId, hers, inbox: await his.hear(`/room/${roomId}`) });
});

// Whatever was thrown at the host: the others talk on, on the connections they had.
afterEach(async (t) => {
  const { seq } = await bystanders.hers.say(bystanders.roomId, `after ${t.name}`);
  await bystanders.inbox.next('the bystander\'s message', (event) => event.seq === seq);
});

const get = (path = '/health', headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const post = (headers, body = '') => `POST /auth/signin HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`;
const smuggled = 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n';

describe('HTTP that is refused with a status, and the connection ends', () => {
  const cases = {
    'no HTTP at all': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n', 400],
    'a target without a slash': ['GET health HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    'a dot segment': [get('/auth/../health'), 400],
    'an encoded dot segment': [get('/auth/%2e%2e/health'), 400],
    'a broken escape': [get('/health%zz'), 400],
    'no Host': ['GET /health HTTP/1.1\r\n\r\n', 400],
    'two Hosts': [get('/health', 'Host: y\r\n'), 400],
    'a field without a colon': [get('/health', 'oops\r\n'), 400],
    'a space before the colon': [get('/health', 'X : y\r\n'), 400],
    'a folded field': [get('/health', 'X: a\r\n b\r\n'), 400],
    'a bare line feed': ['GET /health HTTP/1.1\nHost: x\n\n', 400],
    'a NUL in a field': [get('/health', 'X: a\0b\r\n'), 400],
    'a high byte in a field': [get('/health', 'X: \xff\r\n'), 400],
    'Content-Length and Transfer-Encoding': [post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`), 400],
    'two lengths': [post('Content-Length: 2\r\nContent-Length: 40\r\n', `{}${smuggled}`), 400],
    'one length twice': [post('Content-Length: 2\r\nContent-Length: 2\r\n', '{}'), 400],
    'a list of lengths': [post('Content-Length: 2, 2\r\n', '{}'), 400],
    'a signed length': [post('Content-Length: +2\r\n', '{}'), 400],
    'a length in hexadecimal': [post('Content-Length: 0x2\r\n', '{}'), 400],
    'a double chunked': [post('Transfer-Encoding: chunked, chunked\r\n', `0\r\n\r\n${smuggled}`), 400],
    'an unknown coding': [post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${smuggled}`), 400],
    'identity': [post('Transfer-Encoding: identity\r\n', smuggled), 400],
    'chunked in HTTP/1.0': ['POST /auth/signin HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    'a broken chunk size': [post('Transfer-Encoding: chunked\r\n', `zz\r\n${smuggled}`), 400],
    'more than 64 fields': [get('/health', Array.from({ length: 65 }, (_, i) => `X-${i}: y\r\n`).join('')), 431],
    'a header over 8 KiB': [get('/health', `X: ${'y'.repeat(9000)}\r\n`), 431],
    'a body over 256 KiB': [post('Content-Type: application/json\r\nContent-Length: 300000\r\n'), 413],
    'chunks far over 256 KiB': [post('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n', `61000\r\n${'x'.repeat(0x61000)}\r\n0\r\n\r\n`), 413],
  };
  for (const [what, [bytes, status]] of Object.entries(cases))
    test(`${what}: ${status}`, async () => {
      const raw = await Raw.connect(stage.host.port);
      raw.send(Buffer.from(bytes, 'latin1'));
      await raw.says(new RegExp(`^HTTP/1\\.1 ${status} `));
      await raw.closed();
      assert.equal(raw.text.match(/HTTP\/1\.1 /g).length, 1, 'what follows is not taken for another request');
    });
});

test('a header that does not come to its end in time: 408, however steadily it drips', async () => {
  const raw = await Raw.connect(stage.host.port);
  raw.send('GET /health HTTP/1.1\r\nHost: x\r\n');
  const drip = setInterval(() => raw.send('X: y\r\n'), 200);
  await raw.closed().finally(() => clearInterval(drip));
  assert.match(raw.text, /^HTTP\/1\.1 408 /);
});

test('a method the address does not know, and an address nobody knows, are 404 in an envelope', async () => {
  const { host } = stage;
  for (const [method, path] of [['DELETE', '/auth/signin'], ['GET', '/no/such/address']]) {
    const answer = await request(method, host.url + path, { headers: { 'User-Agent': 'x' } });
    assert.equal(answer.status, 404);
    assert.ok(answer.json);
  }
});

describe('WebSocket frames that end their connection with a number', () => {
  const cases = {
    'an unmasked frame': [wsFrame('hello', { masked: false }), 1002],
    'a reserved bit': [wsFrame('hello', { first: 0xc1 }), 1002],
    'an unknown opcode': [wsFrame('hello', { first: 0x83 }), 1002],
    'a fragmented ping': [wsFrame('x', { first: 0x09 }), 1002],
    'a ping of 126 bytes': [wsFrame('x'.repeat(126), { first: 0x89 }), 1002],
    'a continuation of nothing': [wsFrame('x', { first: 0x80 }), 1002],
    'a new message inside another': [Buffer.concat([wsFrame('a', { first: 0x01 }), wsFrame('b')]), 1002],
    'a close with one byte': [wsFrame('x', { first: 0x88 }), 1002],
    'text that is no UTF-8': [wsFrame(Buffer.from([0xc3, 0x28])), 1007],
    'text with an encoded surrogate': [wsFrame(Buffer.from([0xed, 0xa0, 0x80])), 1007],
    'a message that claims a gigabyte': [wsFrame('x', { length: 2 ** 30 }), 1009],
  };
  for (const [what, [bytes, code]] of Object.entries(cases))
    test(`${what}: ${code}`, async () => {
      const raw = await RawWebSocket.open(stage.host);
      raw.send(bytes);
      await raw.closed();
      assert.equal(closeCode(raw.bytes), code);
    });
});

describe('upgrades that are no upgrades', () => {
  const cases = {
    'a foreign origin': [{ Origin: 'http://evil.example' }, 403],
    'an old version': [{ 'Sec-WebSocket-Version': '8' }, 426],
    'a key of the wrong length': [{ 'Sec-WebSocket-Key': 'c2hvcnQ=' }, 400],
    'another protocol': [{ Upgrade: 'h2c' }, 426],
  };
  for (const [what, [headers, status]] of Object.entries(cases))
    test(`${what}: ${status}`, async () => {
      await assert.rejects(RawWebSocket.open(stage.host, '/stomp/websocket', headers), new RegExp(`^Error: HTTP/1\\.1 ${status} `));
    });
});

const connect = (token) => `CONNECT\naccept-version:1.2\nhost:x\naccess-token:${token}\n\n\0`;

describe('STOMP that ends in ERROR and a close, over WebSocket and over TCP', () => {
  const before_ = {
    'something else than CONNECT first': 'SEND\ndestination:/room/x\n\nhi\0',
    'a command that does not exist': 'HELLO\n\n\0',
    'a header line without a colon': 'CONNECT\naccept-version\n\n\0',
    'no version in common': 'CONNECT\naccept-version:9.9\nhost:x\n\n\0',
    'a frame of 9 KiB before the sign-in': `CONNECT\naccept-version:1.2\nx:${'y'.repeat(9000)}\n\n\0`,
    'too many headers': `CONNECT\naccept-version:1.2\n${Array.from({ length: 40 }, (_, i) => `h${i}:x\n`).join('')}\n\0`,
  };
  const after_ = {
    'a second CONNECT': 'CONNECT\naccept-version:1.2\n\n\0',
    'a SEND without destination': 'SEND\n\nhi\0',
    'a SUBSCRIBE without id': 'SUBSCRIBE\ndestination:/me\n\n\0',
    'an undefined escape': 'SEND\ndestination:/room/x\nbad:\\q\n\nhi\0',
    'a length that is too short for the body': 'SEND\ndestination:/me\ncontent-length:1\n\nhello\0',
    'a length that is no number': 'SEND\ndestination:/me\ncontent-length:many\n\nhello\0',
    'a frame of 70 KB': `SEND\ndestination:/command/profile.get\n\n${' '.repeat(70_000)}\0`,
  };
  const ways = {
    WebSocket: async (host) => {
      const raw = await RawWebSocket.open(host);
      return { raw, send: (text) => raw.send(wsFrame(Buffer.from(text))) };
    },
    TCP: async (host) => {
      const raw = await Raw.connect(host.tcpPort);
      return { raw, send: (text) => raw.send(text) };
    },
  };
  for (const [way, open] of Object.entries(ways)) {
    for (const [what, frame] of Object.entries(before_))
      test(`${way}: ${what}`, async () => {
        const { raw, send } = await open(stage.host);
        send(frame);
        await raw.says(/ERROR\n/);
        await raw.closed();
      });
    for (const [what, frame] of Object.entries(after_))
      test(`${way}: ${what}`, async () => {
        const { raw, send } = await open(stage.host);
        send(connect((await person(stage.host)).device.accessToken));
        await raw.says(/CONNECTED\n/);
        send(frame);
        await raw.says(/ERROR\n/);
        await raw.closed();
      });
  }
});

test('JSON that is none, or holds a key twice or a NUL, is invalid; the link lives on', async () => {
  const native = await Native.connect(stage.host, bystanders.anna.device.accessToken);
  for (const body of ['{"roomId":', '[]', '7', '"x"', '', '{"roomId":"a","roomId":"b"}', '{"roomId":"\\u0000"}', '\xff', '[['.repeat(5000)]) {
    native.client.publish({ destination: '/command/room.get', body, headers: { 'request-id': 'bad' } });
    const answer = await native.replies.next(`the answer to ${body.slice(0, 30)}`, ({ headers }) => headers['request-id'] === 'bad');
    assert.equal(answer.headers.status, 'invalid', body.slice(0, 30));
  }
  assert.equal((await native.ask('profile.get')).status, 'ok');
  await native.disconnect();
});

test('bytes of every kind, in every piece, at every door: the host goes on', async () => {
  const { host } = stage;
  const pieces = [Buffer.alloc(4096, 0), Buffer.alloc(4096, 0xff), Buffer.from('\r\n'.repeat(2000)), Buffer.from('A'.repeat(100_000)), Buffer.from(smuggled.slice(0, -2))];
  for (const port of [host.port, host.tcpPort])
    await Promise.all(pieces.map(async (bytes) => {
      const raw = await Raw.connect(port);
      raw.send(bytes);
      raw.socket.end();
      await raw.closed();
    }));
});
