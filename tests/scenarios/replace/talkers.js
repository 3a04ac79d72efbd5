// Two hundred people who talk, with receipts, and keep account of everything that was said, answered and heard.
import WebSocket from 'ws';
import { withDeadline } from '../lib/inbox.js';

// One WebSocket in one room. What goes wrong is a line in `troubles`.
export class Talker {
  static async join(host, accessToken, roomId, name) {
    const talker = new Talker();
    Object.assign(talker, { roomId, name, said: 0, waiting: new Map(), times: [], heard: [], troubles: [] });
    talker.socket = new WebSocket(`${host.url.replace(/^http/, 'ws')}/stomp/websocket`, ['v12.stomp']);
    talker.socket.on('error', (error) => talker.troubles.push(error.message));
    talker.socket.on('close', (code) => !talker.isLeaving && talker.troubles.push(`closed with ${code}`));
    talker.socket.on('open', () => talker.#frame(`CONNECT\naccept-version:1.2\nheart-beat:0,0\naccess-token:${accessToken}\n\n`));
    const joined = new Promise((resolve) => {
      talker.socket.on('message', (bytes) => {
        for (const frame of String(bytes).split('\0')) talker.#take(frame.trimStart(), resolve);
      });
    });
    await withDeadline(joined, `${name} joins`, 60_000);
    return talker;
  }

  #frame(text) {
    this.socket.send(`${text}\0`);
  }

  #take(frame, joined) {
    const [head, body = ''] = frame.split('\n\n', 2);
    const value = (key) => new RegExp(`^${key}:(.*)$`, 'm').exec(head)?.[1];
    if (head.startsWith('CONNECTED')) {
      this.#frame('SUBSCRIBE\nid:reply\ndestination:/reply\n\n');
      this.#frame(`SUBSCRIBE\nid:room\ndestination:/room/${this.roomId}\nreceipt:joined\n\n`);
    } else if (head.startsWith('RECEIPT')) {
      if (value('receipt-id') === 'joined') return joined();
      const began = this.waiting.get(value('receipt-id'));
      if (began === undefined) return this.troubles.push(`a second answer: ${head}`);
      this.waiting.delete(value('receipt-id'));
      this.times.push(performance.now() - began);
    } else if (head.startsWith('MESSAGE') && value('subscription') === 'room') {
      const said = /#t\d+-\d+/.exec(body)?.[0];
      if (said) this.heard.push({ seq: Number(value('seq')), body: said });
    } else if (head) {
      this.troubles.push(`refused: ${head} ${body}`);
    }
  }

  say() {
    const id = `${this.name}-${++this.said}`;
    this.waiting.set(id, performance.now());
    this.#frame(`SEND\ndestination:/room/${this.roomId}\ncontent-type:text/plain\nreceipt:${id}\nclient-msg-id:${id}\n\n#${id}`);
  }

  leave() {
    this.isLeaving = true;
    this.socket.terminate();
  }
}

let gathered = 0;

// Everybody in turn, `perSecond` messages in all, until stop().
export class Crowd {
  static async gather(host, { accounts, rooms }, count) {
    const crowd = new Crowd();
    crowd.talkers = [];
    const first = 1000 * gathered++;  // nobody says twice what another of his name has said: the host would see that
    for (let at = 0; at < count; at += 20)  // a few at a time: the machine is small
      crowd.talkers.push(...(await Promise.all(Array.from({ length: Math.min(20, count - at) }, (_, k) =>
        Talker.join(host, accounts[at + k].accessToken, rooms[Math.floor((at + k) / 10)], `t${first + at + k}`)))));
    return crowd;
  }

  begin(perSecond) {
    const began = performance.now();
    let said = 0;
    this.ticking = setInterval(() => {
      for (const due = ((performance.now() - began) / 1000) * perSecond; said < due; ++said) this.talkers[said % this.talkers.length].say();
    }, 5);
  }

  // Everything is answered and heard, or this says what is not: { said, lost, doubled, refused, disordered, times }.
  async stop(within = 60_000) {
    clearInterval(this.ticking);
    const until = Date.now() + within;
    const isDone = () => this.talkers.every((talker) => talker.waiting.size === 0) && this.rooms().every(({ members, bodies }) =>
      members.every(({ heard }) => heard.length >= bodies.length));
    while (!isDone() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    const sum = (of) => this.talkers.reduce((all, talker) => all + of(talker), 0);
    let lost = sum(({ waiting }) => waiting.size), doubled = 0, disordered = 0;
    for (const { members, bodies } of this.rooms())
      for (const { heard } of members) {
        const distinct = new Set(heard.map(({ body }) => body));
        doubled += heard.length - distinct.size;
        lost += bodies.filter((body) => !distinct.has(body)).length;
        disordered += heard.filter(({ seq }, i) => i > 0 && seq <= heard[i - 1].seq).length;
      }
    return {
      said: sum(({ said }) => said), lost, doubled, disordered,
      troubles: this.talkers.flatMap(({ name, troubles }) => troubles.map((trouble) => `${name}: ${trouble}`)),
      times: this.talkers.flatMap(({ times }) => times).sort((a, b) => a - b),
    };
  }

  // Each room with its members here and all that they said.
  rooms() {
    const rooms = new Map();
    for (const talker of this.talkers) {
      const room = rooms.get(talker.roomId) ?? { members: [], bodies: [] };
      room.members.push(talker);
      for (let n = 1; n <= talker.said; ++n) room.bodies.push(`#${talker.name}-${n}`);
      rooms.set(talker.roomId, room);
    }
    return [...rooms.values()];
  }

  leave() {
    for (const talker of this.talkers) talker.leave();
  }
}
