// The iOS client's sockets, byte for byte: SocketRocket asks for no subprotocol and no extension, and takes each WebSocket message
// for one STOMP frame.
import WebSocket from 'ws';
import { agents } from './device.js';
import { Inbox, withDeadline } from './inbox.js';

// One frame as the phone reads it; fails on what would confuse it.
export function frameOf(text) {
  if (!text.endsWith('\0') || text.indexOf('\0') !== text.length - 1) throw new Error(`not exactly one frame: ${JSON.stringify(text)}`);
  const end = text.indexOf('\n\n');
  const [command, ...lines] = text.slice(0, end).split('\n');
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
  return { command, headers, lines, body: text.slice(end + 2, -1), text };
}

let turns = 0;

// The same list, begun somewhere else each time.
function turned(entries) {
  const at = turns++ % (entries.length || 1);
  return [...entries.slice(at), ...entries.slice(0, at)];
}

export class PhoneSocket {
  static async open(device) {
    const phone = new PhoneSocket();
    const address = (await device.socketAddress()).replace(/^http/, 'ws');
    phone.ws = new WebSocket(`${address}/websocket`, { perMessageDeflate: false, origin: device.host.url, headers: { 'User-Agent': agents.MOBILE } });
    phone.frames = new Inbox('frames of the phone');
    phone.handshake = new Promise((resolve) => phone.ws.once('upgrade', (response) => resolve(response.headers)));
    phone.ws.on('message', (data, isBinary) => phone.frames.push(isBinary ? { command: 'binary', data } : frameOf(data.toString())));
    phone.ws.on('close', (code) => phone.frames.close(`the socket closed with ${code}`));
    await withDeadline(new Promise((resolve, reject) => phone.ws.once('open', resolve).once('error', reject)), 'upgrade');
    return phone;
  }

  static async list(device, userId) {
    const phone = await PhoneSocket.open(device);
    await phone.connect({ view: 'chatList', userId });
    for (const topic of ['message', 'room', 'room/new', 'crash/mobile']) phone.subscribe(`/topic/${userId}/${topic}`);
    return phone;
  }

  static async room(device, userId, roomId) {
    const phone = await PhoneSocket.open(device);
    await phone.connect({ view: 'chatRoom', userId, roomId });
    for (const topic of ['message', 'room']) phone.subscribe(`/topic/${roomId}/${topic}`);
    return phone;
  }

  send(frame) {
    this.ws.send(frame);
  }

  // Headers come in any order, another one each time; there is no escaping.
  frame(command, headers, body = '') {
    this.send(`${command}\n${turned(Object.entries(headers)).map(([name, value]) => `${name}:${value}\n`).join('')}\n${body}\0`);
  }

  async connect(headers) {
    this.frame('CONNECT', { ...headers, 'accept-version': '1.1,1.2' });
    this.connected = await this.next('CONNECTED');
  }

  subscribe(destination) {
    this.frame('SUBSCRIBE', { destination, ack: 'auto', id: destination });
  }

  // JSON as the phone writes it: keys in any order, slashes escaped, what is nil left out.
  request(destination, json) {
    const keys = turned(Object.entries(json).filter(([, value]) => value !== undefined && value !== null));
    const body = JSON.stringify(Object.fromEntries(keys)).replaceAll('/', '\\/');
    this.frame('SEND', { destination, 'content-type': 'application/json;charset=UTF-8', 'content-length': Buffer.byteLength(body) }, body);
  }

  say(roomId, content, { type = 0, receiverIds = [] } = {}) {
    this.request(`/simple/chatroom/${roomId}/message/send`, {
      roomId, content, type, receiverIds: receiverIds.map(String), username: 'x', userId: 0, roomType: 1, roomname: 'room', messageBundleId: '',
    });
  }

  // The next frame with this command, and with this destination when one is given.
  next(command, destination) {
    return this.frames.next(`${command} ${destination ?? ''}`, (frame) => frame.command === command && (destination === undefined || frame.headers.destination === destination));
  }

  async nextJson(destination) {
    return JSON.parse((await this.next('MESSAGE', destination)).body);
  }

  // It closes with a header whose *name* is DISCONNECT.
  disconnect() {
    this.send(`DISCONNECT\nDISCONNECT:${Math.floor(Date.now() / 1000)}\n\n\0`);
    this.ws.close();
  }
}
