// Photos, videos and other files, sent as the original clients send them (cocotalk-wire.md C12, U8, U9; conformance 25), and what must
// not be left of those that failed.
import assert from 'node:assert/strict';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Device, MOBILE } from './lib/device.js';
import { freshFolder, Host, hostForAll } from './lib/host.js';
import { request } from './lib/http.js';
import { withDeadline } from './lib/inbox.js';
import { Native } from './lib/native.js';
import { freshName, people, person, room, signIn, signUpParts } from './lib/people.js';
import { png } from './lib/png.js';
import { byAxios, filesOf, jpeg, mp4, pageUpload, streamUpload } from './lib/upload.js';
import { PageSocket } from './lib/webpage.js';

const stage = hostForAll({ before, after }, { args: ['--set', 'service.uploads_per_minute=1000'] });
const MiB = 1024 * 1024;

const thumbnailOf = (url) => url.replace(/\.[^./]*$/, '_th.jpeg');
const photoParts = (roomId, bytes = jpeg, thumbnail = undefined, name = 'messageFile.jpeg') => [
  { name: 'messageFile', filename: name, type: 'image/jpeg', value: bytes },
  ...(thumbnail ? [{ name: 'messageFileThumb', filename: 'messageFileThumb.jpeg', type: 'image/jpeg', value: thumbnail }] : []),
  ...(roomId ? [{ name: 'roomId', value: roomId }] : []),
];
const sent = async (device, parts) => {
  const { status, json, text } = await device.upload('POST', '/chat/messages/file', parts);
  assert.equal(status, 200, text);
  assert.equal(json.status, 'OK', text);
  return json.data;
};

async function pairWithRoom(host = stage.host) {
  const [anna, ben] = await people(host, 2);
  return { anna, ben, roomId: (await room(anna, ben)).id };
}

// Waits until the store holds exactly these.
async function settled(host, names) {
  const wanted = JSON.stringify([...names].sort());
  const same = (async () => {
    while (JSON.stringify((await filesOf(host)).sort()) !== wanted) await new Promise(setImmediate);
  })();
  return withDeadline(same, `only ${wanted} in the store`);
}

test('a photo of the page, the same file as its thumbnail: its address keeps the extension, and the thumbnail is a small one', async () => {
  const { anna, ben, roomId } = await pairWithRoom();
  const photo = png(1200, 600);
  const { status, data: body } = await pageUpload(anna.device, roomId, photo, '바다 "1".PNG', 'image/png');
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ['data', 'status', 'statusCode', 'timestamp']);
  const url = body.data;
  assert.match(url, new RegExp(`^${stage.host.url}/files/chat/[0-9a-f]{32}\\.png$`));

  const original = await request('GET', url);
  assert.equal(original.headers['content-type'], 'image/png');
  assert.deepEqual(original.bytes, photo);
  const small = await request('GET', thumbnailOf(url));
  assert.equal(small.status, 200);
  assert.equal(small.headers['content-type'], 'image/jpeg');
  assert.ok(small.bytes.length < 20_000, `${small.bytes.length} bytes`);

  const socket = await PageSocket.list(ben.device, ben.id);
  const page = await PageSocket.room(anna.device, anna.id, roomId);
  page.send(`/simple/chatroom/${roomId}/message/send`, { type: 4, content: url, roomId, userId: anna.id, receiverIds: [] });
  const { message } = await socket.message.next();
  assert.deepEqual([message.type, message.content], [4, url]);
  socket.leave();
  page.leave();
});

test('a photo and a video of the phone keep the thumbnails it made', async () => {
  const { ben, roomId } = await pairWithRoom();
  const phone = await signIn(stage.host, ben.cid, MOBILE);
  const thumbnail = Buffer.concat([jpeg, Buffer.from('a thumbnail')]);
  const photo = await sent(phone, photoParts(roomId, Buffer.concat([jpeg, Buffer.alloc(5000)]), thumbnail));
  assert.match(photo, /\.jpeg$/);
  assert.deepEqual((await request('GET', thumbnailOf(photo))).bytes, thumbnail);

  const video = await sent(phone, [
    { name: 'roomId', value: roomId },
    { name: 'messageFile', filename: 'videoFile.mp4', type: 'video/mp4', value: mp4(50_000) },
    { name: 'messageFileThumb', filename: 'videoFileThumb.jpeg', type: 'video/mp4', value: thumbnail },
  ]);
  assert.match(video, /\.mp4$/);
  assert.deepEqual((await request('GET', thumbnailOf(video))).bytes, thumbnail);
});

