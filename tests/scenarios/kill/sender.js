// Somebody who talks without pause, remembers what was receipted, and after a cut says again what was not.
import { randomUUID } from 'node:crypto';
import { Native } from '../lib/native.js';

export class Sender {
  constructor(person, destinations, random) {
    this.person = person;
    this.destinations = destinations;
    this.random = random;
    this.receipted = new Map();  // client id → { destination, content, seq, messageId }
    this.pending = new Map();    // client id → { destination, content }
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
      const { destination, content } = this.pending.get(id);
      try {
        const receipt = await this.native.sayTo(destination, content, { clientMsgId: id });
        this.pending.delete(id);
        this.receipted.set(id, { destination, content, ...receipt });
      } catch (error) {
        if (error.status !== undefined) throw error;
        return;  // the connection is gone; the rest is said again on the next one
      }
      onReceipt();
    }
  }

  #next() {
    const id = randomUUID();
    const destination = this.destinations[Math.floor(this.random() * this.destinations.length)];
    this.pending.set(id, { destination, content: `${this.person.cid} ${++this.said} ${'x'.repeat(Math.floor(this.random() * 200))}` });
    return id;
  }

  stop() {
    this.stopping = true;
  }
}
