// The view of one open room in the original web client: its socket, what it shows, what it sends (cocotalk-wire.md 9.5 to 9.13).
import { multipart } from './http.js';
import { parseRoom } from './original_web.js';

export class RoomView {
  // `awake`: the room of a private chat that I left; it is shown without its history. `socket`: that of the room before, still open.
  constructor(page, roomId, { awake, socket } = {}) {
    Object.assign(this, { page, roomId, socket, awakeRoom: awake });
    this.roomInfo = awake ?? {};
    this.roomMemberIds = [];
    this.chatMessages = [];
    this.heard = [];  // texts that came by the socket: an answer that was read before them replaces the view after them
    this.tails = 0;
  }

  get #me() {
    return this.page.store.userInfo;
  }

  // A view that was not open before also asks for the tail before it is connected.
  async created() {
    const { store } = this.page;
    const tail = store.createChatRoomStatus || store.triggerMessage ? undefined : this.getChat();
    await Promise.all([this.connect(), tail]);
  }

  async connect() {
    const { page, roomId } = this;
    const { store } = page;
    let second;
    await page.connect('S_room', () => ({ view: 'chatRoom', userId: this.#me.id, roomId }), (socket) => {
      this.socket = socket;
      if (store.createChatRoomStatus) this.#sendInvitation();
      else if (store.triggerMessage) this.#sendTrigger();
      else second = this.getChat();
      page.subscribe(socket, `/topic/${roomId}/message`, (body) => this.#heardMessage(JSON.parse(body)));
      page.subscribe(socket, `/topic/${roomId}/room`, (body) => this.#heardRoom(JSON.parse(body)));
    });
    await second;
  }

  // The answer replaces the whole view.
  async getChat() {
    this.roomMemberIds = [];
    if (this.awakeRoom) {
      this.roomInfo = this.awakeRoom;
      return;
    }
    const { data } = await this.page.axios.get(`chat/rooms/${this.roomId}/tail?count=${this.page.store.recentMessageBundleCount}`);
    if (!data.data) return;
    this.roomInfo = parseRoom(data.data.room);
    this.chatMessages = data.data.messageList;
    this.page.store.nextMessageBundleId = this.roomInfo.messageBundleIds.at(-1);
    this.roomInfo.members.forEach(({ userId }) => this.roomMemberIds.push(userId));
    ++this.tails;
    this.page.changed();
  }

  #heardMessage({ message, bundleInfo }) {
    const { store } = this.page;
    this.chatMessages.push(message);
    this.heard.push(message.content);
    store.nextMessageBundleId = bundleInfo.nextMessageBundleId;
    store.recentMessageBundleCount = bundleInfo.currentMessageBundleCount;
    if (!this.refreshes) return;
    this.refreshes = false;
    this.getChat();
  }

  // Of the receivers only the last one is left.
  #heardRoom(room) {
    this.roomInfo = room;
    for (const member of room.members) {
      this.roomMemberIds = [member.userId];
      member.profile = JSON.parse(member.profile);
    }
  }

  // ---- saying

  #say(leaf, message) {
    const { id: userId, username } = this.#me;
    const request = { roomId: this.roomId, userId, username, messageBundleId: this.page.store.nextMessageBundleId, ...message };
    this.socket.client.send(`/simple/chatroom/${this.roomId}/message/${leaf}`, JSON.stringify(request));
  }

  // Typing and pressing Enter.
  send(content, type = 0) {
    if (this.page.store.newPrivateRoomStatus) return this.page.createPrivateChat(content);
    if (type === 0 && content.trim() === '') return undefined;
    const { type: roomType, roomname, members } = this.roomInfo;
    let tail;
    if (roomType === 0 && members.some(({ joining }) => joining === false)) {
      type = 3;
      tail = this.#sendAwake(content);
    }
    this.#say('send', { type, content, roomType, roomname, receiverIds: this.roomMemberIds });
    return tail;
  }

  // The tail is asked for between the two frames.
  #sendAwake(content) {
    const { messageBundleIds, members } = this.roomInfo;
    const bundle = this.awakeRoom ? { messageBundleId: messageBundleIds.at(-1) } : {};
    this.#say('awake', { type: 3, roomType: 0, roomname: null, content, receiverIds: members.map(({ userId }) => userId), ...bundle });
    this.awakeRoom = undefined;
    return this.getChat();
  }

  // A room I have just made.
  #sendInvitation() {
    const { store } = this.page;
    const { members, roomname } = (this.roomInfo = store.newRoomInfo);
    const names = members.filter(({ userId }) => userId !== this.#me.id).map(({ username }) => `${username}님`);
    const content = `${this.#me.username}님이 ${names.join(',')}을 초대했습니다.`;
    this.#say('send', { type: 1, content, roomname, receiverIds: members.map(({ userId }) => userId) });
    store.createChatRoomStatus = false;
  }

  #sendTrigger() {
    const { store } = this.page;
    const { members, type: roomType, roomname } = (this.roomInfo = store.newRoomInfo);
    this.#say('send', { type: 0, content: store.triggerMessage, roomType, roomname, receiverIds: members.map(({ userId }) => userId) });
    this.refreshes = true;
    Object.assign(store, { triggerMessage: null, newPrivateRoomStatus: false });
  }

  // Friends (UserVo) into a group. In a private room a group of all of them is made instead.
  invite(friends) {
    const { members, roomname } = this.roomInfo;
    if (this.roomInfo.type === 0) {
      const others = members.filter(({ userId }) => userId !== this.#me.id).map(({ userId: id, username, profile }) => ({ id, username, profile }));
      return this.page.createChat([...others, ...friends], roomname);
    }
    const names = [...members, ...friends].map(({ username }) => username).sort().join(',');
    const invitees = friends.map(({ id: userId, username, profile }) => ({ userId, username, profile: JSON.stringify(profile) }));
    const content = `${this.#me.username}님이 ${friends.map(({ username }) => username).join(',')}을 초대했습니다.`;
    return this.#say('invite', { type: 1, content, roomType: this.roomInfo.type, roomname: names, receiverIds: members.map(({ userId }) => userId), invitees });
  }

  // The drawer's exit. The room's socket stays open.
  leave() {
    const { page } = this;
    const receiverIds = this.roomInfo.members.map(({ userId }) => userId).filter((id) => id !== this.#me.id);
    this.#say('leave', { type: 2, content: `${this.#me.username}님이 나갔습니다.`, roomname: this.roomInfo.roomname, receiverIds });
    page.store.chats = page.store.chats.filter(({ room }) => room.id !== this.roomId);
    page.store.roomId = '';
    page.room = undefined;
  }

  // The back arrow.
  close() {
    this.socket.client.disconnect(() => {}, { action: 'leave' });
    this.page.store.roomId = '';
    this.page.room = undefined;
  }

  // The same file twice: also as its own thumbnail.
  async sendFile(file) {
    const parts = [{ name: 'messageFile', ...file }, { name: 'messageFileThumb', ...file }, { name: 'roomId', value: this.roomId }];
    const { body, contentType } = multipart(parts);
    const { data } = await this.page.axios.post('chat/messages/file', body, { formType: contentType });
    this.send(data.data, file.type.includes('image') ? 4 : file.type.includes('video') ? 5 : 6);
    return data.data;
  }

  // ---- reading

  // Scrolled to the top: false when nothing was added.
  async pageBack() {
    const [oldest] = this.chatMessages;
    const params = { roomId: this.roomId, bundleId: oldest.messageBundleId, count: this.page.store.recentMessageBundleCount, size: 20 };
    const { data } = await this.page.axios.get('chat/messages', { params });
    if (!data.data.length || data.data[0].id === this.chatMessages[0].id) return false;
    this.chatMessages.unshift(...data.data);
    this.page.changed();
    return true;
  }

  // What is on the screen: [{ kind, text, unread }]. Throws where the client's code does.
  render() {
    const { type, members } = this.roomInfo;
    const shown = [];
    for (const { type: kind, userId, content, sentAt } of this.chatMessages) {
      if (kind === 0 && userId !== this.#me.id) {
        const sender = members[members.findIndex((member) => member.userId === userId)];
        void sender.profile.profile;
        shown.push({ kind: sender.username, text: content, unread: this.unread(sentAt) });
      } else if (kind === 0) {
        shown.push({ kind: 'mine', text: content, unread: this.unread(sentAt) });
      } else if (kind === 1 || (kind === 2 && type !== 0)) {
        shown.push({ kind: 'notice', text: content });
      } else if (kind >= 4) {
        shown.push({ kind: ['photo', 'video', 'file'][kind - 4], text: content, unread: this.unread(sentAt) });
      }
    }
    return shown;
  }

  // Times are compared as strings.
  unread(sentAt) {
    const { members } = this.roomInfo;
    return members?.filter(({ enteredAt, awayAt }) => !(enteredAt > awayAt) && !(awayAt > sentAt)).length;
  }

  texts() {
    return this.render().map(({ text }) => text);
  }
}