test('a video of the page has a picture of a film as its thumbnail, and is read in ranges', async () => {
  const { anna, roomId } = await pairWithRoom();
  const video = mp4(300_000);
  const { data: { data: url } } = await pageUpload(anna.device, roomId, video, 'clip.mp4', 'video/mp4');
  const small = await request('GET', thumbnailOf(url));
  assert.equal(small.headers['content-type'], 'image/jpeg');

  const whole = await request('GET', url);
  assert.deepEqual([whole.status, whole.headers['content-type'], whole.headers['accept-ranges']], [200, 'video/mp4', 'bytes']);
  assert.equal(whole.headers['content-disposition'], undefined);
  const middle = await request('GET', url, { headers: { Range: 'bytes=100000-199999' } });
  assert.equal(middle.status, 206);
  assert.equal(middle.headers['content-range'], 'bytes 100000-199999/300000');
  assert.deepEqual(middle.bytes, video.subarray(100_000, 200_000));
  assert.equal((await request('GET', url, { headers: { Range: 'bytes=300000-' } })).status, 416);
});

test('anything else is a download in a sandbox, whatever it calls itself', async () => {
  const { anna, roomId } = await pairWithRoom();
  for (const [name, type, bytes] of [['page.html', 'text/html', '<script>alert(1)</script>'], ['photo.jpeg', 'image/jpeg', '<svg onload="x()">'], ['notes.txt', 'text/plain', '안녕하세요']]) {
    const { data: { data: url } } = await pageUpload(anna.device, roomId, Buffer.from(bytes), name, type);
    assert.ok(url.endsWith(path.extname(name)), url);
    const { headers } = await request('GET', url);
    assert.equal(headers['content-type'], 'application/octet-stream', name);
    assert.equal(headers['content-disposition'], 'attachment');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'");
    assert.equal((await request('GET', thumbnailOf(url))).status, 404, 'no thumbnail of what is no picture');
  }
});

test('the parts may come in any order, and the room in the query', async () => {
  const { anna, roomId } = await pairWithRoom();
  await sent(anna.device, photoParts(roomId).reverse());
  const { json } = await anna.device.upload('POST', `/chat/messages/file?roomId=${roomId}`, photoParts());
  assert.match(json.data, /\.jpeg$/);
});

test('strangers, bad rooms, forgotten parts and old tokens are refused in their words, and nothing is kept', async () => {
  const { host } = stage;
  const { anna, roomId } = await pairWithRoom();
  const stranger = await person(host);
  const kept = await filesOf(host);
  const refused = async (device, parts) => (await device.upload('POST', '/chat/messages/file', parts)).json.error;
  assert.deepEqual(await refused(stranger.device, photoParts(roomId)), { code: 3005, desc: '권한이 없는 유저 입니다.', type: 'NOT_PERMITTED' });
  assert.equal((await refused(anna.device, photoParts('0123456789abcdef01234567'))).code, 3004);
  assert.equal((await refused(anna.device, photoParts('"]'))).code, 3004);
  for (const parts of [photoParts(), [{ name: 'roomId', value: roomId }], photoParts(roomId, Buffer.alloc(0))]) {
    const { status, json } = await anna.device.upload('POST', '/chat/messages/file', parts);
    assert.equal(status, 400);
    assert.equal(json.path, '/messages/file');
  }
  const thief = Object.assign(new Device(host, MOBILE), { accessToken: 'no token' });
  assert.equal((await refused(thief, photoParts(roomId, Buffer.alloc(3 * MiB)))).type, 'JWT_AUTHENTICATION');
  await settled(host, kept);
});

