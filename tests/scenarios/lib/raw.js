// Bytes on a socket, for what no library would send.
import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';
import { withDeadline } from './inbox.js';

export class Raw {
  // `options` as of net.connect.
  static async connect(port, options = {}) {
    const raw = new Raw();
    raw.socket = net.connect({ port, host: '127.0.0.1', ...options });
    raw.bytes = Buffer.alloc(0);
    raw.listeners = new Set();
    raw.isClosed = false;
    raw.socket.on('data', (piece) => ((raw.bytes = Buffer.concat([raw.bytes, piece])), raw.#changed()));
    raw.socket.on('error', () => {});
    raw.socket.on('close', () => ((raw.isClosed = true), raw.#changed()));
    await withDeadline(new Promise((resolve) => raw.socket.once('connect', resolve)), 'connect');
    return raw;
  }

  #changed() {
    for (const listener of [...this.listeners]) listener();
  }

  send(bytes) {
    this.socket.write(bytes);
  }

  // Resolves when `holds()`; fails after the deadline, showing what came.
  async until(what, holds, within) {
    const changed = new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.listeners.delete(look);
        resolve();
      };
      this.listeners.add(look);
      look();
    });
    await withDeadline(changed, what, within).catch((error) => {
      throw new Error(`${error.message}; ${this.isClosed ? 'closed' : 'open'} after ${JSON.stringify(this.text.slice(-500))}`);
    });
  }

  get text() {
    return this.bytes.toString('latin1');
  }

  closed(within) {
    return this.until('the close', () => this.isClosed, within);
  }

  says(pattern, within) {
    return this.until(String(pattern), () => pattern.test(this.text), within);
  }

  end() {
    this.socket.destroy();
  }
}

// A connection after a WebSocket handshake, for frames of one's own making.
export class RawWebSocket {
  static async open(host, path = '/stomp/websocket', headers = {}) {
    const raw = await Raw.connect(host.port);
    const key = randomBytes(16).toString('base64');
    const lines = Object.entries({ Host: `127.0.0.1:${host.port}`, Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key, ...headers });
    raw.send(`GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    await raw.says(/\r\n\r\n/);
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    if (!/^HTTP\/1\.1 101 /.test(raw.text) || !raw.text.includes(accept)) throw Object.assign(new Error(raw.text), { raw });
    raw.bytes = raw.bytes.subarray(raw.text.indexOf('\r\n\r\n') + 4);
    return raw;
  }
}

// One WebSocket frame as a client sends it. `first`: the first byte; masked unless told otherwise.
export function wsFrame(payload, { first = 0x81, masked = true, length = payload.length } = {}) {
  const body = Buffer.from(payload);
  const head = [first];
  const bit = masked ? 0x80 : 0;
  if (length < 126) head.push(bit | length);
  else if (length < 65536) head.push(bit | 126, length >> 8, length & 255);
  else head.push(bit | 127, 0, 0, 0, 0, (length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255);
  if (!masked) return Buffer.concat([Buffer.from(head), body]);
  const mask = randomBytes(4);
  return Buffer.concat([Buffer.from(head), mask, body.map((byte, i) => byte ^ mask[i % 4])]);
}

// The code of the close frame the host sent; undefined when there is none.
export function closeCode(bytes) {
  let at = 0;
  while (at + 2 <= bytes.length) {
    const opcode = bytes[at] & 15;
    let length = bytes[at + 1] & 127;
    let head = 2;
    if (length === 126) [length, head] = [bytes.readUInt16BE(at + 2), 4];
    else if (length === 127) [length, head] = [Number(bytes.readBigUInt64BE(at + 2)), 10];
    if (opcode === 8) return length >= 2 ? bytes.readUInt16BE(at + head) : 1005;
    at += head + length;
  }
  return undefined;
}
