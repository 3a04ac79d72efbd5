// How servers under load are started and ended.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { test } from 'node:test';
import { freePort, freshFolder, Server } from '../../bench/peers/process.js';

function stateOf(pid) {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1];
  } catch {
    return 'gone';
  }
}

test('a port that somebody listens at is not given out', async (t) => {
  const taken = await freePort();
  const other = net.createServer().listen(taken, '127.0.0.1');
  await once(other, 'listening');
  const share = (port) => (port - 10_000 + 0.5) / 20_000;
  const chances = [share(taken), share(taken + 1), share(taken + 2)];
  t.mock.method(Math, 'random', () => chances.shift());
  assert.ok((await freePort()) > taken);
  other.close();
});

test('a server is gone with its children and its folder', async () => {
  const folder = await freshFolder();
  const script = 'sleep 300 & echo child $!; wait';
  const server = new Server('a script', ['/bin/sh', '-c', script], { core: 0, folder });
  const [, child] = await server.says(/child (\d+)/);
  await server.stop();
  assert.match(stateOf(child), /^(gone|Z)$/); // a zombie is nobody's but init's
  assert.equal(existsSync(folder), false);
});

test('a server that ends before it is ready says why', async () => {
  const server = new Server('a script', ['/bin/sh', '-c', 'echo no licence; exit 3'], { core: 0 });
  await assert.rejects(server.says(/^ready/), /a script did not start:\nno licence/);
});
