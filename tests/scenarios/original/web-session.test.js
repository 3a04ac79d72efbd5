// The original web client from its first page to its eviction, outside rooms (cocotalk-wire.md 9.1 to 9.4, 9.14, 9.16 to 9.18).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Host, freshFolder, hostForAll } from '../lib/host.js';
import { WebPage } from '../lib/original_web.js';
import { befriend, password, people, room, signIn } from '../lib/people.js';
import { PageSocket } from '../lib/webpage.js';

const stage = hostForAll({ before, after });

async function pageOf({ cid }, host = stage.host) {
  const page = new WebPage(host);
  await page.login(cid, password);
  return page;
}

const ofTheFriends = ['GET user/profile/token', 'GET user/friends'];
const ofTheMainPage = ['GET chat/rooms/list', 'GET auth/device', 'GET presence/stomp/connect'];
const goesWell = (page) => assert.deepEqual([page.faults, page.alerts], [[], []]);

test('9.1: not logged in, the page asks nothing', () => {
  const page = new WebPage(stage.host);
  assert.deepEqual([page.route, page.calls, page.frames], ['/login', [], []]);
});

test('9.2: a login brings up the page: its calls, its socket, its four subscriptions, then profile and friends again', async () => {
  const [anna, ben] = await people(stage.host, 2);
  await befriend(anna, ben);
  await room(anna, ben);
  const page = new WebPage(stage.host);
  await page.login(anna.cid, 'not it');
  assert.deepEqual([page.alerts.splice(0), page.route], [['아이디와 비밀번호를 확인해주세요.'], '/login']);
  page.calls.length = 0;
  await page.login(` ${anna.cid}`, ` ${password} `);
  assert.deepEqual(page.calls.slice(0, 1), ['POST auth/signin']);
  assert.deepEqual(page.calls.slice(1, 6).sort(), [...ofTheMainPage, ...ofTheFriends].sort());
  assert.deepEqual(page.calls.slice(6), ofTheFriends);
  const topics = ['message', 'room', 'room/new', 'crash/web'].map((leaf) => `S_list SUBSCRIBE /topic/${anna.id}/${leaf}`);
  assert.deepEqual(page.frames, ['S_list CONNECT', ...topics]);
  assert.ok(page.isShown);
  assert.deepEqual(page.friends.map(({ friend }) => friend.id), [ben.id]);
  assert.equal(page.store.chats.length, 1);
  goesWell(page);
  page.close();
});

test('9.2, Q2: a page whose profile comes late connects as undefined and subscribes to /topic/undefined, and hears its own', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id } = await room(anna, ben);
  const page = new WebPage(stage.host);
  const load = page.load.bind(page);
  page.load = () => load({ profileIsLate: true });
  await page.login(anna.cid, password);
  assert.ok(page.frames.includes('S_list SUBSCRIBE /topic/undefined/message'));
  const writer = await PageSocket.room(ben.device, ben.id, id);
  writer.say(id, 'for anna');
  await page.until('the badge', () => page.store.chats[0].unreadNumber === 1);
  goesWell(page);
  page.close();
});

test('9.2, Q2: after somebody else in the same browser, the page hears nobody\'s messages but its own', async () => {
  const [anna, ben, cleo] = await people(stage.host, 3);
  const { id: annas } = await room(anna, cleo);
  const { id: bens } = await room(ben, cleo);
  const first = await pageOf(anna);
  first.logout();
  const page = new WebPage(stage.host, { ...first.store, accessToken: '', refreshToken: '' });
  const load = page.load.bind(page);
  page.load = () => load({ profileIsLate: true });
  await page.login(ben.cid, password);
  assert.ok(page.frames.includes(`S_list SUBSCRIBE /topic/${anna.id}/message`), 'as the person before');
  const writers = [await PageSocket.room(cleo.device, cleo.id, annas), await PageSocket.room(cleo.device, cleo.id, bens)];
  writers[0].say(annas, 'for anna');
  await writers[0].message.next('for anna');
  writers[1].say(bens, 'for ben');
  await page.until('the badge', () => page.store.chats[0].recentChatMessage.content === 'for ben');
  assert.deepEqual(page.store.chats.map(({ room: { id } }) => id), [bens]);
  goesWell(page);
  page.close();
});

test('9.3: a reload ends the socket without a word and brings the page up again', async () => {
  const [anna] = await people(stage.host, 1);
  const before_ = await pageOf(anna);
  const page = await before_.reload();
  assert.deepEqual([...page.calls].sort(), [...ofTheMainPage, ...ofTheFriends, ...ofTheFriends].sort());
  assert.ok(!before_.frames.some((frame) => frame.includes('DISCONNECT')));
  goesWell(page);
  page.close();
});

test('9.3: a reload in a room opens two sockets at once and asks for the tail twice', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id } = await room(anna, ben);
  const first = await pageOf(anna);
  await first.enter(id);
  first.room.send('before the reload');
  await first.until('the message', () => first.room.texts().length === 1);
  const page = await first.reload();
  const tail = `GET chat/rooms/${id}/tail?count=1`;
  assert.deepEqual([...page.calls].sort(), [tail, tail, ...ofTheMainPage, 'GET presence/stomp/connect'].sort());
  assert.equal(page.room.tails, 2);
  assert.deepEqual(page.room.render(), [{ kind: 'mine', text: 'before the reload', unread: 1 }]);
  goesWell(page);
  page.close();
});

