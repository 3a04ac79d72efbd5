// Eclipse Mosquitto (Debian), MQTT over WebSocket, nothing kept.
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { find, freePort, freshFolder, Server } from './process.js';

export const mosquitto = {
  name: 'mosquitto',
  isPeer: true,
  missing: () => !find('mosquitto') && 'Debian package mosquitto',

  async start({ core }) {
    const folder = await freshFolder();
    const port = await freePort();
    const file = path.join(folder, 'mosquitto.conf');
    await writeFile(file, [
      `user ${userInfo().username}`,
      `listener ${await freePort()} 127.0.0.1`, // 2.0.11 does not start with WebSocket alone
      `listener ${port} 127.0.0.1`,
      'protocol websockets',
      'allow_anonymous true',
      'persistence false',
      'set_tcp_nodelay true',
      'max_queued_messages 0',
      'log_type none',
      '',
    ].join('\n'));
    const server = new Server('mosquitto', [find('mosquitto'), '-c', file], { core, folder });
    await server.listens(port);
    return { server, load: ['--protocol', 'mqtt', '--port', port] };
  },
};
