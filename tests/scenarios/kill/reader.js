// Somebody who only listens, over all the kills: resumes where he was, and notices a gap or a repetition at once.
import assert from 'node:assert/strict';
import { Native } from '../lib/native.js';

export class Reader {
  constructor(person, roomIds) {
    this.person = person;
    this.events = new Map(roomIds.map((roomId) => [roomId, []]));
  }

  async listen(host) {
    const native = await Native.connect(host, this.person.device.accessToken);
    for (const [roomId, events] of this.events) {
      native.client.subscribe(`/room/${roomId}`, ({ headers, body }) => {
        const seq = Number(headers.seq);
        if (headers.event !== 'message' || seq !== events.length + 1)
          this.complaint ??= `room ${roomId}: heard ${headers.event} ${headers.seq ?? headers['from-seq']} after message ${events.length}`;
        else events.push({ seq, messageId: headers['message-id'], ...JSON.parse(body) });
        this.wake?.();
      }, { 'from-seq': String(events.length) });
    }
  }

  // Resolves when it has heard every room up to these sequences.
  async reaches(heads) {
    const done = () => this.complaint !== undefined || [...heads].every(([roomId, seq]) => this.events.get(roomId).length >= seq);
    await new Promise((resolve) => {
      this.wake = () => done() && resolve();
      this.wake();
    });
    assert.equal(this.complaint, undefined);
  }
}
