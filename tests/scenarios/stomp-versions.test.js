// STOMP 1.0, 1.1 and 1.2 with libraries none of us wrote: python3-stomp and stompit over TCP, stompjs over WebSocket. Each version, ack mode,
// transactions, receipts, heart-beats. The sentences of the specifications are in tests/transport-stomp/conversations.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Versions } from '@stomp/stompjs';
import WebSocket from 'ws';
import { hostForAll } from './lib/host.js';
import { Inbox, withDeadline } from './lib/inbox.js';
import { Native, addressOf } from './lib/native.js';
import { password, people, room } from './lib/people.js';
import { Raw } from './lib/raw.js';
import { StompitClient } from './lib/stompit.js';
import { TcpClient } from './lib/tcp.js';

const window = 4;
const stage = hostForAll({ before, after }, {
  tcp: true, args: ['--set', `transport-stomp.max_unacknowledged=${window}`, '--set', 'transport-stomp.heartbeat=1500ms'],
});
const versions = ['1.0', '1.1', '1.2'];

// Somebody who speaks, somebody who is tested, and their room.
async function scene() {
  const [anna, ben] = await people(stage.host, 2);
  const { id } = await room(anna, ben);
  return { ben, anna: await Native.connect(stage.host, anna.device.accessToken), id, destination: `/room/${id}` };
}

const content = ({ body }) => JSON.parse(body).content;
const login = ({ cid }) => ({ login: cid, passcode: password });

for (const version of versions) {
  test(`python3-stomp ${version}: hears, acknowledges, sends in transactions, and leaves with a receipt`, async () => {
    const { ben, anna, id, destination } = await scene();
    const python = await TcpClient.connect(stage.host, { ...login(ben), version });
    assert.equal(python.connected.version, version);
    const subscription = await python.subscribe(destination, {}, 'client');
    for (let n = 1; n <= window + 2; ++n) await anna.say(id, `message ${n}`);
    const heard = [];
    for (let n = 1; n <= window; ++n) heard.push(await python.message(destination));
    assert.deepEqual(heard.map(content), ['message 1', 'message 2', 'message 3', 'message 4']);
    assert.equal(heard[0].headers.subscription, subscription);
    assert.equal('ack' in heard[0].headers, version === '1.2');
    await python.acknowledge('ack', heard[1]);
    await python.acknowledge(version === '1.0' ? 'ack' : 'nack', heard[3]);
    assert.deepEqual([content(await python.message(destination)), content(await python.message(destination))], ['message 5', 'message 6']);

    await python.done({ do: 'begin', transaction: 'kept' });
    await python.done({ do: 'begin', transaction: 'dropped' });
    python.tell({ do: 'send', destination, body: 'in the dropped one', headers: { transaction: 'dropped' } });
    python.tell({ do: 'send', destination, body: 'one', headers: { transaction: 'kept' } });
    python.tell({ do: 'send', destination, body: 'two', headers: { transaction: 'kept' } });
    await python.done({ do: 'abort', transaction: 'dropped' });
    await python.send(destination, 'outside');
    await python.done({ do: 'commit', transaction: 'kept' });
    const { messageList } = await ben.device.data(`/chat/rooms/${id}/tail?count=0`);
    assert.deepEqual(messageList.slice(-3).map((message) => message.content), ['outside', 'one', 'two']);

    await python.done({ do: 'unsubscribe', destination, id: subscription });
    await python.disconnect();
  });

  test(`python3-stomp ${version}: a value with everything in it arrives unharmed`, async () => {
    const { ben, destination } = await scene();
    const python = await TcpClient.connect(stage.host, { ...login(ben), version });
    const odd = version === '1.0' ? 'a:b 한' : 'a:b\\c\n한';  // the library takes escapes for escapes in 1.0, too
    python.tell({ do: 'send', destination, body: 'odd', headers: { receipt: odd } });
    await python.receipt(odd);
    await python.disconnect();
  });

  test(`stompit ${version}: hears, acknowledges each message, sends in a transaction, and leaves with a receipt`, async () => {
    const { ben, anna, id, destination } = await scene();
    const stomp = await StompitClient.connect(stage.host, { ...login(ben), version });
    assert.equal(stomp.client.headers.version, version);
    const inbox = stomp.subscribe(destination, version === '1.0' ? 'client' : 'client-individual');
    await stomp.send({ destination }, 'mine');
    for (let n = 1; n < window + 2; ++n) await anna.say(id, `message ${n}`);
    const heard = await inbox.take(window);
    assert.deepEqual(heard.map(content), ['mine', 'message 1', 'message 2', 'message 3']);
    await stomp.acknowledge('ack', heard[0]);
    assert.equal(content(await inbox.next('the fifth')), 'message 4');
    await stomp.acknowledge(version === '1.0' ? 'ack' : 'nack', heard[2]);
    assert.equal(content(await inbox.next('the sixth')), 'message 5');

    const transaction = stomp.client.begin();
    const received = Promise.all([stomp.send({ destination }, 'one', transaction), stomp.send({ destination }, 'two', transaction)]);
    transaction.commit();
    await received;
    const { messageList } = await ben.device.data(`/chat/rooms/${id}/tail?count=0`);
    assert.deepEqual(messageList.slice(-2).map((message) => message.content), ['one', 'two']);
    await stomp.disconnect();
    assert.deepEqual(stomp.errors.drain(), []);
  });

  test(`stompjs ${version} over WebSocket: hears, acknowledges, and sends in transactions`, async () => {
    const { ben, anna, id, destination } = await scene();
    const stomp = await connectStompjs(ben, version);
    const inbox = new Inbox(destination);
    const subscription = stomp.client.subscribe(destination, (message) => inbox.push(message), { ack: 'client', id: 'mine' });
    for (let n = 1; n <= window + 1; ++n) {
      await stomp.receipted((headers) => stomp.client.publish({ destination, body: `message ${n}`, headers }));
    }
    const heard = await inbox.take(window);
    assert.deepEqual(heard.map(content), ['message 1', 'message 2', 'message 3', 'message 4']);
    assert.equal(heard[0].headers.subscription, 'mine');
    heard[2].ack();
    assert.equal(content(await inbox.next('the fifth')), 'message 5');
    if (version !== '1.0') heard[3].nack();

    const transaction = stomp.client.begin('t');
    stomp.client.publish({ destination, body: 'in the transaction', headers: { transaction: transaction.id } });
    await anna.say(id, 'in between');
    transaction.commit();
    assert.equal(content(await inbox.next('in between')), 'in between');
    const last = await inbox.next('the transaction');
    assert.equal(content(last), 'in the transaction');
    last.ack();
    subscription.unsubscribe();
    await withDeadline(stomp.client.deactivate(), 'DISCONNECT');
    assert.deepEqual(stomp.errors.drain(), []);
  });
}

