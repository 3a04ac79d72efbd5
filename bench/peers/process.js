// Servers under load: children of this process, pinned to a processor, in a folder that vanishes with them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const running = new Set();

// Whoever ends this process ends what it started.
process.on('exit', () => running.forEach((server) => server.abandon()));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

export const freshFolder = () => mkdtemp(path.join(tmpdir(), 'cocotalk-bench-'));

// A port that nobody listens at, for servers that cannot choose one. Below those the kernel gives to whoever asks for any, so that
// nobody gets it before the server does.
export async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = net.createServer();
    const isFree = await new Promise((resolve) => {
      server.once('listening', () => resolve(true)).once('error', () => resolve(false)).listen(port, '127.0.0.1');
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

// Where a program is that Debian may keep out of an ordinary user's PATH; undefined if it is not installed.
export function find(program) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'];
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file));
}

// A child in a process group of its own: the group is what ends, for some servers are scripts with children.
export class Server {
  #child;
  #folder;
  #said = '';

  // `core`: the processor it may use. `folder`: removed when it has stopped.
  constructor(name, [program, ...args], { core, folder, env = {} }) {
    this.name = name;
    this.#folder = folder;
    this.#child = spawn('taskset', ['-c', String(core), program, ...args], {
      cwd: folder ?? root,
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (bytes) => (this.#said = (this.#said + bytes).slice(-20_000)));
    running.add(this);
  }

  get pid() {
    return this.#child.pid;
  }

  // The first match in what it prints.
  async says(pattern, within = 30_000) {
    return this.#until(() => pattern.exec(this.#said), within);
  }

  async listens(port, within = 60_000) {
    return this.#until(() => accepts(port), within);
  }

  async #until(condition, within) {
    let hasEnded = false;
    this.ended.then(() => (hasEnded = true));
    for (const deadline = Date.now() + within; Date.now() < deadline; await pause(50)) {
      const result = await condition();
      if (result) return result;
      if (hasEnded) break;
    }
    await this.stop();
    throw new Error(`${this.name} did not start:\n${this.#said}`);
  }

  async stop() {
    this.#signal('SIGTERM');
    const hasEnded = await Promise.race([this.ended.then(() => true), pause(15_000, false, { ref: false })]);
    if (!hasEnded) this.#signal('SIGKILL');
    await this.ended;
    running.delete(this);
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  // The same without waiting, for the end of this process.
  abandon() {
    this.#signal('SIGKILL');
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }

  #signal(signal) {
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
