// The original web client in rooms: making them, talking, inviting, leaving, coming back (cocotalk-wire.md 9.5 to 9.13).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE } from '../lib/device.js';
import { hostForAll } from '../lib/host.js';
import { WebPage } from '../lib/original_web.js';
import { befriend, password, people, room } from '../lib/people.js';

const stage = hostForAll({ before, after });

// People who are all friends of the first, each with a page beside a phone: { id, cid, username, device, page }.
async function pages(n) {
  const everybody = await people(stage.host, n, { kind: MOBILE });
  for (const friend of everybody.slice(1)) await befriend(everybody[0], friend);
  for (const one of everybody) {
    one.page = new WebPage(stage.host);
    await one.page.login(one.cid, password);
  }
  return everybody;
}

// Every page ends without an error of its code and without an alert.
function goesWell(...everybody) {
  for (const { page, username } of everybody) {
    assert.deepEqual([page.faults, page.alerts], [[], []], username);
    page.close();
  }
}

const friendsOf = ({ page }) => page.friends.map(({ friend }) => friend);
const shows = ({ page }, ...texts) => page.until(texts.join(), () => page.room?.texts().join() === texts.join());
const idOf = ({ page }) => page.store.roomId;
const listed = ({ page }, id) => page.store.chats.filter(({ room: { id: it } }) => it === id);

// Opens the room that is first in the list.
async function enterFirst(one) {
  await one.page.enter(one.page.store.chats[0].room.id);
}

test('9.5: a new group opens by itself, says who was invited before it subscribes, and that is seen once by everybody', async () => {
  const [anna, ben, cleo] = await pages(3);
  anna.page.createChat(friendsOf(anna));
  const text = `${anna.username}님이 ${friendsOf(anna).map(({ username }) => `${username}님`).join(',')}을 초대했습니다.`;
  await shows(anna, text);
  assert.deepEqual(anna.page.frames.slice(-5), ['S_list SEND /simple/chatroom/new', 'S_room CONNECT', `S_room SEND /simple/chatroom/${idOf(anna)}/message/send`,
    `S_room SUBSCRIBE /topic/${idOf(anna)}/message`, `S_room SUBSCRIBE /topic/${idOf(anna)}/room`]);
  assert.equal(anna.page.store.createChatRoomStatus, false);
  assert.equal(anna.page.room.tails, 0, 'no tail is asked for');
  for (const one of [ben, cleo]) await one.page.until('the invitation in the list', () => listed(one, idOf(anna))[0]?.recentChatMessage.content === text);
  assert.deepEqual(anna.page.room.render(), [{ kind: 'notice', text }]);
  assert.deepEqual(anna.page.store.chats.map(({ room: { roomname, type } }) => [roomname, type]), [[friendsOf(anna).map(({ username }) => `${username}, `).join(''), 1]]);
  goesWell(anna, ben, cleo);
});

test('9.5, Q13, Q14, Q21: with one friend the "+" dialog makes a private room, and one that exists is opened again', async () => {
  const [anna, ben] = await pages(2);
  anna.page.createChat(friendsOf(anna));
  await anna.page.until('the room', () => anna.page.room?.texts().length === 1);
  const id = idOf(anna);
  assert.equal(anna.page.store.chats[0].room.type, 0);
  await ben.page.until('the room', () => listed(ben, id)[0]?.recentChatMessage.content !== undefined);
  anna.page.room.close();
  anna.page.createChat(friendsOf(anna));
  await anna.page.until('the same room', () => idOf(anna) === id && anna.page.room.texts().length > 0);
  assert.equal(anna.page.store.createChatRoomStatus, false, 'nothing waits for a room any more');
  await ben.page.until('the second text', () => listed(ben, id)[0].recentMessageBundleCount === 2);
  assert.equal(listed(ben, id).length, 1, 'nobody else hears of it as of a new room');
  goesWell(anna, ben);
});

test('9.6: a double click opens the room there is; without one nothing is sent until something is typed', async () => {
  const [anna, ben] = await pages(2);
  const [friend] = friendsOf(anna);
  await anna.page.startPrivateChat(friend);
  assert.equal(anna.page.calls.at(-1), `GET chat/rooms/private/${ben.id}`);
  assert.deepEqual([idOf(anna), anna.page.store.newPrivateRoomStatus], ['private', true]);
  anna.page.room.send('the first words');
  await anna.page.until('the view of the room', () => anna.page.room.tails === 1);
  const id = idOf(anna);
  assert.deepEqual(anna.page.room.render(), [{ kind: 'mine', text: 'the first words', unread: 1 }]);
  assert.deepEqual([anna.page.store.newPrivateRoomStatus, anna.page.store.triggerMessage], [false, null]);
  assert.equal(anna.page.calls.at(-1), `GET chat/rooms/${id}/tail?count=1`);
  await ben.page.until('the message', () => listed(ben, id)[0]?.recentChatMessage.content === 'the first words');
  const [entry] = listed(ben, id);
  assert.deepEqual([entry.room.roomname, entry.room.type, entry.unreadNumber], [ben.username, 0, 1]);

  anna.page.room.close();
  await anna.page.startPrivateChat(friend);
  await shows(anna, 'the first words');
  assert.equal(idOf(anna), id);
  goesWell(anna, ben);
});

