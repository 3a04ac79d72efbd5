// `cocotalk console URL` in JSON Lines: a person at a terminal, as a program plays one.
import { spawn } from 'node:child_process';
import { Inbox, withDeadline } from './inbox.js';
import { linesOf, program } from './host.js';

let ids = 0;

export class Console {
  static start(args) {
    const console = new Console();
    console.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    console.trouble = '';
    console.child.stderr.on('data', (bytes) => (console.trouble += bytes));
    console.ended = new Promise((resolve) => console.child.on('close', (code, signal) => resolve({ code, signal })));
    console.heard = new Inbox('console');
    const lines = linesOf(console.child.stdout, 'console');
    (async () => {
      for (;;) {
        const line = await lines.next('a line', undefined, 120_000);
        if (line.startsWith('{')) console.heard.push(JSON.parse(line));
      }
    })().catch(() => console.heard.close(`the console ended: ${console.trouble}`));
    return console;
  }

  static remote(host, ...args) {
    return Console.start(['console', host.url, '--json', ...args]);
  }

  // One command; its answer, errors included.
  async ask(command) {
    const id = `c${++ids}`;
    this.child.stdin.write(`${JSON.stringify({ ...command, id })}\n`);
    return this.heard.next(`the answer to ${command.do}`, (item) => item.id === id);
  }

  event(name, wanted = () => true) {
    return this.heard.next(`event ${name}`, (item) => item.event === name && wanted(item));
  }

  // The input ends: so does the console.
  async end() {
    this.child.stdin.end();
    return withDeadline(this.ended, 'the console\'s end');
  }
}
