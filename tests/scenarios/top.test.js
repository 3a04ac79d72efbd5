// `cocotalk top`: the operator's view of a running host, in a real terminal and through a pipe.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { test } from 'node:test';
import { freshFolder, Host, runToEnd } from './lib/host.js';
import { Native } from './lib/native.js';
import { people, room } from './lib/people.js';
import { Tmux } from './lib/tmux.js';

const folderFor = async (t) => {
  const data = await freshFolder();
  t.after(() => rm(data, { recursive: true, force: true }));
  return data;
};
const rowOf = (screen, plugin) => screen.split('\n').find((line) => line.startsWith(` ${plugin} `));

test('it shows connections, plugins and their order, follows the size of the terminal, and leaves it with q', async (t) => {
  const data = await folderFor(t);
  const host = await Host.start({ data });
  t.after(() => host.stop());
  const [anna, ben] = await people(host, 2);
  const { id } = await room(anna, ben);
  const native = await Native.connect(host, anna.device.accessToken);
  await native.say(id, '안녕');
  const terminal = await Tmux.start(['top', '--data', data, '--every', '250ms'], { columns: 100, rows: 40, env: { NO_COLOR: '1' } });
  t.after(() => terminal.end());
  const screen = await terminal.sees(/^ connections +[1-9]\d* .*[▁-█]/m);
  assert.match(screen, /^ CocoTalk \S+ · ok · up .* every 250 ms$/m);
  for (const line of [/^ messages +\S+/m, /^ commits +\S+/m, /^ a commit takes +\S+/m, /^ waiting: \S+ to be stored, \S+ to be read, .* to be sent$/m]) assert.match(screen, line);
  assert.match(rowOf(screen, 'storage'), /running +[\d,]+ +0 /);
  const crowd = Array.from({ length: 30 }, () => connect(Number(new URL(host.url).port), '127.0.0.1'));
  t.after(() => crowd.forEach((socket) => socket.destroy()));
  await terminal.sees(/^ connections +3\d /m);
  await terminal.press('n');
  const sorted = await terminal.sees(/plugin↓/);
  assert.ok(sorted.indexOf('\n auth ') < sorted.indexOf('\n storage '), sorted);
  await terminal.press('n');
  const turned = await terminal.sees(/plugin↑/);
  assert.ok(turned.indexOf('\n auth ') > turned.indexOf('\n storage '), turned);
  await terminal.resize(50, 14);
  await terminal.sees((it) => it.split('\n').length <= 15 && /q leaves/.test(it) && /^ connections +\d+ +[▁-█ ]+$/m.test(it));
  await terminal.press('q');
  await terminal.sees('Pane is dead');
});

test('a host that ends meanwhile is said to be away, what was seen stays, and it is found again', async (t) => {
  const data = await folderFor(t);
  const first = await Host.start({ data });
  const terminal = await Tmux.start(['top', '--data', data, '--every', '250ms'], { columns: 100, rows: 40 });
  t.after(() => terminal.end());
  await terminal.sees(/^ storage .*running/m);
  await first.kill();
  const away = await terminal.sees('no answer from the host for');
  assert.match(rowOf(away, 'storage'), /running/);
  const second = await Host.start({ data });
  t.after(() => second.stop());
  await terminal.sees((screen) => !screen.includes('no answer from the host') && /sort by/.test(screen));
});

test('through a pipe it is a plain report or the object, once; and who is not there or not understood is said with an exit code', async (t) => {
  const data = await folderFor(t);
  const host = await Host.start({ data });
  const report = await runToEnd(['top', '--data', data]);
  assert.equal(report.code, 0);
  assert.match(report.stdout, /^ connections +0$/m);
  assert.match(report.stdout, /^ storage .*running/m);
  assert.doesNotMatch(report.stdout, /\u001b|[▁-█]/);
  const { plugins } = JSON.parse((await runToEnd(['top', '--data', data, '--json'])).stdout);
  assert.equal(plugins.find(({ id }) => id === 'storage').state, 'running');
  await host.stop();
  const away = await runToEnd(['top', '--data', data, '--once']);
  assert.equal(away.code, 1);
  assert.match(away.stderr, /no host serves this data folder; start one, or name its folder with --data/);
  for (const every of ['0', 'soon', '199ms', '3601s', '-1s', '99999999999999999999s']) {
    const { code, stderr } = await runToEnd(['top', '--data', data, `--every=${every}`]);
    assert.equal(code, 64, every);
    assert.match(stderr, /write it as 2s or 500ms, from 200ms to 3600s/);
  }
  for (const every of ['200ms', '3600s', '3600000ms', '2']) assert.equal((await runToEnd(['top', '--data', data, `--every=${every}`])).code, 1, every);
});