test('9.6: with another room open, its socket stays open while a private chat is begun', async () => {
  const [anna, ben, cleo] = await pages(3);
  const group = await room(anna, ben, cleo);
  await anna.page.until('the group', () => listed(anna, group.id).length === 1);
  await anna.page.enter(group.id);
  const zombie = anna.page.room.socket;
  await anna.page.startPrivateChat(friendsOf(anna)[0]);
  anna.page.room.send('hello');
  await anna.page.until('the view of the room', () => anna.page.room.tails === 1 && idOf(anna) !== group.id);
  assert.ok(zombie.client.connected);
  goesWell(anna, ben, cleo);
});

test('9.7: what is typed comes back by the room\'s socket; others\' lists count it and move the room up', async () => {
  const [anna, ben, cleo] = await pages(3);
  const two = await room(anna, ben);
  const three = await room(anna, ben, cleo);
  await ben.page.until('both rooms', () => ben.page.store.chats.length === 2);
  assert.equal(ben.page.store.chats[0].room.id, three.id);
  await anna.page.until('both rooms', () => anna.page.store.chats.length === 2);
  await anna.page.enter(two.id);
  assert.equal(anna.page.room.send(' '), undefined, 'nothing but blanks is not sent');
  for (const text of ['one', 'two']) anna.page.room.send(text);
  await shows(anna, 'one', 'two');
  await ben.page.until('two unread', () => ben.page.store.chats[0].unreadNumber === 2);
  const [first] = ben.page.store.chats;
  assert.deepEqual([first.room.id, first.recentChatMessage.content, first.recentMessageBundleCount], [two.id, 'two', 2]);
  await enterFirst(ben);
  assert.equal(ben.page.store.chats[0].unreadNumber, 0);
  await anna.page.until('nobody has not read it', () => anna.page.room.render().every(({ unread }) => unread === 0));
  goesWell(anna, ben, cleo);
});

test('9.7, Q3: after each change of the room the page knows its last member only, and everybody hears it all the same', async () => {
  const [anna, ben, cleo] = await pages(3);
  const { id } = await room(anna, ben, cleo);
  for (const one of [anna, ben, cleo]) await one.page.until('the room', () => listed(one, id).length === 1);
  await anna.page.enter(id);
  await ben.page.enter(id);
  await anna.page.until('the room\'s change', () => anna.page.room.roomMemberIds.length === 1);
  anna.page.room.send('to everybody');
  for (const one of [anna, ben]) await shows(one, 'to everybody');
  await cleo.page.until('the badge', () => listed(cleo, id)[0].unreadNumber === 1);
  goesWell(anna, ben, cleo);
});

test('9.8, Q12: who is invited to a group gets the room, then the words; the others\' lists take the room as it comes', async () => {
  const [anna, ben, cleo, dave] = await pages(4);
  const { id } = await room(anna, ben, cleo);
  for (const one of [anna, ben, cleo]) await one.page.until('the room', () => listed(one, id).length === 1);
  await anna.page.enter(id);
  anna.page.room.send('before');
  await shows(anna, 'before');
  anna.page.room.invite(friendsOf(anna).filter((friend) => friend.id === dave.id));
  const text = `${anna.username}님이 ${dave.username}을 초대했습니다.`;
  await shows(anna, 'before', text);
  await dave.page.until('the invitation', () => listed(dave, id)[0]?.recentChatMessage.content === text);
  await ben.page.until('the room as it comes, unparsed until the next list', () => typeof listed(ben, id)[0].room.messageBundleIds === 'string');
  await enterFirst(dave);
  assert.deepEqual(dave.page.room.texts(), [text], 'what was said before is not shown to who came later');
  ben.page.store.chats[0].room.messageBundleIds = ']';  // the last character of the string, as the page takes it
  await enterFirst(ben);
  ben.page.store.nextMessageBundleId = ']';
  ben.page.room.send('with a bundle that is none');
  await shows(dave, text, 'with a bundle that is none');
  await shows(anna, 'before', text, 'with a bundle that is none');
  goesWell(anna, ben, cleo, dave);
});

