// Defects of the original (cocotalk-wire.md 10.2) that only a host of its own shows: one that is killed, one whose pushes go nowhere, one
// that tells whom it would wake.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { MOBILE, WEB } from '../lib/device.js';
import { freshFolder, Host } from '../lib/host.js';
import { request } from '../lib/http.js';
import { Native } from '../lib/native.js';
import { people, room, signIn } from '../lib/people.js';
import { PhoneSocket } from '../lib/phone.js';
import { PageSocket } from '../lib/webpage.js';

let folder;
before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'cocotalk-own-'))));
after(() => rm(folder, { recursive: true, force: true }));

async function withPlugin(plugin, settings, conversation) {
  const config = path.join(folder, `${plugin}.json`);
  const plugins = { net: { listen: ['127.0.0.1:0'] }, 'transport-http': {}, 'transport-stomp': {}, auth: {}, 'session-policy': {}, storage: {}, files: {}, [plugin]: settings };
  await writeFile(config, JSON.stringify({ plugins }));
  const host = await Host.start({ config });
  try {
    await conversation(host);
  } finally {
    assert.equal((await host.stop()).code, 0, host.said.stderr.slice(-4000));
  }
}

test('D8: pushes that go nowhere keep nobody from signing in and from talking', async () => {
  await writeFile(path.join(folder, 'secret'), 'a secret of some length\n', { mode: 0o600 });
  await withPlugin('push-webhook', { url: 'http://127.0.0.1:1/', secret_file: path.join(folder, 'secret') }, async (host) => {
    const [anna, ben] = await people(host, 2);
    const { id } = await room(anna, ben);
    const page = await PageSocket.room(anna.device, anna.id, id);
    page.say(id, 'hello');
    assert.equal((await page.message.next('hello')).message.content, 'hello');
    const again = await signIn(host, ben.cid, WEB);
    assert.deepEqual((await again.get('/auth/device')).json.result, { isValid: true });
  });
});

test('D12: after a crash of the host nobody is in a room who is not there', async () => {
  const data = await freshFolder();
  const host = await Host.start({ data });
  const [anna, ben] = await people(host, 2);
  const { id } = await room(anna, ben);
  const looks = (vo) => vo.members.filter(({ enteredAt, awayAt }) => enteredAt > awayAt).map(({ userId }) => userId);
  const page = await PageSocket.room(anna.device, anna.id, id);
  await page.settled();
  assert.deepEqual(looks(await ben.device.data(`/chat/rooms/${id}`)), [anna.id]);
  await host.kill();
  const back = await Host.start({ data, port: host.port });
  assert.deepEqual(looks(await ben.device.data(`/chat/rooms/${id}`)), []);
  await back.stop();
  await rm(data, { recursive: true, force: true });
});

test('D13: nobody is woken who looks at the room, has signed out, silenced the room, or said it himself', async () => {
  await withPlugin('push-log', {}, async (host) => {
    const [anna, away, looking, gone, silent] = await people(host, 5, { kind: MOBILE });
    const { id } = await room(anna, away, looking, gone, silent);
    const socket = await PhoneSocket.room(looking.device, looking.id, id);
    await new Promise((resolve) => (socket.ws.once('pong', resolve), socket.ws.ping()));
    await request('GET', `${host.url}/auth/signout`, { headers: { 'User-Agent': 'phone', 'X-REFRESH-TOKEN': gone.device.refreshToken } });
    const native = await Native.connect(host, silent.device.accessToken);
    assert.equal((await native.ask('room.mute', { roomId: id })).status, 'ok');
    const writer = await PhoneSocket.room(anna.device, anna.id, id);
    writer.say(id, 'wake up');
    await host.hasLogged(`would wake the phone of account ${away.id}`);
    const woken = [...host.said.stderr.matchAll(/would wake the \w+ of account (\d+)/g)].map(([, who]) => Number(who));
    assert.deepEqual(woken, [away.id]);
    for (const phone of [socket, writer]) phone.disconnect();
    await native.disconnect();
  });
});
