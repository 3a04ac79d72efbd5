// A client of native-wire.md: @stomp/stompjs over Node's `ws`, as it comes.
import { Client } from '@stomp/stompjs';
import WebSocket from 'ws';
import { Inbox, withDeadline } from './inbox.js';

let requests = 0;

export const addressOf = (host) => `${host.url.replace(/^http/, 'ws')}/stomp/websocket`;

export class Native {
  // The guest of config/broker.json.
  static guest(host, login = 'guest', passcode = 'guest') {
    return Native.connect(host, undefined, { connectHeaders: { login, passcode } });
  }

  // Connects with an access token, or whatever `connectHeaders` say. Rejects with the ERROR frame's headers when it is refused.
  static async connect(host, accessToken, { connectHeaders = { 'access-token': accessToken }, url = addressOf(host), socket } = {}) {
    const native = new Native();
    native.errors = new Inbox('ERROR frames');
    native.closed = new Inbox('close of the socket');
    native.ended = new Promise((resolve) => (native.endIt = resolve));
    native.refusals = new Map();  // receipt id → what to do when the frame is refused instead
    native.client = new Client({
      webSocketFactory: () => (native.socket = socket?.() ?? new WebSocket(url, ['v12.stomp', 'v11.stomp', 'v10.stomp'])),
      connectHeaders,
      reconnectDelay: 0,
      heartbeatIncoming: 0,
      heartbeatOutgoing: 0,
    });
    const connected = new Promise((resolve, reject) => {
      native.client.onConnect = resolve;
      native.client.onStompError = (frame) => {
        native.errors.push(frame);
        reject(Object.assign(new Error(`refused: ${frame.headers.message}`), { headers: frame.headers, body: frame.body }));
      };
      native.client.onWebSocketClose = (event) => {
        native.closed.push({ code: event.code, reason: event.reason });
        native.endIt();
        reject(new Error(`closed with ${event.code} before CONNECTED`));
      };
      native.client.onWebSocketError = (event) => reject(new Error(event.message));
    });
    native.client.activate();
    const frame = await withDeadline(connected, `CONNECT to ${url}`);
    native.connected = frame.headers;
    native.replies = new Inbox('/reply');
    native.client.subscribe('/reply', (message) => native.#replied(message), { id: 'reply' });
    return native;
  }

  #replied(message) {
    const refuse = this.refusals.get(message.headers['receipt-id']);
    refuse ? refuse(message) : this.replies.push(message);
  }

  // A named command: { status, body, headers }.
  async ask(command, json = {}) {
    const id = `request-${++requests}`;
    this.client.publish({ destination: `/command/${command}`, body: JSON.stringify(json), headers: { 'request-id': id } });
    const answer = await this.replies.next(`the answer to ${command}`, (message) => message.headers['request-id'] === id);
    return { status: answer.headers.status, body: answer.body ? JSON.parse(answer.body) : undefined, headers: answer.headers };
  }

  // Subscribes and waits until it is live: the RECEIPT of a SUBSCRIBE says so. Rejects with { status, body } when it is refused.
  // Answers an Inbox of { seq, event, sender, messageId, body, headers }.
  async hear(destination, headers = {}) {
    const inbox = new Inbox(destination);
    const receipt = this.#receipt(`SUBSCRIBE ${destination}`);
    this.client.subscribe(destination, (message) => inbox.push(eventOf(message)), { ...headers, receipt: receipt.id });
    await receipt.answer;
    return inbox;
  }

  // Says a text (or JSON) in a room; answers the RECEIPT's { seq, messageId }, or rejects with { status, body }.
  say(roomId, body, options) {
    return this.sayTo(`/room/${roomId}`, body, options);
  }

  // The same at any destination: a room, a topic for applications. `seq` is NaN where nothing is kept.
  async sayTo(destination, body, { clientMsgId, contentType = 'text/plain', headers: own = {} } = {}) {
    const receipt = this.#receipt(`SEND ${destination}`);
    const headers = { ...own, 'content-type': contentType, receipt: receipt.id };
    if (clientMsgId !== undefined) headers['client-msg-id'] = clientMsgId;
    this.client.publish({ destination, body, headers });
    const frame = await receipt.answer;
    return { seq: Number(frame.headers.seq), messageId: frame.headers['message-id'] };
  }

  // The answer to a frame with this receipt id: RECEIPT, a refusal on /reply, or the end of the connection.
  #receipt(what) {
    const id = `receipt-${++requests}`;
    const answer = new Promise((resolve, reject) => {
      this.client.watchForReceipt(id, resolve);
      this.refusals.set(id, ({ headers: { status }, body }) =>
        reject(Object.assign(new Error(`${what} is refused: ${status} ${body}`), { status, body })));
      this.ended.then(() => reject(new Error(`${what}: the connection ended before the RECEIPT`)));
    });
    return { id, answer: withDeadline(answer, `RECEIPT of ${what}`).finally(() => this.refusals.delete(id)) };
  }

  async disconnect() {
    await withDeadline(this.client.deactivate(), 'DISCONNECT');
  }

  // The network is gone: no DISCONNECT, no close frame.
  cut() {
    this.socket.terminate();
  }
}

function eventOf({ headers, body }) {
  return { seq: Number(headers.seq), event: headers.event, sender: Number(headers.sender), messageId: headers['message-id'], body, headers };
}
