// The original web client as one page (cocotalk-wire.md 9): what it asks and says, in its order and with its mistakes, through axios 0.25,
// sockjs-client 1.5.2 and webstomp-client 1.2.6. What its code would throw is kept in `faults`; a test that goes well ends without any.
import SockJS from 'sockjs-client';
import webstomp from 'webstomp-client';
import { multipart } from './http.js';
import { DEADLINE_MS, withDeadline } from './inbox.js';
import { axiosInBrowser } from './original_browser.js';
import { RoomView } from './original_web_room.js';

// The page draws the last part of a subscription's id; two that are the same confuse its handlers (5.3). Not in tests.
let subscriptions = 0;

// localStorage["vuex"]: what outlives a reload.
const emptyStore = () => ({
  accessToken: '', refreshToken: '', userInfo: {},
  mainPage: 'friends', roomId: '', chats: [],
  nextMessageBundleId: '', recentMessageBundleCount: 0,
  createChatRoomStatus: false, newPrivateRoomStatus: false, newPrivateRoomFriendInfo: {}, triggerMessage: null, newRoomInfo: {},
});

export class WebPage {
  constructor(host, store = emptyStore()) {
    this.host = host;
    this.store = store;
    this.calls = [];   // "METHOD path"
    this.frames = [];  // "S_list SEND destination"
    this.alerts = [];
    this.faults = [];
    this.friends = [];
    this.route = store.accessToken === '' ? '/login' : '/friends';
    this.isShown = false;  // everything is blank until the list's socket is connected
    this.sockets = new Set();
    this.axios = axiosInBrowser(host, this.calls);
    this.listeners = new Set();
    this.#intercept();
  }

  // ---- axios: a new token when the old one has ended, one reissue at a time; who meets it meanwhile is left hanging

