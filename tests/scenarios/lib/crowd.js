// Many light clients of native-wire.md on one host, and a look at the host's memory.
import { readFile } from 'node:fs/promises';
import WebSocket from 'ws';
import { withDeadline } from './inbox.js';
import { runToEnd } from './host.js';

// Accounts with tokens in rooms of ten, made while no host runs on `data`: { accounts: [{ id, accessToken }], rooms }.
export async function seedCrowd(data, accounts, { rooms = accounts / 10, members = 10 } = {}) {
  const { code, stdout, stderr } = await runToEnd(
    ['seed', String(accounts), '--rooms', String(rooms), '--members', String(members), '--tokens', '--data', data], { within: 120_000 });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

export const roomOf = (crowd, i) => crowd.rooms[Math.floor(i / 10)];

export async function memoryOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]);
  return { resident: kilobytes('VmRSS') * 1024, addressSpace: kilobytes('VmSize') * 1024 };
}

// One WebSocket, one subscription; it keeps the sequences it heard and nothing else.
export class LightClient {
  static async join(host, accessToken, roomId, { from } = {}) {
    const client = new LightClient();
    client.seqs = [];
    client.roomId = roomId;
    client.socket = new WebSocket(`${host.url.replace(/^http/, 'ws')}/stomp/websocket`, ['v12.stomp']);
    client.closed = new Promise((resolve) => client.socket.on('close', (code) => resolve(code)));
    client.socket.on('error', () => {});
    const joined = new Promise((resolve, reject) => {
      client.socket.on('open', () => client.#frame(`CONNECT\naccept-version:1.2\nheart-beat:0,0\naccess-token:${accessToken}\n\n`));
      client.socket.on('message', (bytes) => {
        const [head, body = ''] = String(bytes).split('\n\n', 2);
        if (head.startsWith('CONNECTED'))
          client.#frame(`SUBSCRIBE\nid:0\ndestination:/room/${roomId}\nreceipt:joined\n${from === undefined ? '' : `from-seq:${from}\n`}\n`);
        else if (head.startsWith('RECEIPT')) resolve();
        else if (head.startsWith('ERROR')) reject(new Error(head));
        else client.#hear(head, body);
      });
      client.closed.then((code) => reject(new Error(`closed with ${code} before it was joined`)));
    });
    await withDeadline(joined, 'a light client', 60_000);
    return client;
  }

  #frame(text) {
    this.socket.send(`${text}\0`);
  }

  #hear(head, body) {
    const seq = Number(/^seq:(\d+)$/m.exec(head)?.[1]);
    if (!seq) return;
    this.seqs.push(seq);
    this.onMessage?.(seq, body);
  }

  say(text) {
    this.#frame(`SEND\ndestination:/room/${this.roomId}\ncontent-type:text/plain\n\n${text}`);
  }

  stopReading() {
    this.socket._socket.pause();
  }

  readOn() {
    this.socket._socket.resume();
  }

  // Resolves when it has heard `seq`; with the code when the host closed it before.
  reached(seq) {
    if ((this.seqs.at(-1) ?? 0) >= seq) return Promise.resolve();
    return Promise.race([this.closed, new Promise((resolve) => (this.onMessage = (heard) => heard >= seq && resolve()))]);
  }

  leave() {
    this.socket.terminate();
  }
}

// Everybody says `text` in turn, `perSecond` messages in all, for `seconds`. Answers the times from saying to hearing oneself, in
// ms, sorted, and how many messages were never heard by their own senders.
export async function talk(clients, { seconds, perSecond, bytes = 128 }) {
  const times = [];
  const waiting = new Map();
  for (const [i, client] of clients.entries())
    client.onMessage = (_, body) => {
      const key = /#(\d+-\d+)#/.exec(body)?.[1];
      if (!key?.startsWith(`${i}-`) || !waiting.has(key)) return;
      times.push(performance.now() - waiting.get(key));
      waiting.delete(key);
    };
  const began = performance.now();
  let said = 0;
  await new Promise((resolve) => {
    const ticking = setInterval(() => {
      const now = performance.now();
      for (const due = Math.min(((now - began) / 1000) * perSecond, seconds * perSecond); said < due; ++said) {
        const key = `${said % clients.length}-${said}`;
        waiting.set(key, now);
        clients[said % clients.length].say(`#${key}#`.padEnd(bytes, 'x'));
      }
      if (now - began > seconds * 1000) resolve(clearInterval(ticking));
    }, 10);
  });
  const everybodyHeard = (async () => {
    while (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  })();
  await withDeadline(everybodyHeard, 'everybody hears oneself', 60_000).catch(() => {});
  return { said, lost: waiting.size, times: times.sort((a, b) => a - b) };
}

export const percentile = (sorted, p) => sorted[Math.floor(p * (sorted.length - 1))] ?? NaN;

// The head of each room, asked by one who joins from the beginning.
export async function headOf(host, accessToken, roomId) {
  const probe = await LightClient.join(host, accessToken, roomId, { from: 0 });
  probe.leave();
  return probe.seqs.at(-1) ?? 0;
}