test('9.8: an invitation from a private room makes a group of all of them', async () => {
  const [anna, ben, cleo] = await pages(3);
  const two = await room(anna, ben);
  await anna.page.until('the room', () => listed(anna, two.id).length === 1);
  await anna.page.enter(two.id);
  anna.page.room.invite(friendsOf(anna).filter((friend) => friend.id === cleo.id));
  await anna.page.until('the group', () => idOf(anna) !== two.id && anna.page.room.texts().length === 1);
  const id = idOf(anna);
  for (const one of [ben, cleo]) await one.page.until('the group', () => listed(one, id)[0]?.room.type === 1);
  assert.deepEqual(listed(cleo, id)[0].room.members.map(({ userId }) => userId).sort(), [anna.id, ben.id, cleo.id].sort());
  goesWell(anna, ben, cleo);
});

test('9.9, Q20: entering asks for the tail, connects, subscribes and asks again; another room says good-bye first', async () => {
  const [anna, ben, cleo] = await pages(3);
  const rooms = [await room(anna, ben), await room(anna, ben, cleo)];
  await anna.page.until('both rooms', () => anna.page.store.chats.length === 2);
  await ben.page.until('both rooms', () => ben.page.store.chats.length === 2);
  await ben.page.enter(rooms[0].id);
  const { page } = anna;
  page.calls.length = page.frames.length = 0;
  await page.enter(rooms[0].id);
  const tail = `GET chat/rooms/${rooms[0].id}/tail?count=1`;  // what a new room counts as
  assert.deepEqual([...page.calls].sort(), [tail, tail, 'GET presence/stomp/connect'].sort());
  assert.deepEqual(page.frames, ['S_room CONNECT', `S_room SUBSCRIBE /topic/${rooms[0].id}/message`, `S_room SUBSCRIBE /topic/${rooms[0].id}/room`]);
  ben.page.room.send('are you there?');
  await shows(anna, 'are you there?');
  await ben.page.until('she is in the room', () => ben.page.room.render()[0]?.unread === 0);
  page.calls.length = page.frames.length = 0;
  await page.enter(rooms[1].id);
  assert.deepEqual(page.frames.slice(0, 2), ['S_room DISCONNECT', 'S_room CONNECT']);
  assert.deepEqual(page.calls, ['GET presence/stomp/connect', `GET chat/rooms/${rooms[1].id}/tail?count=1`], 'an open view asks once');
  ben.page.room.send('and now?');
  await ben.page.until('anna has gone', () => ben.page.room.texts()[1] === 'and now?' && ben.page.room.render()[1].unread === 1);
  goesWell(anna, ben, cleo);
});

test('9.10: scrolled to the top the page asks for what is older, also twice at once, and ends at the beginning', async () => {
  const [anna, ben] = await pages(2);
  const { id } = await room(anna, ben);
  for (const one of [anna, ben]) await one.page.until('the room', () => listed(one, id).length === 1);
  await ben.page.enter(id);
  for (let i = 1; i <= 75; ++i) ben.page.room.send(String(i));
  await ben.page.until('all of them', () => ben.page.room.texts().length === 75);
  await anna.page.until('all of them', () => listed(anna, id)[0].unreadNumber === 75);
  await anna.page.enter(id);
  const twice = await Promise.all([anna.page.room.pageBack(), anna.page.room.pageBack()]);
  assert.deepEqual(twice.sort(), [false, true], 'one of them has brought something');
  ben.page.room.send('76');
  await anna.page.until('the live message', () => anna.page.room.texts().at(-1) === '76');
  while (await anna.page.room.pageBack());
  assert.deepEqual(anna.page.room.texts(), Array.from({ length: 76 }, (_, i) => String(i + 1)));
  goesWell(anna, ben);
});

test('9.11, 12.22, Q4: the back arrow says action:leave, and nobody has left', async () => {
  const [anna, ben] = await pages(2);
  const { id } = await room(anna, ben);
  for (const one of [anna, ben]) await one.page.until('the room', () => listed(one, id).length === 1);
  await ben.page.enter(id);
  await anna.page.enter(id);
  await ben.page.until('anna is here', () => ben.page.room.roomInfo.members.every(({ enteredAt, awayAt }) => enteredAt > awayAt));
  anna.page.room.close();
  await ben.page.until('anna is away', () => !ben.page.room.roomInfo.members.every(({ enteredAt, awayAt }) => enteredAt > awayAt));
  assert.ok(ben.page.room.roomInfo.members.every(({ joining }) => joining));
  await anna.page.getChatList();
  assert.equal(listed(anna, id).length, 1);
  goesWell(anna, ben);
});

