// The first thing the host is for: people with different clients talk in one room. None of these clients was written by us.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE } from './lib/device.js';
import { hostForAll } from './lib/host.js';
import { Native } from './lib/native.js';
import { password, people, person, room } from './lib/people.js';
import { PhoneSocket } from './lib/phone.js';
import { TcpClient } from './lib/tcp.js';
import { PageSocket } from './lib/webpage.js';

const stage = hostForAll({ before, after }, { tcp: true });

test('a page, a phone, stompjs and python3-stomp hold one conversation and hear it in one order', async () => {
  const { host } = stage;
  const [anna, cleo] = await people(host, 2);
  const [ben, dora] = await people(host, 2, { kind: MOBILE });
  const { id: roomId } = await room(anna, ben, cleo, dora);
  const topic = `/topic/${roomId}/message`;

  const page = await PageSocket.room(anna.device, anna.id, roomId);
  const phone = await PhoneSocket.room(ben.device, ben.id, roomId);
  const stompjs = await Native.connect(host, cleo.device.accessToken);
  const events = await stompjs.hear(`/room/${roomId}`);
  const python = await TcpClient.connect(host, { login: dora.cid, passcode: password, headers: { device: 'WEB' } });
  await python.subscribe(`/room/${roomId}`);
  await page.settled();

  const hear = async (content) => {
    const heard = [
      (await page.message.next(content)).message,
      (await phone.nextJson(topic)).message,
      JSON.parse((await events.next(content, (event) => event.event === 'message')).body),
      JSON.parse((await python.message(`/room/${roomId}`)).body),
    ];
    for (const message of heard) assert.equal(message.content, content);
    return heard;
  };

  page.say(roomId, '안녕, 여러분 🐣');
  const [first] = await hear('안녕, 여러분 🐣');
  assert.equal(first.userId, anna.id, 'the sender is who signed in, whatever the body says');
  phone.say(roomId, 'path/with/slashes "and quotes"');
  await hear('path/with/slashes "and quotes"');
  const receipt = await stompjs.say(roomId, 'a line\nand another');
  const heard = await hear('a line\nand another');
  assert.equal(heard[2].seq, receipt.seq);
  const answered = await python.send(`/room/${roomId}`, 'over plain TCP', { 'client-msg-id': 'python-1' });
  const last = await hear('over plain TCP');
  assert.equal(Number(answered.seq), receipt.seq + 1);
  assert.equal(answered['message-id'], last[2].messageId);

  const { messageList } = await anna.device.data(`/chat/rooms/${roomId}/tail?count=0`);
  assert.deepEqual(
    messageList.map(({ userId, content }) => [userId, content]),
    [[anna.id, '안녕, 여러분 🐣'], [ben.id, 'path/with/slashes "and quotes"'], [cleo.id, 'a line\nand another'], [dora.id, 'over plain TCP']],
  );

  page.leave();
  phone.disconnect();
  await stompjs.disconnect();
  await python.disconnect();
});

test('python3-stomp with a wrong passcode is told why, and the connection ends', async () => {
  const { host } = stage;
  const { cid } = await person(host);
  await assert.rejects(TcpClient.connect(host, { login: cid, passcode: 'wrong', headers: { device: 'WEB' } }), ({ headers }) => headers.code === 'unauthorized');
});
