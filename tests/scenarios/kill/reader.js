// Somebody who only listens, over all the kills: resumes where he was, and notices a gap or a repetition at once.
import assert from 'node:assert/strict';
import { Native } from '../lib/native.js';

// A room tells JSON, a topic what was said.
const contentOf = (destination, body) => (destination.startsWith('/room/') ? JSON.parse(body) : { content: body });

export class Reader {
  constructor(person, destinations) {
    this.person = person;
    this.events = new Map(destinations.map((destination) => [destination, []]));
  }

  async listen(host) {
    const native = await Native.connect(host, this.person.device.accessToken);
    for (const [destination, events] of this.events) {
      native.client.subscribe(destination, ({ headers, body }) => {
        const seq = Number(headers.seq);
        if (headers.event !== 'message' || seq !== events.length + 1)
          this.complaint ??= `${destination}: heard ${headers.event} ${headers.seq ?? headers['from-seq']} after message ${events.length}`;
        else events.push({ seq, messageId: headers['message-id'], ...contentOf(destination, body) });
        this.wake?.();
      }, { 'from-seq': String(events.length) });
    }
  }

  // Resolves when it has heard everything up to these sequences.
  async reaches(heads) {
    const done = () => this.complaint !== undefined || [...heads].every(([destination, seq]) => this.events.get(destination).length >= seq);
    await new Promise((resolve) => {
      this.wake = () => done() && resolve();
      this.wake();
    });
    assert.equal(this.complaint, undefined);
  }
}
