// Measurements that a row takes in turn. Each answers its figures, by name.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

async function pinned(core, program, args) {
  const { stdout } = await execute('taskset', ['-c', core, program, ...args].map(String), { maxBuffer: 1 << 24 });
  return stdout;
}

// A server under one scenario of bench-load. `options`: those of bench-load without their dashes.
export function load(party, scenario, options = {}) {
  return {
    name: party.name,
    isPeer: party.isPeer ?? false,
    missing: () => party.missing(),
    async measure(context) {
      const { server, load: address, kept = [] } = await party.start({ core: context.serverCore, build: context.build });
      try {
        const args = [scenario, ...address, ...(scenario === 'durable' ? kept : [])];
        for (const [name, value] of Object.entries({ warmup: context.warmup, seconds: context.seconds, ...options }))
          args.push(`--${name}`, value);
        args.push('--server-pid', server.pid, '--server-core', context.serverCore);
        return JSON.parse(await pinned(context.loadCore, path.join(context.build, 'bin/bench-load'), args));
      } finally {
        await server.stop();
      }
    },
  };
}

// What one durable commit costs on the disk that the servers' folders are on.
export const disk = {
  name: 'disk',
  missing: () => false,
  async measure({ serverCore, build, seconds }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'cocotalk-bench-'));
    try {
      return JSON.parse(await pinned(serverCore, path.join(build, 'bin/disk-probe'), [folder, seconds / 2]));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

// The statements of a post on SQLite's own handle, in groups as large as the storage plugin makes them with so many posts under way.
export const handle = (underWay) => ({
  name: 'raw handle',
  missing: () => false,
  async measure({ serverCore, build }) {
    const [names, values] = (await pinned(serverCore, path.join(build, 'bin/storage-bench'), [underWay]))
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    return Object.fromEntries(names.map((name, i) => [name, Number(values[i])]));
  },
});
