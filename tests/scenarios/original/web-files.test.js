// Files and pictures of the original web client (cocotalk-wire.md 9.7, 9.15, C12).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { request } from '../lib/http.js';
import { WebPage } from '../lib/original_web.js';
import { password, people, room } from '../lib/people.js';
import { jpeg } from '../lib/upload.js';

const stage = hostForAll({ before, after });

async function pageOf({ cid }) {
  const page = new WebPage(stage.host);
  await page.login(cid, password);
  return page;
}

const goesWell = (...pages) => pages.forEach((page) => (assert.deepEqual([page.faults, page.alerts], [[], []]), page.close()));

test('9.7, 12.25: a file is uploaded as its own thumbnail, said with its address, and seen as a photo, a video or a file', async () => {
  const [anna, ben] = await people(stage.host, 2, { kind: MOBILE });
  const { id } = await room(anna, ben);
  const [page, other] = [await pageOf(anna), await pageOf(ben)];
  for (const one of [page, other]) await one.enter(id);
  const chosen = [
    { kind: 'photo', filename: '사진 1.jpeg', type: 'image/jpeg', value: jpeg, end: /\.jpeg$/ },
    { kind: 'file', filename: 'notes.txt', type: 'text/plain', value: Buffer.from('안녕'), end: /\.txt$/ },
  ];
  for (const { kind, filename, type, value, end } of chosen) {
    const url = await page.room.sendFile({ filename, type, value });
    assert.match(url, end);
    for (const one of [page, other]) await one.until(filename, () => one.room.texts().at(-1) === url);
    assert.equal(other.room.render().at(-1).kind, kind);
    assert.deepEqual((await request('GET', url)).bytes, value);
    if (kind === 'photo') assert.equal((await request('GET', `${url.slice(0, url.lastIndexOf('.'))}_th.jpeg`)).headers['content-type'], 'image/jpeg');
  }
  goesWell(page, other);
});

test('9.15: a new picture and a new background are shown at once here, and by the others\' next list', async () => {
  const [anna, ben] = await people(stage.host, 2, { kind: MOBILE });
  await room(anna, ben);
  const [page, other] = [await pageOf(anna), await pageOf(ben)];
  page.calls.length = 0;
  const file = { filename: 'me.jpeg', type: 'image/jpeg', value: jpeg };
  const picture = await page.editProfile('img', file);
  assert.deepEqual([...page.calls].sort(), ['GET chat/rooms/list', 'PUT user/profile/img']);
  const background = await page.editProfile('bg', file);
  for (const url of [picture, background]) assert.deepEqual((await request('GET', url)).bytes, jpeg);
  await other.getChatList();
  const { profile } = other.store.chats[0].room.members.find(({ userId }) => userId === anna.id);
  assert.deepEqual([profile.profile, profile.background], [picture, background]);
  goesWell(page, other);
});