test('a picture that claims 30,000 × 30,000 pixels is refused from its header', async () => {
  const { host } = stage;
  const { anna, roomId } = await pairWithRoom();
  const kept = await filesOf(host);
  const bomb = png(10, 10, [0, 0, 0], [30_000, 30_000]);
  for (const [method, address, part] of [['POST', `/chat/messages/file?roomId=${roomId}`, 'messageFile'], ['PUT', '/user/profile/img', 'profileImg'], ['PUT', '/user/profile/bg', 'bgImg']]) {
    const { status } = await anna.device.upload(method, address, [{ name: part, filename: 'bomb.png', type: 'image/png', value: bomb }]);
    assert.equal(status, 413, address);
  }
  const signUp = [...signUpParts(freshName()), ...['profileImg', 'profileImgThumb'].map((name) => ({ name, filename: 'p.png', type: 'image/png', value: bomb }))];
  assert.equal((await new Device(host, MOBILE).upload('POST', '/auth/signup', signUp)).status, 413);
  await settled(host, kept);
});

test('an upload that is cut off leaves nothing', async () => {
  const { host } = stage;
  const { anna, roomId } = await pairWithRoom();
  const kept = await filesOf(host);
  await streamUpload(anna.device, roomId, 'clip.mp4', 20 * MiB, { stopAfter: 5 * MiB });
  await settled(host, kept);
});

test('a new profile picture and background are in the profile, in rooms and on the page; none takes them away', async () => {
  const { anna, ben, roomId } = await pairWithRoom();
  const change = async (address, fields) => {
    const form = new FormData();
    for (const [name, bytes] of Object.entries(fields)) form.append(name, new Blob([bytes], { type: 'image/png' }), 'picture.png');
    form.append('unknown', 'x');
    const { status, data } = await byAxios(anna.device, 'PUT', address, form);
    assert.equal(status, 200);
    assert.equal(data.data.id, anna.id);
    return JSON.parse(data.data.profile);
  };
  const photo = png(900, 900);
  const first = await change('/user/profile/img', { profileImg: photo, profileImgThumb: photo });
  assert.match(first.profile, /\/files\/user_profile\/[0-9a-f]{32}\.png$/);
  assert.equal((await request('GET', thumbnailOf(first.profile))).headers['content-type'], 'image/jpeg');
  const second = await change('/user/profile/bg', { bgImg: photo });
  assert.equal(second.profile, first.profile);
  assert.deepEqual((await request('GET', second.background)).bytes, photo);

  const seen = (await ben.device.data(`/chat/rooms/${roomId}`)).members.find(({ userId }) => userId === anna.id);
  assert.deepEqual(JSON.parse(seen.profile), second);
  assert.deepEqual(JSON.parse((await anna.device.data('/user/profile/token')).profile), second);

  assert.deepEqual(await change('/user/profile/img', {}), { profile: null, background: second.background, message: null });
});

test('the quota of an account and the uploads of a minute hold, and are remembered', async () => {
  const data = await freshFolder();
  const settings = ['--set', 'service.max_account_files=100 KiB', '--set', 'service.uploads_per_minute=4', '--set', 'transport-http.max_file=60 KiB'];
  let host = await Host.start({ data, args: settings });
  try {
    const { anna, roomId } = await pairWithRoom(host);
    const file = (bytes) => photoParts(roomId, Buffer.alloc(bytes, 'x'), undefined, 'a.bin');
    await sent(anna.device, file(60 * 1024));
    assert.equal((await anna.device.upload('POST', '/chat/messages/file', file(60 * 1024 + 1))).status, 413, 'one byte over max_file');
    const over = await anna.device.upload('POST', '/chat/messages/file', file(40 * 1024 + 1));
    assert.deepEqual([over.status, over.json.error.code], [413, 3004], 'one byte over the account\'s');
    await sent(anna.device, file(40 * 1024));
    const fifth = await anna.device.upload('POST', '/chat/messages/file', file(1));
    assert.equal(fifth.status, 413);
    assert.ok(Number(fifth.headers['retry-after']) > 1);
    await host.stop();

    host = await Host.start({ data, args: settings });
    const again = await signIn(host, anna.cid);
    assert.equal((await again.upload('POST', '/chat/messages/file', file(1))).status, 413);
    assert.equal((await filesOf(host)).length, 2);
  } finally {
    await host.stop();
    await rm(data, { recursive: true, force: true });
  }
});

