// Somebody who talks without pause, remembers what was receipted, and after a cut says again what was not.
import { randomUUID } from 'node:crypto';
import { Native } from '../lib/native.js';

export class Sender {
  constructor(person, roomIds, random) {
    this.person = person;
    this.roomIds = roomIds;
    this.random = random;
    this.receipted = new Map();  // client id → { roomId, content, seq, messageId }
    this.pending = new Map();    // client id → { roomId, content }
    this.repeated = 0;
    this.said = 0;
  }

  // Connects, says again what is pending, then goes on with `window` messages under way until the connection ends or `stop()`.
  // `onReceipt` is called after each receipt. Resolves when nothing is under way any more.
  async talk(host, window, onReceipt) {
    this.stopping = false;
    try {
      this.native = await Native.connect(host, this.person.device.accessToken);
    } catch {
      return;  // the kill was faster
    }
    const again = [...this.pending.keys()];
    this.repeated += again.length;
    await Promise.all(Array.from({ length: window }, () => this.#keepTalking(again, onReceipt)));
  }

  async #keepTalking(again, onReceipt) {
    while (again.length > 0 || !this.stopping) {
      const id = again.shift() ?? this.#next();
      const { roomId, content } = this.pending.get(id);
      try {
        const receipt = await this.native.say(roomId, content, { clientMsgId: id });
        this.pending.delete(id);
        this.receipted.set(id, { roomId, content, ...receipt });
      } catch (error) {
        if (error.status !== undefined) throw error;
        return;  // the connection is gone; the rest is said again on the next one
      }
      onReceipt();
    }
  }

  #next() {
    const id = randomUUID();
    const roomId = this.roomIds[Math.floor(this.random() * this.roomIds.length)];
    this.pending.set(id, { roomId, content: `${this.person.cid} ${++this.said} ${'x'.repeat(Math.floor(this.random() * 200))}` });
    return id;
  }

  stop() {
    this.stopping = true;
  }
}