test('9.12, Q11: who leaves a group is gone from it, and the others\' pages still show what he wrote, also after a reload', async () => {
  const [anna, ben, cleo] = await pages(3);
  const { id } = await room(anna, ben, cleo);
  for (const one of [anna, ben, cleo]) await one.page.until('the room', () => listed(one, id).length === 1);
  await ben.page.enter(id);
  ben.page.room.send('from ben');
  await shows(ben, 'from ben');
  await anna.page.enter(id);
  ben.page.room.leave();
  const texts = ['from ben', `${ben.username}님이 나갔습니다.`];
  await shows(anna, ...texts);
  assert.deepEqual([anna.page.room.render()[0].kind, anna.page.room.render()[0].unread], [ben.username, 1], 'cleo has not read it, who left counts no more');
  const reloaded = { ...anna, page: await anna.page.reload() };
  await shows(reloaded, ...texts);
  await ben.page.getChatList();
  assert.deepEqual(ben.page.store.chats, []);
  reloaded.page.room.send('without ben');
  await shows(reloaded, ...texts, 'without ben');
  await cleo.page.until('the message', () => listed(cleo, id)[0].recentChatMessage.content === 'without ben');
  goesWell(reloaded, ben, cleo);
});

test('9.12, Q17: the socket that stays open after leaving does not keep the leaver in the room', async () => {
  const [anna, ben] = await pages(2);
  const { id } = await room(anna, ben);
  for (const one of [anna, ben]) await one.page.until('the room', () => listed(one, id).length === 1);
  await anna.page.enter(id);
  await ben.page.enter(id);
  await anna.page.until('ben is here', () => anna.page.room.roomInfo.members.every(({ enteredAt, awayAt }) => enteredAt > awayAt));
  const zombie = ben.page.room.socket;
  ben.page.room.leave();
  await anna.page.until('ben is gone', () => anna.page.room.roomInfo.members.some(({ userId, joining, enteredAt, awayAt }) => userId === ben.id && !joining && enteredAt <= awayAt));
  assert.ok(zombie.client.connected);
  goesWell(anna, ben);
});

test('9.13, Q7: words into a private room the other left are seen once by both, who has the room again', async () => {
  const [anna, ben] = await pages(2);
  const { id } = await room(anna, ben);
  for (const one of [anna, ben]) await one.page.until('the room', () => listed(one, id).length === 1);
  await ben.page.enter(id);
  ben.page.room.leave();
  await anna.page.enter(id);
  await anna.page.until('ben has left', () => anna.page.room.roomInfo.members.some(({ joining }) => !joining));
  anna.page.frames.length = anna.page.calls.length = 0;
  await anna.page.room.send('come back');
  assert.deepEqual(anna.page.frames, [`S_room SEND /simple/chatroom/${id}/message/awake`, `S_room SEND /simple/chatroom/${id}/message/send`]);
  await ben.page.until('the room', () => listed(ben, id)[0]?.recentChatMessage.content === 'come back');
  assert.deepEqual([listed(ben, id).length, listed(ben, id)[0].unreadNumber], [1, 1]);
  assert.deepEqual([listed(anna, id).length], [1]);
  anna.page.room.send('and stay');
  await anna.page.until('both', () => anna.page.room.texts().at(-1) === 'and stay');
  const { messageList, room: vo } = await anna.device.data(`/chat/rooms/${id}/tail?count=0`);
  assert.deepEqual(messageList.slice(-2).map(({ content, type }) => [content, type]), [['come back', 0], ['and stay', 0]]);
  assert.equal(messageList.filter(({ content }) => content === 'come back').length, 1);
  assert.deepEqual(vo.members.map(({ userId, joining }) => [userId, joining]), [[anna.id, true], [ben.id, true]]);
  goesWell(anna, ben);
});

test('9.6 and 9.13: who left a private room finds it without its history, and is back with his next words', async () => {
  const [anna, ben] = await pages(2);
  const { id } = await room(anna, ben);
  for (const one of [anna, ben]) await one.page.until('the room', () => listed(one, id).length === 1);
  await anna.page.enter(id);
  anna.page.room.send('old');
  await shows(anna, 'old');
  anna.page.room.leave();
  await ben.page.until('anna has left', () => listed(ben, id)[0].room.members.some(({ joining }) => !joining));
  await anna.page.startPrivateChat(friendsOf(anna)[0]);
  assert.equal(idOf(anna), id);
  assert.deepEqual(anna.page.room.texts(), []);
  await anna.page.room.send('I am back');
  await anna.page.until('the words', () => anna.page.room.heard.at(-1) === 'I am back');
  await anna.page.until('the room in the list', () => listed(anna, id)[0]?.recentChatMessage.content === 'I am back');
  await ben.page.until('the words', () => listed(ben, id)[0].recentChatMessage.content === 'I am back');
  assert.equal(listed(ben, id).length, 1, 'who had the room does not hear of it as of a new one');
  const again = { ...anna, page: await anna.page.reload() };
  await shows(again, 'I am back');
  goesWell(again, ben);
});
