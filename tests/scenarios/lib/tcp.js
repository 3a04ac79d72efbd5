// Debian's python3-stomp over plain TCP: a library none of us wrote, in a process of its own (tcp_client.py).
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Inbox } from './inbox.js';
import { linesOf } from './host.js';

const script = fileURLToPath(new URL('tcp_client.py', import.meta.url));
let ids = 0;

export class TcpClient {
  // `trusted`: over TLS, believing the certificate in this file.
  static async connect(host, { login, passcode, headers = {}, version = '1.2', heartBeats = [0, 0], trusted }) {
    const client = new TcpClient();
    client.version = version;
    const args = [host.tcpPort, version, ...heartBeats, ...(trusted ? [trusted] : [])].map(String);
    client.child = spawn('/usr/bin/python3', [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    client.heard = new Inbox('python3-stomp');
    const lines = linesOf(client.child.stdout, 'python3-stomp');
    client.ended = (async () => {
      for (;;) client.heard.push(JSON.parse(await lines.next('a line', undefined, 120_000)));
    })().catch((error) => client.heard.close(error.message));
    client.#tell({ do: 'connect', login, passcode, headers });
    const answer = await client.heard.next('CONNECTED or the end', ({ on }) => on === 'connected' || on === 'disconnected').catch((error) => {
      client.child.kill();
      throw error;
    });
    if (answer.on === 'disconnected') {
      client.child.stdin.end();
      const { headers: error } = await client.on('error');
      throw Object.assign(new Error(`refused: ${JSON.stringify(error)}`), { headers: error });
    }
    client.connected = answer.headers;
    return client;
  }

  #tell(command) {
    this.child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  on(event, wanted = () => true) {
    return this.heard.next(event, (item) => item.on === event && wanted(item));
  }

  // Does something and waits for its RECEIPT; answers the RECEIPT's headers.
  async done(command, headers = {}) {
    const receipt = `tcp-${++ids}`;
    this.#tell({ ...command, headers: { ...headers, receipt } });
    return this.receipt(receipt);
  }

  // The same without asking for a RECEIPT.
  tell(command) {
    this.#tell(command);
  }

  // Answers the subscription's id.
  async subscribe(destination, headers = {}, ack = 'auto') {
    const id = `s${++ids}`;
    await this.done({ do: 'subscribe', destination, id, ack }, headers);
    return id;
  }

  send(destination, body, headers = {}) {
    return this.done({ do: 'send', destination, body }, headers);
  }

  // ACK or NACK of a message, in the words of the version.
  acknowledge(verb, { headers }, more = {}) {
    const id = this.version === '1.2' ? headers.ack : headers['message-id'];
    return this.done({ do: verb, id, subscription: headers.subscription, ...more });
  }

  async receipt(id) {
    return (await this.on('receipt', ({ headers }) => headers['receipt-id'] === id)).headers;
  }

  message(destination) {
    return this.on('message', ({ headers }) => headers.destination === destination);
  }

  // DISCONNECT with a receipt, as the library does it; the process ends with its input.
  async disconnect() {
    this.#tell({ do: 'disconnect' });
    await this.receipt('bye');
    this.child.stdin.end();
    await this.ended;
  }
}