test('an upload during which the host is killed leaves nothing', async () => {
  const data = await freshFolder();
  let host = await Host.start({ data });
  try {
    const { anna, roomId } = await pairWithRoom(host);
    const cut = streamUpload(anna.device, roomId, 'clip.mp4', 100 * MiB, { stopAfter: 99 * MiB });
    const arriving = (async () => {
      while (!(await filesOf(host)).some((name) => name.startsWith('.incoming/'))) await new Promise(setImmediate);
    })();
    await withDeadline(arriving, 'the first bytes of the upload');
    await host.kill();
    await cut;
    host = await Host.start({ data });
    await settled(host, []);
  } finally {
    await host.stop();
    await rm(data, { recursive: true, force: true });
  }
});

test('the helper killed in the middle costs one thumbnail, nothing else', async () => {
  const folder = await freshFolder();
  const helper = path.join(folder, 'helper');
  const note = path.join(folder, 'pid');
  await writeFile(helper, `#!/bin/sh\necho $$ > ${note}.new && mv ${note}.new ${note}\nexec sleep 100\n`);
  await chmod(helper, 0o700);
  const host = await Host.start({ args: ['--set', `pictures.helper=${helper}`, '--set', 'pictures.max_time=60 s'] });
  try {
    const { anna, ben, roomId } = await pairWithRoom(host);
    const upload = sent(anna.device, photoParts(roomId));
    const started = (async () => {
      for (;;) {
        const pid = await readFile(note, 'utf8').catch(() => undefined);
        if (pid) return Number(pid);
        await new Promise(setImmediate);
      }
    })();
    const pid = await withDeadline(started, 'the helper');
    await ben.device.data('/chat/rooms/list');
    process.kill(pid, 'SIGKILL');
    const url = await upload;
    assert.equal((await request('GET', url)).status, 200);
    assert.equal((await request('GET', thumbnailOf(url))).status, 404);
    await host.hasLogged('the helper was ended by signal 9');
    await sent(ben.device, photoParts(roomId, Buffer.from('a text, which needs no helper'), undefined, 'a.txt'));
  } finally {
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test('an upload of 200 MiB adds less than 4 MiB to the host\'s memory', async () => {
  const { host } = stage;
  const { anna, roomId } = await pairWithRoom();
  const memory = async (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(await readFile(`/proc/${host.pid}/status`, 'utf8'))[1]) * 1024;
  await streamUpload(anna.device, roomId, 'first.mp4', 10 * MiB);  // whatever is made once
  await writeFile(`/proc/${host.pid}/clear_refs`, '5');  // the peak begins anew
  const before = await memory('VmRSS');
  const { status, json } = await streamUpload(anna.device, roomId, 'clip.mp4', 200 * MiB);
  assert.equal(status, 200);
  const peak = await memory('VmHWM');
  assert.ok(peak - before < 4 * MiB, `${((peak - before) / MiB).toFixed(1)} MiB more`);
  assert.equal((await request('HEAD', json.data)).headers['content-length'], String(200 * MiB));
});

test('a native client sends a file over REST and says so in the room', async () => {
  const { anna, ben, roomId } = await pairWithRoom();
  const native = await Native.connect(stage.host, ben.device.accessToken);
  const heard = await native.hear(`/room/${roomId}`);
  const url = await sent(anna.device, photoParts(roomId));
  const other = await Native.connect(stage.host, anna.device.accessToken);
  await other.say(roomId, JSON.stringify({ type: 4, content: url }), { contentType: 'application/json' });
  assert.match((await heard.next()).body, new RegExp(url.slice(-20)));
  const refused = other.say(roomId, JSON.stringify({ type: 4, content: 'javascript:alert(1)' }), { contentType: 'application/json' });
  await assert.rejects(refused, ({ status }) => status === 'invalid');
  await native.disconnect();
  await other.disconnect();
});
