// The original web client's sockets: webstomp-client over Node's `ws`, on the raw WebSocket of the address that R1 gives. Over
// SockJS, as the page itself: lib/sockjs.js.
import webstomp from 'webstomp-client';
import WebSocket from 'ws';
import { agents, pageOrigin } from './device.js';
import { Inbox, withDeadline } from './inbox.js';

let ids = 0;

export class PageSocket {
  // The list socket: CONNECT view:chatList and the four subscriptions, in the client's order. `userId` is what the page
  // declares; it may be undefined or another person's.
  static async list(device, userId) {
    const socket = await this.connect(device, { view: 'chatList', userId });
    for (const [name, topic] of [['message', 'message'], ['room', 'room'], ['roomNew', 'room/new'], ['crash', 'crash/web']])
      socket[name] = socket.subscribe(`/topic/${userId}/${topic}`, name === 'crash');
    return socket;
  }

  // The socket of one open room. `sendFirst` says something before it subscribes, as the page does in a new room. Else what others say from now on is heard.
  static async room(device, userId, roomId, sendFirst) {
    const socket = await this.connect(device, { view: 'chatRoom', userId, roomId });
    if (sendFirst) sendFirst(socket);
    socket.message = socket.subscribe(`/topic/${roomId}/message`);
    socket.room = socket.subscribe(`/topic/${roomId}/room`);
    if (!sendFirst) await socket.settled();
    return socket;
  }

  static async connect(device, headers) {
    const socket = new this();
    socket.client = webstomp.over(socket.open(await device.socketAddress()), { debug: false });
    socket.errors = new Inbox('ERROR frames and closes');
    const connected = new Promise((resolve, reject) =>
      socket.client.connect(headers, resolve, (error) => {
        const what = { command: error.command, code: error.code, headers: error.headers };
        socket.errors.push(what);
        reject(new Error(`the page's socket ended: ${JSON.stringify(what)}`));
      }),
    );
    socket.connected = (await withDeadline(connected, `CONNECT ${headers.view}`)).headers;
    return socket;
  }

  open(address) {
    const headers = { 'User-Agent': agents.WEB };
    this.ws = new WebSocket(`${address.replace(/^http/, 'ws')}/websocket`, { origin: pageOrigin, headers, perMessageDeflate: true });
    return this.ws;
  }

  subscribe(destination, raw = false) {
    const inbox = new Inbox(destination);
    inbox.id = `sub-${Date.now()}-${ids++}`;
    this.client.subscribe(destination, (frame) => inbox.push(raw ? frame : JSON.parse(frame.body)), { id: inbox.id });
    return inbox;
  }

  send(destination, json) {
    this.client.send(destination, JSON.stringify(json));
  }

  // What the page sends when somebody types. It gets most fields wrong now and then (10.1, Q3): `changes` does that on purpose.
  say(roomId, content, changes = {}) {
    this.send(`/simple/chatroom/${roomId}/message/send`, { type: 0, content, roomId, roomType: 1, roomname: 'room', userId: 0, username: 'x', receiverIds: [], messageBundleId: '', ...changes });
  }

  create(request) {
    this.send('/simple/chatroom/new', request);
  }

  // 5.6.3: the receivers are those from before, the inviter too; the room's name is that of all of them, and no rename.
  invite(roomId, content, invitees, changes = {}) {
    this.send(`/simple/chatroom/${roomId}/message/invite`, { type: 1, content, roomId, roomType: 1, roomname: 'a,b,c', userId: 0, username: 'x', receiverIds: [], messageBundleId: ']', invitees, ...changes });
  }

  // 5.6.4, without roomType.
  leaveRoom(roomId, content, headers = {}) {
    const json = { type: 2, content, roomId, roomname: null, userId: 0, username: 'x', receiverIds: [], messageBundleId: '' };
    this.client.send(`/simple/chatroom/${roomId}/message/leave`, JSON.stringify(json), headers);
  }

  // The same, and waits until it has taken effect. The page itself never asks for a receipt.
  async hasLeft(roomId, content) {
    const receipt = `receipt-${ids++}`;
    const received = new Promise((resolve) => (this.client.onreceipt = (frame) => frame.headers['receipt-id'] === receipt && resolve()));
    this.leaveRoom(roomId, content, { receipt });
    await withDeadline(received, 'RECEIPT of the departure');
  }

  // 5.6.5: two frames, and between them the page asks for the tail.
  async awake(device, roomId, content) {
    const request = { type: 3, roomType: 0, roomname: null, content, roomId, userId: 0, username: 'x', messageBundleId: '' };
    this.send(`/simple/chatroom/${roomId}/message/awake`, { ...request, receiverIds: [1, 2] });
    const tail = device.data(`/chat/rooms/${roomId}/tail?count=1`);
    this.send(`/simple/chatroom/${roomId}/message/send`, { ...request, receiverIds: [] });
    return tail;
  }

  // The page says this whenever it closes any socket; it does not mean that somebody left the room.
  leave() {
    this.client.disconnect(undefined, { action: 'leave' });
  }

  // Resolves when everything sent before on this socket has been answered: frames of one connection are processed in order,
  // and the ping is answered after them.
  async settled() {
    const ponged = new Promise((resolve) => this.ws.once('pong', resolve));
    this.ws.ping();
    await withDeadline(ponged, 'pong');
  }
}