async function connectStompjs(who, version, heartBeat = 0) {
  const stomp = { errors: new Inbox('ERROR frames'), pongs: new Inbox('heart-beats') };
  const connected = new Promise((resolve, reject) => {
    stomp.client = new Client({
      webSocketFactory: () => (stomp.socket = new WebSocket(addressOf(stage.host), [`v${version.replace('.', '')}.stomp`])),
      stompVersions: new Versions([version]),
      connectHeaders: { 'access-token': who.device.accessToken },
      reconnectDelay: 0,
      heartbeatIncoming: heartBeat,
      heartbeatOutgoing: heartBeat,
      debug: (text) => text === '<<< PONG' && stomp.pongs.push(text),
      onConnect: resolve,
      onStompError: (frame) => (stomp.errors.push(frame), reject(new Error(frame.headers.message))),
    });
    stomp.client.activate();
  });
  const { headers } = await withDeadline(connected, 'CONNECTED');
  assert.equal(headers.version, version);
  assert.equal(stomp.socket.protocol, `v${version.replace('.', '')}.stomp`);
  let receipts = 0;
  stomp.receipted = (send) => {
    const receipt = `r${++receipts}`;
    const came = new Promise((resolve) => stomp.client.watchForReceipt(receipt, resolve));
    send({ receipt });
    return withDeadline(came, `RECEIPT ${receipt}`);
  };
  return stomp;
}

for (const version of ['1.1', '1.2'])
  test(`${version}: heart-beats go both ways, and keep a quiet connection`, async () => {
    const { ben, destination } = await scene();
    const python = await TcpClient.connect(stage.host, { ...login(ben), version, heartBeats: [1500, 1500] });
    for (let n = 0; n < 3; ++n) await python.on('heartbeat');  // longer than a silent one is given
    await python.send(destination, 'still here');
    await python.disconnect();

    const page = await connectStompjs(ben, version, 1500);
    await page.pongs.take(2, 'heart-beat');
    await withDeadline(page.client.deactivate(), 'DISCONNECT');
  });

test('a TCP connection that does not beat as agreed is cut; one that agreed on none is not', async () => {
  const { ben } = await scene();
  const connect = `CONNECT\naccept-version:1.2\nhost:h\naccess-token:${ben.device.accessToken}\n`;
  const [quiet, silent] = await Promise.all([Raw.connect(stage.host.tcpPort), Raw.connect(stage.host.tcpPort)]);
  quiet.send(`${connect}\n\0`);
  await quiet.says(/^CONNECTED\n/);
  silent.send(`${connect}heart-beat:1500,0\n\n\0`);
  await silent.says(/^CONNECTED\n/);
  await silent.closed();
  quiet.send('DISCONNECT\nreceipt:bye\n\n\0');
  await quiet.says(/RECEIPT\nreceipt-id:bye\n\n\0$/);
  await quiet.closed();
});

test('an acknowledgement of nothing is told to each library as an ERROR, and the connection ends', async () => {
  const { ben } = await scene();
  const python = await TcpClient.connect(stage.host, login(ben));
  python.tell({ do: 'ack', id: 'nothing' });
  assert.equal((await python.on('error')).headers.message, 'nothing to acknowledge');
  await python.on('disconnected');
  python.child.stdin.end();
});