  #intercept() {
    this.axios.interceptors.request.use((config) => {
      if (config.url !== 'auth/reissue') config.headers['X-ACCESS-TOKEN'] = this.store.accessToken;
      return config;
    });
    this.axios.interceptors.response.use(async (response) => {
      if (response.data?.error?.type !== 'JWT_AUTHENTICATION') return response;
      if (this.isReissuing) return new Promise(() => {});
      this.isReissuing = true;
      const { data } = await this.axios.get('auth/reissue', { headers: { 'X-REFRESH-TOKEN': this.store.refreshToken } });
      this.isReissuing = false;
      if (!data.isSuccess) {
        this.#signedOut('로그인이 만료되었습니다.');
        throw new Error('signed out');  // to nobody: the page does not look at it
      }
      Object.assign(this.store, data.result);
      return this.axios(response.config);
    });
  }

  #signedOut(alert) {
    Object.assign(this.store, { accessToken: '', refreshToken: '' });
    this.route = '/login';
    if (alert) this.alerts.push(alert);
    this.changed();
  }

  // ---- signing in, loading

  async login(cid, password, fcmToken = `fcm-${cid}`) {
    const { data } = await this.axios.post('auth/signin', { cid: cid.replace(/\s/g, ''), password: password.replace(/\s/g, ''), fcmToken });
    if (!data.isSuccess) {
      this.alerts.push('아이디와 비밀번호를 확인해주세요.');
      return;
    }
    Object.assign(this.store, { accessToken: data.result.accessToken, refreshToken: data.result.refreshToken });
    this.route = '/friends';
    await this.load();
  }

  // The main page. At a room's address the room's view comes up with it. `profileIsLate`: the race of 5.2, lost every time.
  async load({ profileIsLate = false } = {}) {
    const { roomId } = this.store;
    const list = this.#connectList();
    const tasks = [list, this.getChatList(), this.checkConnect()];
    if (roomId) tasks.push((this.room = new RoomView(this, roomId)).created());
    else tasks.push(this.#profile(profileIsLate ? list : undefined), this.#friends());
    await Promise.all(tasks);
    if (!roomId && this.route !== '/login') await this.visitFriends();
  }

  async #profile(after) {
    const { data } = await this.axios.get('user/profile/token');
    await after;
    const user = data.data;
    user.profile = JSON.parse(user.profile);
    void user.profile.profile;
    this.store.userInfo = user;
  }

  async #friends() {
    const { data } = await this.axios.get('user/friends');
    this.friends = data.data.map(({ friend, type }) => ({ friend: { ...friend, profile: JSON.parse(friend.profile) }, type }));
    this.#attempt(() => this.friends.forEach(({ friend }) => void friend.profile.profile));
  }

  // The tab asks for both each time it is opened.
  async visitFriends() {
    await Promise.all([this.#profile(), this.#friends()]);
  }

  async getChatList() {
    const { data } = await this.axios.get('chat/rooms/list');
    const chats = data.data;
    for (const chat of chats) {
      parseRoom(chat.room);
      if (chat.room.id === this.store.roomId) chat.unreadNumber = 0;
    }
    this.store.chats = chats;
    this.changed();
  }

  async checkConnect() {
    const { data } = await this.axios.get('auth/device');
    if (data.result && !data.result.isValid) this.#evicted();
  }

  #evicted() {
    this.#signedOut('다른 기기에서 로그인되었습니다.');
    this.list?.client.disconnect(() => {}, { action: 'leave' });
  }

  // A reload: sockets end without a word, a new page comes up with the same store.
  async reload(options) {
    this.close();
    const page = new WebPage(this.host, this.store);
    await page.load(options);
    return page;
  }

  // Nothing is asked; the room's socket stays open.
  logout() {
    this.list.client.disconnect(() => {}, { action: 'leave' });
    this.#signedOut();
  }

  // The tab is closed.
  close() {
    this.isClosed = true;
    for (const { sockjs } of this.sockets) sockjs.close();
  }

  // ---- the list's socket

  async connect(name, headers, onConnected, onError) {
    const { data } = await this.axios.get('presence/stomp/connect');
    const socket = { name, sockjs: new SockJS(data.data) };
    socket.client = webstomp.over(socket.sockjs, { debug: false });
    this.sockets.add(socket);
    this.#watch(socket);
    const connected = new Promise((resolve, reject) => {
      socket.client.connect(headers(), () => {
        this.#attempt(() => onConnected(socket));
        resolve(socket);
      }, (why) => (this.#attempt(() => onError?.(why)), reject(new Error(`${name}: ${why?.command ?? why?.code}`))));
    });
    return withDeadline(connected, `CONNECT of ${name}`);
  }

  // What leaves by this socket, for the tests of the order.
  #watch(socket) {
    const send = socket.sockjs.send.bind(socket.sockjs);
    socket.sockjs.send = (text) => {
      const command = /^[A-Z]+(?=\n)/.exec(text);
      const destination = /\ndestination:([^\n]*)/.exec(text);
      if (command) this.frames.push([socket.name, command[0], ...(destination ? [destination[1]] : [])].join(' '));
      send(text);
    };
  }

  subscribe(socket, destination, hear) {
    const id = `sub-${Date.now()}-${subscriptions++ % 1000}`;
    socket.client.subscribe(destination, (frame) => this.isClosed || this.#attempt(() => (hear(frame.body), this.changed())), { id });
  }

  async #connectList() {
    this.list = await this.connect('S_list', () => ({ view: 'chatList', userId: this.store.userInfo.id }), (socket) => {
      this.isShown = true;
      const me = this.store.userInfo.id;
      this.list = socket;
      this.subscribe(socket, `/topic/${me}/message`, (body) => this.#heardMessage(JSON.parse(body)));
      this.subscribe(socket, `/topic/${me}/room`, (body) => this.#heardRoom(JSON.parse(body)));
      this.subscribe(socket, `/topic/${me}/room/new`, (body) => this.#heardNewRoom(JSON.parse(body)));
      this.subscribe(socket, `/topic/${me}/crash/web`, (body) => this.store.accessToken && body !== this.store.userInfo.fcmToken && this.#evicted());
    }, () => {
      this.isShown = false;  // the page is blank from now on
      this.changed();
    });
  }

  // A message of a room that is not in the list is an error in the page's code.
  #heardMessage({ message, bundleInfo }) {
    const { chats } = this.store;
    const at = chats.findIndex(({ room }) => room.id === message.roomId);
    const chat = chats[at];
    if (chat.room.type === 0 && message.type === 2) return;
    chat.recentChatMessage = message;
    if (chat.room.id !== this.store.roomId && message.type !== 1 && message.type !== 2) ++chat.unreadNumber;
    chat.recentMessageBundleCount = bundleInfo.currentMessageBundleCount;
    chats.unshift(...chats.splice(at, 1));
  }

  // Stored as it came: profiles and bundle ids stay strings until the next list.
  #heardRoom(room) {
    this.store.chats.find((chat) => chat.room.id === room.id).room = room;
  }

  #heardNewRoom(room) {
    parseRoom(room);
    this.store.chats.unshift({ recentChatMessage: {}, recentMessageBundleCount: 1, room, unreadNumber: 0 });
    if (!this.store.createChatRoomStatus && !this.store.newPrivateRoomStatus) return;
    Object.assign(this.store, { newRoomInfo: room, nextMessageBundleId: room.messageBundleIds[0], recentMessageBundleCount: 1 });
    this.goTo(room.id);
  }

  // ---- making rooms, adding friends, opening rooms

  // The "+" dialog, with me and these friends (UserVo).
  createChat(friends, roomname = friends.map(({ username }) => `${username}, `).join('')) {
    const members = [...friends, this.store.userInfo].map((user) => ({ userId: user.id, username: user.username, profile: JSON.stringify(user.profile) }));
    this.list.client.send('/simple/chatroom/new', JSON.stringify({ roomname, img: null, type: friends.length > 1 ? 1 : 0, members }));
    this.store.createChatRoomStatus = true;
  }

  // A double click on a friend.
  async startPrivateChat(friend) {
    const { data } = await this.axios.get(`chat/rooms/private/${friend.id}`);
    if (data.data.id) {
      const room = parseRoom(data.data);
      this.store.newPrivateRoomStatus = false;
      const self = room.members.find(({ userId }) => userId === this.store.userInfo.id);
      return this.goTo(room.id, self.joining ? undefined : room);
    }
    Object.assign(this.store, { newPrivateRoomStatus: true, newPrivateRoomFriendInfo: friend, roomId: 'private' });
    this.room = new RoomView(this, 'private', { socket: this.room?.socket });
  }

  createPrivateChat(text) {
    const friend = this.store.newPrivateRoomFriendInfo;
    const members = [friend, this.store.userInfo].map((user) => ({ userId: user.id, username: user.username, profile: JSON.stringify(user.profile) }));
    this.store.triggerMessage = text;
    this.list.client.send('/simple/chatroom/new', JSON.stringify({ type: 0, members, roomname: friend.username, img: friend.profile.profile }));
  }

  async addFriend(cid) {
    const { data: card } = await this.axios.get(`user/friends/cid/${cid}`);
    const { friend, type } = card.data;
    if (type === 0 || type === 3) return undefined;  // no button
    const { data } = await this.axios.post('user/friends', { toUid: friend.id });
    this.#attempt(() => void data.data.toUser.id);
    await this.#friends();
    return this.reload();
  }

  // A click in the list of rooms.
  async enter(roomId) {
    const chat = this.store.chats.find(({ room }) => room.id === roomId);
    this.store.recentMessageBundleCount = chat.recentMessageBundleCount;
    this.store.nextMessageBundleId = chat.room.messageBundleIds.at(-1);
    chat.unreadNumber = 0;
    return this.goTo(roomId);
  }

  // The router: a room's view is made, or an open one changes its room.
  goTo(roomId, awake) {
    const before = this.room;
    this.store.roomId = roomId;
    this.room = new RoomView(this, roomId, { awake });
    if (!before) return this.room.created();
    if (!this.store.newPrivateRoomStatus) before.socket?.client.disconnect(() => {}, { action: 'leave' });
    return this.room.connect();
  }

  // ---- pictures

  async editProfile(kind, file) {
    const parts = kind === 'bg' ? ['bgImg'] : ['profileImg', 'profileImgThumb'];
    const { body, contentType } = multipart(parts.map((name) => ({ name, ...file })));
    const put = this.axios.put(`user/profile/${kind}`, body, { formType: contentType });
    const list = this.getChatList();
    const [{ data }] = await Promise.all([put, list]);
    return JSON.parse(data.data.profile)[kind === 'bg' ? 'background' : 'profile'];
  }

  // ---- for tests

  // Resolves when `holds()`; looks whenever something was heard.
  until(what, holds) {
    const held = new Promise((resolve) => {
      const look = () => holds() && (this.listeners.delete(look), resolve());
      this.listeners.add(look);
      look();
    });
    return withDeadline(held, what, DEADLINE_MS).catch((error) => {
      throw new Error(`${error.message}; alerts ${JSON.stringify(this.alerts)}, faults ${this.faults}, room ${JSON.stringify(this.room?.chatMessages.slice(-3))}`);
    });
  }

  changed() {
    this.#attempt(() => this.room?.render());
    for (const look of [...this.listeners]) look();
  }

  #attempt(action) {
    try {
      return action();
    } catch (error) {
      this.faults.push(error);
    }
  }
}

// "[a, b]" becomes a list, each member's profile an object.
export function parseRoom(room) {
  room.messageBundleIds = room.messageBundleIds.slice(1, -1).split(', ');
  for (const member of room.members) {
    member.profile = JSON.parse(member.profile);
    void member.profile.profile;
  }
  return room;
}
