// The least a server can do, see bench/load/fanout_probe.cpp.
import path from 'node:path';
import { Server } from './process.js';

function probe(mode) {
  return {
    name: `probe, ${mode}`,
    missing: () => false,
    async start({ core, build }) {
      const server = new Server('fanout-probe', [path.join(build, 'bin/fanout-probe'), mode], { core });
      const [, port] = await server.says(/^ready (\d+)$/m);
      return { server, load: ['--protocol', 'raw', '--port', port] };
    },
  };
}

export const probeEach = probe('each');
export const probeBatch = probe('batch');
