// The real host, as a process of its own on a fresh data folder and a free port.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Inbox, withDeadline } from './inbox.js';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const program = path.join(process.env.COCOTALK_BUILD ?? path.join(root, 'build'), 'bin/cocotalk');

export const freshFolder = () => mkdtemp(path.join(tmpdir(), 'cocotalk-scenario-'));

// Tests talk faster than people: the quota of messages per account is what rate.test.js looks at, and nobody else.
const talkative = ['--set', 'service.message_burst=0', '--set', 'transport-http.sign_ups_per_address=100'];

// What steers the tests is not for the host, which takes every COCOTALK_… for one of its settings.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('COCOTALK_')));

// Runs `cocotalk ARGUMENTS` to its end: { code, signal, stdout, stderr }.
export function runToEnd(args, { input = '', env = {}, cwd, within = 60_000 } = {}) {
  const child = spawn(program, args, { cwd, env: { ...environment, ...env } });
  const said = collect(child);
  child.stdin.on('error', () => {});  // it may end without reading
  child.stdin.end(input);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  return withDeadline(ended, `cocotalk ${args.join(' ')}`, within).catch((error) => {
    child.kill('SIGKILL');
    throw new Error(`${error.message}\n${said.stdout}${said.stderr}`);
  });
}

function collect(child) {
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes) => (said.stdout += bytes));
  child.stderr.on('data', (bytes) => (said.stderr += bytes));
  return said;
}

export class Host {
  // Starts and waits for the `ready` line. `data`: a folder to go on with (kept when the host ends); without one a fresh
  // folder, gone with the host. `config`: else the built-in one, or what COCOTALK_SCENARIO_CONFIG names, to hold a test's conversation with
  // another host. `listen`: instead of plain HTTP. `tcp`: also STOMP over TCP, at an address or plain; see tcpPort.
  static async start({ data, config = process.env.COCOTALK_SCENARIO_CONFIG, args = [], listen, tcp = false, quota = false, env = {}, port = 0, within = 60_000 } = {}) {
    const host = new Host();
    host.ownsData = data === undefined;
    host.data = data ?? (await freshFolder());
    const all = ['run', ...(config ? [config] : []), '--data', host.data, '--listen', listen ?? `127.0.0.1:${port}`];
    if (tcp) all.push('--set', `transport-stomp.tcp=${tcp === true ? '127.0.0.1:0' : tcp}`);
    if (!quota) all.push(...talkative);
    all.push(...args);
    const began = process.hrtime.bigint();
    host.child = spawn(program, all, { cwd: root, env: { ...environment, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    host.said = collect(host.child);
    host.ended = new Promise((resolve) => host.child.on('close', (code, signal) => resolve({ code, signal })));
    host.url = await withDeadline(host.#ready(), `cocotalk ${all.join(' ')}`, within).catch((error) => {
      host.child.kill('SIGKILL');
      throw error;
    });
    host.readyMs = Number((process.hrtime.bigint() - began) / 1_000_000n);
    host.port = Number(new URL(host.url).port);
    if (tcp) host.tcpPort = Number(/STOMP over TCP at port (\d+)/.exec(host.said.stderr)[1]);
    return host;
  }

  #ready() {
    return new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.stdout.on('data', () => {
        const line = /^ready (https?:\/\/\S+)$/m.exec(this.said.stdout);
        if (line) resolve(line[1]);
      });
      this.ended.then(({ code }) => reject(new Error(`the host ended with ${code} before it was ready:\n${this.said.stderr}`)));
    });
  }

  get pid() {
    return this.child.pid;
  }

  // Waits until its log says so.
  hasLogged(text) {
    const said = new Promise((resolve) => {
      const look = () => this.said.stderr.includes(text) && resolve();
      this.child.stderr.on('data', look);
      look();
    });
    return withDeadline(said, `'${text}' in the log`);
  }

  // Asks it to stop and waits until it has: { code, signal }.
  async stop(signal = 'SIGTERM', within = 60_000) {
    this.child.kill(signal);
    const end = await withDeadline(this.ended, `the host's end after ${signal}`, within).catch((error) => {
      this.child.kill('SIGKILL');
      throw new Error(`${error.message}\n${this.said.stderr.slice(-4000)}`);
    });
    if (this.ownsData) await rm(this.data, { recursive: true, force: true });
    return end;
  }

  // kill -9, and the data stays.
  async kill() {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

// A host for one test file: started before its first test, and prepared; stopped after its last: it must end by itself and without
// a crash.
export function hostForAll({ before, after }, options, prepare = async () => {}) {
  const holder = {};
  before(async () => {
    holder.host = await Host.start(options);
    await prepare(holder.host);
  });
  after(async () => {
    if (!holder.host) return;
    const { code, signal } = await holder.host.stop();
    if (code !== 0) throw new Error(`the host ended with ${code ?? signal}:\n${holder.host.said.stderr.slice(-6000)}`);
  });
  return holder;
}

// The lines a child prints, as an Inbox.
export function linesOf(stream, name) {
  const inbox = new Inbox(name);
  let rest = '';
  stream.on('data', (bytes) => {
    const lines = (rest + bytes).split('\n');
    rest = lines.pop();
    lines.forEach((line) => inbox.push(line));
  });
  stream.on('end', () => inbox.close('the stream ended'));
  return inbox;
}
