// What has arrived and was not asked for yet. Tests wait for events with a deadline, never for a time.
import { inspect } from 'node:util';

// Only what is broken waits so long; a machine with much else to do needs some of it.
export const DEADLINE_MS = 30_000;

export class Inbox {
  #items = [];
  #waiting = [];
  #closed = null;

  constructor(name) {
    this.name = name;
  }

  push(item) {
    const index = this.#waiting.findIndex((waiter) => waiter.wanted(item));
    if (index < 0) return this.#items.push(item);
    const [waiter] = this.#waiting.splice(index, 1);
    waiter.resolve(item);
  }

  // Nothing comes any more: whoever waits is told why at once.
  close(why) {
    this.#closed = why;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(this.#missing(waiter.what, why));
  }

  // The first item that is wanted; others stay. Fails after the deadline, saying what came instead.
  next(what = 'anything', wanted = () => true, within = DEADLINE_MS) {
    const index = this.#items.findIndex(wanted);
    if (index >= 0) return Promise.resolve(this.#items.splice(index, 1)[0]);
    if (this.#closed !== null) return Promise.reject(this.#missing(what, this.#closed));
    return new Promise((resolve, reject) => {
      const waiter = { what, wanted };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(this.#missing(what, `nothing within ${within} ms`));
      }, within);
      waiter.resolve = (item) => (clearTimeout(timer), resolve(item));
      waiter.reject = (error) => (clearTimeout(timer), reject(error));
      this.#waiting.push(waiter);
    });
  }

  // The next `count` items, in order.
  async take(count, what, within) {
    const taken = [];
    while (taken.length < count) taken.push(await this.next(`${what ?? 'item'} ${taken.length + 1} of ${count}`, undefined, within));
    return taken;
  }

  // Everything that is here, without waiting.
  drain() {
    return this.#items.splice(0);
  }

  #missing(what, why) {
    const here = inspect(this.#items.slice(-5), { depth: 4, breakLength: 140, maxStringLength: 300 });
    return new Error(`${this.name}: waited for ${what}: ${why}; ${this.#items.length} other items are here, the last: ${here}`);
  }
}

// Rejects when `promise` has not settled in time.
export function withDeadline(promise, what, within = DEADLINE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing within ${within} ms`)), within);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
