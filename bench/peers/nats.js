// nats-server (Debian), its client protocol over WebSocket.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { find, freePort, freshFolder, Server } from './process.js';

export const nats = {
  name: 'nats-server',
  isPeer: true,
  missing: () => !find('nats-server') && 'Debian package nats-server',

  async start({ core }) {
    const folder = await freshFolder();
    const port = await freePort();
    const file = path.join(folder, 'nats.conf');
    await writeFile(file, [
      'host: 127.0.0.1',
      `port: ${await freePort()}`,
      `websocket { host: 127.0.0.1, port: ${port}, no_tls: true }`,
      'max_connections: 65536',
      '',
    ].join('\n'));
    const server = new Server('nats-server', [find('nats-server'), '-c', file], { core, folder });
    await server.listens(port);
    return { server, load: ['--protocol', 'nats', '--port', port] };
  },
};
