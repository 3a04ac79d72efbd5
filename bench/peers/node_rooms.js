// Room servers on the two usual libraries of npm, each a program of a few lines in servers/.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, Server } from './process.js';

const folder = path.join(root, 'bench/peers');

function onLibrary(name, library, program, protocol) {
  return {
    name,
    isPeer: true,
    missing: () => !existsSync(path.join(folder, 'node_modules', library)) && `npm package ${library}`,
    async start({ core }) {
      const server = new Server(name, [process.execPath, path.join(folder, 'servers', program)], { core });
      const [, port] = await server.says(/^ready (\d+)$/m);
      return { server, load: ['--protocol', protocol, '--port', port] };
    },
  };
}

export const ws = onLibrary('node ws', 'ws', 'ws.js', 'raw');
export const socketio = onLibrary('socket.io', 'socket.io', 'socketio.js', 'socketio');