test('9.4: the friends\' tab asks again each time it is opened, and shows what is new', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const page = await pageOf(anna);
  assert.deepEqual(page.friends, []);
  await befriend(ben, anna);
  page.calls.length = 0;
  await page.visitFriends();
  assert.deepEqual(page.calls, ofTheFriends);
  assert.deepEqual(page.friends.map(({ friend, type }) => [friend.id, type]), [[ben.id, 1]], 'Q23: people who only added me are shown');
  goesWell(page);
  page.close();
});

test('9.14: a friend is found by cid, added, and there after the reload that follows', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const first = await pageOf(anna);
  const page = await first.addFriend(ben.cid);
  assert.deepEqual(first.calls.slice(-3), [`GET user/friends/cid/${ben.cid}`, 'POST user/friends', 'GET user/friends']);
  assert.deepEqual(page.friends.map(({ friend, type }) => [friend.id, type]), [[ben.id, 0]]);
  assert.equal(await page.addFriend(ben.cid), undefined, 'no button for a friend');
  assert.equal(await page.addFriend(anna.cid), undefined, 'nor for oneself');
  goesWell(first);
  goesWell(page);
  page.close();
});

test('9.16: a logout says good-bye to the list\'s socket and asks nothing; who signs in again finds everything', async () => {
  const [anna] = await people(stage.host, 1);
  const page = await pageOf(anna);
  page.calls.length = 0;
  page.logout();
  assert.deepEqual([page.calls, page.route, page.store.accessToken], [[], '/login', '']);
  assert.equal(page.frames.at(-1), 'S_list DISCONNECT');
  const again = await pageOf(anna);
  goesWell(again);
  again.close();
});

test('9.17: a second login elsewhere sends the first page to /login with its alert, and leaves the second alone', async () => {
  const [anna] = await people(stage.host, 1);
  const first = await pageOf(anna);
  const second = await pageOf(anna);
  await first.until('the alert', () => first.alerts.length > 0);
  assert.deepEqual([first.alerts, first.route], [['다른 기기에서 로그인되었습니다.'], '/login']);
  assert.equal(first.frames.at(-1), 'S_list DISCONNECT');
  const again = await second.reload();
  assert.deepEqual([again.alerts, again.route], [[], '/friends']);
  goesWell(again);
  again.close();
});

test('9.17: a page that was closed when it happened learns it on its next load', async () => {
  const [anna] = await people(stage.host, 1);
  const first = await pageOf(anna);
  first.close();
  const second = await pageOf(anna);
  const late = new WebPage(stage.host, first.store);
  late.load().catch(() => {});  // what meets the expiry while another call asks for a new token hangs (3.6)
  await late.until('the alert', () => late.alerts.includes('다른 기기에서 로그인되었습니다.'));
  assert.equal(late.route, '/login');
  for (const page of [late, second]) page.close();
});

test('9.18: a page whose host is gone is blank; after the host is back a reload shows everything', async () => {
  const data = await freshFolder();
  const host = await Host.start({ data });
  const [anna, ben] = await people(host, 2);
  await room(anna, ben);
  const page = await pageOf(anna, host);
  await host.kill();
  await page.until('the blank page', () => !page.isShown);
  const back = await Host.start({ data, port: host.port });
  const again = await page.reload();
  assert.ok(again.isShown);
  assert.equal(again.store.chats.length, 1);
  goesWell(again);
  again.close();
  await back.stop();
});

test('12.4, Q19: an access token that ended is renewed once, and the call repeated', async () => {
  const [anna] = await people(stage.host, 1);
  const page = await pageOf(anna);
  page.store.accessToken = 'an old one';
  page.calls.length = 0;
  await page.getChatList();
  assert.deepEqual(page.calls, ['GET chat/rooms/list', 'GET auth/reissue', 'GET chat/rooms/list']);
  await page.getChatList();
  assert.equal(page.calls.length, 4, 'the fresh token is taken at once');
  goesWell(page);
  page.close();
});

test('Q18: what no new token can cure sends nobody into a loop of reissues', async () => {
  const [anna, ben] = await people(stage.host, 2);
  const { id } = await room(ben, (await people(stage.host, 1))[0]);
  const page = await pageOf(anna);
  page.calls.length = 0;
  for (const path of [`chat/rooms/${id}`, `chat/rooms/${id}/tail?count=1`, 'chat/rooms/xyz', `chat/messages?roomId=${id}&bundleId=${id}&count=3&size=20`]) {
    const { data } = await page.axios.get(path);
    assert.notEqual(data.error.type, 'JWT_AUTHENTICATION', path);
  }
  assert.ok(!page.calls.includes('GET auth/reissue'));
  await signIn(stage.host, anna.cid);
  await page.axios.get('user/friends').catch(() => {});
  assert.deepEqual(page.calls.filter((call) => call === 'GET auth/reissue').length, 1, 'evicted: one reissue, refused, and the page is signed out');
  assert.equal(page.route, '/login');
  page.close();
});
