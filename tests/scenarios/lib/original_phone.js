// The original iOS client (cocotalk-wire.md 9.19): what it asks and says, in its order, and how strictly it reads: every field may be
// missing, but one of a wrong type makes the whole answer unusable.
import { Device, MOBILE } from './device.js';
import { PhoneSocket } from './phone.js';
import { withDeadline } from './inbox.js';

const number = (value) => Number.isInteger(value);
const text = (value) => typeof value === 'string';
const flag = (value) => typeof value === 'boolean';
const time = (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/.test(value);  // its one pattern; anything else is 1970
const list = (of) => (value, path) => Array.isArray(value) && value.every((entry, i) => reads(of, entry, `${path}[${i}]`));
const object = (of) => (value, path) => reads(of, value, path);

const user = { id: number, cid: text, username: text, nickname: text, birth: text, phone: text, email: text, status: number, loggedinAt: text, profile: text };
const member = { userId: number, username: text, profile: text, joining: flag, joinedAt: time, enteredAt: time, awayAt: time, leftAt: time };
const room = { id: text, roomname: text, img: text, type: number, members: list(member), messageBundleIds: text, noticeIds: text };
const message = { id: text, roomId: text, messageBundleId: text, userId: number, content: text, type: number, sentAt: time };
const bundle = { currentMessageBundleCount: number, currentMessageBundleId: text, nextMessageBundleId: text };
const listed = { room: object(room), recentChatMessage: object(message), recentMessageBundleCount: number, unreadNumber: number };
const friendship = { id: number, fromUser: object(user), toUser: object(user), hidden: flag };
export const shapes = { user, room, message, listed, friendship, friend: { friend: object(user), type: number }, tail: { room: object(room), messageList: list(message) }, said: { message: object(message), bundleInfo: object(bundle) } };

// Throws where the client would give up on the whole answer. Null is as good as absent.
function reads(shape, value, path) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${path} is no object: ${JSON.stringify(value)}`);
  for (const [name, fits] of Object.entries(shape))
    if (value[name] !== undefined && value[name] !== null && !fits(value[name], `${path}.${name}`)) throw new Error(`${path}.${name} is of a wrong type: ${JSON.stringify(value[name])}`);
  return true;
}

export const readAs = (shape, value, path = 'data') => (Array.isArray(value) ? value.forEach((entry, i) => reads(shape, entry, `${path}[${i}]`)) : reads(shape, value, path), value);

export class Phone {
  constructor(host) {
    this.device = new Device(host, MOBILE);
    this.rooms = [];
    this.calls = [];
    this.alerts = [];
  }

  async #get(path, shape) {
    this.calls.push(`GET ${path}`);
    const data = await this.device.data(path);
    return shape ? readAs(shape, data) : data;
  }

  async signIn(cid, password, fcmToken) {
    const { json } = await this.device.signIn(cid, password, fcmToken);
    return json.isSuccess;
  }

  // With a stored token: the list's socket, then the tabs' calls, which come again on every appearance.
  async start() {
    this.user = await this.#get('/user/profile/token', user);
    await Promise.all([this.#openList(), this.friendsTab(), this.chatsTab()]);
  }

  async #openList() {
    this.calls.push('GET /presence/stomp/connect');
    this.list = await PhoneSocket.list(this.device, this.user.id);
    await pong(this.list);
  }

  async friendsTab() {
    await this.#get('/user/profile/token', user);
    this.friends = (await this.#get('/user/friends', shapes.friend)).filter(({ type }) => type === 0);
  }

  async chatsTab() {
    this.rooms = await this.#get('/chat/rooms/list', listed);
    for (const { room: { type, members } } of this.rooms)
      if (type === 0 && !members.some(({ userId }) => userId !== this.user.id)) throw new Error('the app crashes on a private room of one');
  }

  // The next message for the list; of a room it does not know it asks for the list.
  async hears() {
    const said = readAs(shapes.said, await this.list.nextJson(`/topic/${this.user.id}/message`), 'message');
    const known = this.rooms.find(({ room: { id } }) => id === said.message.roomId);
    if (!known) await this.chatsTab();
    else Object.assign(known, { recentChatMessage: said.message, recentMessageBundleCount: said.bundleInfo.currentMessageBundleCount, next: said.bundleInfo.nextMessageBundleId, unreadNumber: known.unreadNumber + 1 });
    return said;
  }

  async enter(roomId) {
    const { recentMessageBundleCount: count } = this.rooms.find(({ room: { id } }) => id === roomId);
    const tail = await this.#get(`/chat/rooms/${roomId}/tail/?count=${count}`, shapes.tail);
    await this.#get(`/chat/rooms/${roomId}`, room);
    this.calls.push('GET /presence/stomp/connect');
    this.socket = await PhoneSocket.room(this.device, this.user.id, roomId);
    await pong(this.socket);
    this.roomInfo = await this.#get(`/chat/rooms/${roomId}`, room);
    this.shown = tail.messageList;
    this.roomId = roomId;
  }

  exit() {
    this.socket.disconnect();
    this.socket = undefined;
  }

  // Its room must be in the last list.
  say(content, type = 0, socket = this.socket, roomId = this.roomId) {
    const entry = this.rooms.find(({ room: { id } }) => id === roomId);
    const bundles = entry.room.messageBundleIds.slice(1, -1).split(',').map((id) => id.trim());
    const { type: roomType, roomname, members } = entry.room;
    socket.request(`/simple/chatroom/${roomId}/message/send`, {
      type, content, roomId, roomType, roomname, userId: this.user.id, username: this.user.username,
      receiverIds: members.map(({ userId }) => String(userId)), messageBundleId: entry.next ?? bundles.at(-1),
    });
  }

  async hearsInRoom() {
    const said = readAs(shapes.said, await this.socket.nextJson(`/topic/${this.roomId}/message`), 'message');
    this.shown.push(said.message);
    return said.message;
  }

  // Pulled down at the top: false at the beginning, or when there was nothing.
  async pageBack() {
    const { messageBundleId: bundleId } = this.shown[0];
    const count = 20 - this.shown.filter((it) => it.messageBundleId === bundleId).length;
    const older = await this.#get(`/chat/messages?roomId=${this.roomId}&bundleId=${bundleId}&count=${count}`, message);
    if (older.length === 0 || older[0].id === this.shown[0].id) return false;
    this.shown.unshift(...older);
    return true;
  }

  #members(others) {
    return [this.user, ...others].map(({ id, username, profile }) => ({ userId: id, username, profile }));
  }

  // Opens the private room with a friend; makes it when there is none. Nothing is said in it.
  async privateChat(friend) {
    const found = await this.#get(`/chat/rooms/private/${friend.id}`, room);
    if (found.id) return found;
    this.list.request('/simple/chatroom/new', { type: 0, roomname: `${friend.username}, ${this.user.username}`, img: '', members: this.#members([friend]) });
    return this.#made();
  }

  // A group, and by the list's socket who was invited.
  async group(friends, roomname) {
    this.list.request('/simple/chatroom/new', { type: 1, roomname, img: '', members: this.#members(friends) });
    const made = await this.#made();
    const names = friends.map(({ username }) => `${username}님`).join(',');
    this.say(`${this.user.username}님이 ${names}을 초대했습니다.`, 1, this.list, made.id);
    return made;
  }

  async #made() {
    const made = readAs(room, await this.list.nextJson(`/topic/${this.user.id}/room/new`), 'room');
    await this.chatsTab();
    return made;
  }

  toBackground() {
    for (const socket of [this.list, this.socket]) socket?.disconnect();
  }

  // The sockets again, then whether it is still the one phone. Of the answer only isSuccess and a result count.
  async toForeground() {
    await this.#openList().catch(() => (this.list = undefined));  // no address for who is signed out
    if (this.socket) this.socket = await PhoneSocket.room(this.device, this.user.id, this.roomId);
    this.calls.push('GET /auth/device');
    const { json } = await this.device.get('/auth/device');
    if (json.isSuccess === true && json.result) return;
    this.calls.push('GET /auth/reissue');
    const renewed = (await this.device.reissue()).json;
    if (renewed.isSuccess !== true) return this.signOut();
    Object.assign(this.device, renewed.result);
  }

  // Another phone took this one's place, when the text is not its own token.
  async hearsCrash() {
    const { body } = await this.list.next('MESSAGE', `/topic/${this.user.id}/crash/mobile`);
    if (body === this.device.fcmToken) return;
    this.alerts.push('다른 기기에서 로그인되었습니다.');
    this.device.accessToken = '';
  }

  // Nothing is asked.
  signOut() {
    this.toBackground();
    this.device.accessToken = '';
    this.isSignedOut = true;
  }
}

const pong = (socket) => withDeadline(new Promise((resolve) => (socket.ws.once('pong', resolve), socket.ws.ping())), 'pong');
