// A client of native-wire.md: @stomp/stompjs over Node's `ws`, as it comes.
import { Client } from '@stomp/stompjs';
import WebSocket from 'ws';
import { Inbox, withDeadline } from './inbox.js';

let requests = 0;

export const addressOf = (host) => `${host.url.replace(/^http/, 'ws')}/stomp/websocket`;

export class Native {
  // Connects with an access token, or whatever `connectHeaders` say. Rejects with the ERROR frame's headers when it is refused.
  static async connect(host, accessToken, { connectHeaders = { 'access-token': accessToken }, url = addressOf(host) } = {}) {
    const native = new Native();
    native.errors = new Inbox('ERROR frames');
    native.closed = new Inbox('close of the socket');
    native.client = new Client({
      webSocketFactory: () => (native.socket = new WebSocket(url, ['v12.stomp', 'v11.stomp', 'v10.stomp'])),
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
        reject(new Error(`closed with ${event.code} before CONNECTED`));
      };
      native.client.onWebSocketError = (event) => reject(new Error(event.message));
    });
    native.client.activate();
    const frame = await withDeadline(connected, `CONNECT to ${url}`);
    native.connected = frame.headers;
    native.replies = new Inbox('/reply');
    native.client.subscribe('/reply', (message) => native.replies.push(message), { id: 'reply' });
    return native;
  }

  // A named command: { status, body, headers }.
  async ask(command, json = {}) {
    const id = `request-${++requests}`;
    this.client.publish({ destination: `/command/${command}`, body: JSON.stringify(json), headers: { 'request-id': id } });
    const answer = await this.replies.next(`the answer to ${command}`, (message) => message.headers['request-id'] === id);
    return { status: answer.headers.status, body: answer.body ? JSON.parse(answer.body) : undefined, headers: answer.headers };
  }

  // Subscribes and waits until it is live: the RECEIPT of a SUBSCRIBE says so. Answers an Inbox of
  // { seq, event, sender, messageId, body, headers }.
  async hear(destination, headers = {}) {
    const inbox = new Inbox(destination);
    const receipt = this.#receipt(`SUBSCRIBE ${destination}`);
    inbox.subscription = this.client.subscribe(destination, (message) => inbox.push(eventOf(message)), { ...headers, receipt: receipt.id });
    await receipt.frame;
    return inbox;
  }

  // Says a text (or JSON) in a room; answers the RECEIPT's { seq, messageId }. A refusal comes on /reply and rejects.
  async say(roomId, body, { clientMsgId, contentType = 'text/plain' } = {}) {
    const headers = { 'content-type': contentType };
    if (clientMsgId !== undefined) headers['client-msg-id'] = clientMsgId;
    const receipt = this.#receipt(`SEND /room/${roomId}`);
    headers.receipt = receipt.id;
    headers['request-id'] = receipt.id;
    this.client.publish({ destination: `/room/${roomId}`, body, headers });
    const refusal = this.replies.next('a refusal', (message) => message.headers['request-id'] === receipt.id || message.headers['receipt-id'] === receipt.id, 60_000);
    refusal.catch(() => {});
    const frame = await Promise.race([
      receipt.frame,
      refusal.then((message) => {
        throw Object.assign(new Error(`refused: ${message.headers.status} ${message.body}`), { status: message.headers.status, body: message.body });
      }),
    ]);
    return { seq: Number(frame.headers.seq), messageId: frame.headers['message-id'] };
  }

  #receipt(what) {
    const id = `receipt-${++requests}`;
    const frame = new Promise((resolve) => this.client.watchForReceipt(id, resolve));
    return { id, frame: withDeadline(frame, `RECEIPT of ${what}`) };
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
