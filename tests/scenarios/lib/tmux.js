// A person at a real terminal: `cocotalk console` in a tmux of its own, whose screen is read as text.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { program } from './host.js';

const run = promisify(execFile);
const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;
const patience = 60_000;
const betweenLooksMs = 30; // tmux tells nobody that a screen has changed

export class Tmux {
  static async start(args, { columns = 90, rows = 24, env = {} } = {}) {
    const tmux = new Tmux();
    tmux.folder = await mkdtemp(path.join(tmpdir(), 'cocotalk-tmux-'));
    const variables = Object.entries({ TZ: 'UTC', ...env }).map(([name, value]) => `${name}=${quoted(value)}`);
    const command = ['exec env', ...variables, quoted(program), ...args.map(quoted)].join(' ');
    await tmux.#ask('-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, command);
    await tmux.#ask('set-option', '-g', 'remain-on-exit', 'on');
    return tmux;
  }

  async #ask(...args) {
    const { stdout } = await run('tmux', ['-u', '-S', path.join(this.folder, 'socket'), ...args]);
    return stdout;
  }

  screen() {
    return this.#ask('capture-pane', '-p');
  }

  // Waits until the screen is as wanted: a text or a pattern that is on it, or a function of it. Answers the screen.
  async sees(wanted) {
    const is = typeof wanted === 'function' ? wanted : (screen) => (wanted instanceof RegExp ? wanted.test(screen) : screen.includes(wanted));
    const end = Date.now() + patience;
    for (;;) {
      const screen = await this.screen();
      if (is(screen)) return screen;
      if (Date.now() > end) throw new Error(`never on the screen: ${wanted}\n${screen}`);
      await setTimeout(betweenLooksMs);
    }
  }

  // Types text as it is, byte by byte.
  type(text) {
    return this.#ask('send-keys', '-l', text);
  }

  // Keys by tmux' names: 'Enter', 'PageUp', 'C-f', 'M-1' …
  press(...keys) {
    return this.#ask('send-keys', ...keys);
  }

  // As a terminal pastes: bracketed, if the program wants it.
  async paste(text) {
    await this.#ask('set-buffer', text);
    await this.#ask('paste-buffer', '-p');
  }

  resize(columns, rows) {
    return this.#ask('resize-window', '-x', `${columns}`, '-y', `${rows}`);
  }

  async signIn(cid, password) {
    await this.sees('Type your id');
    await this.type(cid);
    await this.press('Enter');
    await this.sees('password:');
    await this.type(password);
    await this.press('Enter');
    return this.sees('signed in as');
  }

  async end() {
    await this.#ask('kill-server').catch(() => {});  // it has ended by itself
    await rm(this.folder, { recursive: true, force: true });
  }
}
