// What an operator sees and does without sitting at the machine, and that nobody else does.
import assert from 'node:assert/strict';
import net from 'node:net';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freshFolder, Host, runToEnd } from './lib/host.js';
import { withDeadline } from './lib/inbox.js';
import { Native } from './lib/native.js';

const password = 'correct-horse-battery';
let data, host, root, bob;

const cocotalk = async (args, input = '') => {
  const { code, stderr } = await runToEnd([...args, '--data', data], { input });
  assert.equal(code, 0, stderr);
};
const connect = (login, device = 'WEB') => Native.connect(host, '', { connectHeaders: { login, passcode: password, device } });

// The admin socket's answer to one request.
function askSocket(request) {
  const answered = new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(path.join(host.data, 'admin.sock'), () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      text += bytes;
      if (text.endsWith('\n')) socket.end(() => resolve(JSON.parse(text)));
    });
  });
  return withDeadline(answered, `the admin socket's answer to ${request.command}`);
}

const statusWhen = (isSo) => withDeadline((async () => {
  for (;;) {
    const { body } = await root.ask('admin.status');
    if (isSo(body)) return body;
    await pause(200);  // the host looks four times a second
  }
})(), 'the status that is waited for', 60_000);

before(async () => {
  data = await freshFolder();
  await cocotalk(['user', 'add', 'root', '--name', 'Root'], `${password}\n`);
  await cocotalk(['user', 'add', 'bob', '--name', 'Bob'], `${password}\n`);
  await cocotalk(['user', 'add', 'cleo', '--name', 'Cleo'], `${password}\n`);
  await cocotalk(['user', 'role', 'root', 'admin']);
  host = await Host.start({ data });
  [root, bob] = await Promise.all([connect('root'), connect('bob')]);
});

after(async () => {
  await Promise.all([root, bob].map((link) => link.disconnect()));
  const { code } = await host.stop();
  await rm(data, { recursive: true, force: true });
  assert.equal(code, 0, host.said.stderr.slice(-4000));
});

test('the role decides, and the next command of an open link already', async () => {
  for (const command of ['status', 'history', 'accounts', 'rooms', 'sessions', 'plugin-files', 'reload']) {
    assert.equal((await root.ask(`admin.${command}`)).status, 'ok', command);
    const refused = await bob.ask(`admin.${command}`);
    assert.deepEqual([refused.status, refused.body.code], ['denied', 'NOT_PERMITTED'], command);
  }
});

test('the status has the host, what it has to do and each plugin; the admin socket says the same', async () => {
  const { body } = await root.ask('admin.status');
  assert.equal(body.host.status, 'ok');
  assert.match((await runToEnd(['version'])).stdout, new RegExp(`cocotalk ${body.host.version},`));
  assert.ok(Math.abs(Date.now() - body.host.started_at) < 600_000);
  assert.equal(body.now.connections, 2);
  const storage = body.plugins.find(({ id }) => id === 'storage');
  assert.deepEqual([storage.state, storage.file, storage.can_be_replaced], ['running', 'storage.so', true]);
  assert.ok(storage.calls > 0 && storage.provides.includes('cocotalk.storage/1'));
  assert.equal(body.plugins.find(({ id }) => id === 'net').can_be_replaced, false);
  const told = await askSocket({ command: 'status' });
  assert.deepEqual(Object.keys(told), Object.keys(body));
  assert.deepEqual(told.host, body.host);
  assert.deepEqual(told.plugins.map(({ id, version }) => [id, version]), body.plugins.map(({ id, version }) => [id, version]));
});

test('what is said is seen in the rates and in the history', async () => {
  const { body: { accounts } } = await root.ask('admin.accounts');
  const { status, body: room } = await root.ask('room.create', { roomname: 'three', type: 1, members: accounts.map(({ id }) => ({ userId: id })) });
  assert.equal(status, 'ok', JSON.stringify(room));
  const heard = await bob.hear(`/room/${room.id}`);
  await root.say(room.id, 'hi');
  await heard.next('the message');
  const { now } = await statusWhen((status) => status.now.messages_per_second > 0);
  assert.ok(now.deliveries_per_second > 0 && now.commits_per_second > 0 && now.commit_ms > 0, JSON.stringify(now));
  const { body: history } = await root.ask('admin.history');
  assert.equal(history.every_ms, 10_000);
  assert.ok(history.messages_per_second.includes(now.messages_per_second));
  for (const column of ['connections', 'messages_per_second', 'commit_ms']) assert.equal(history[column].length, history.connections.length);
  const { body: rooms } = await root.ask('admin.rooms');
  assert.deepEqual([rooms.rooms[0].name, rooms.rooms[0].kind, rooms.rooms[0].members, rooms.rooms[0].messages], ['three', 'group', 3, 1]);
});

test('accounts and their sessions are listed, and a session is ended for its device', async () => {
  const { body } = await root.ask('admin.accounts', { query: 'b' });
  assert.deepEqual(body.accounts.map(({ cid, role, online }) => [cid, role, online]), [['bob', 'user', true]]);
  const phone = await connect('bob', 'MOBILE');
  const me = await phone.hear('/me');
  const { body: listed } = await root.ask('admin.sessions', { account: body.accounts[0].id });
  const session = listed.sessions.find(({ kind }) => kind === 'MOBILE');
  assert.equal((await root.ask('admin.session-end', { account: session.account, session: session.id })).status, 'ok');
  assert.equal((await me.next('the end of the session', ({ event }) => event === 'ended')).event, 'ended');
});

test('a plugin is replaced by a library of the plugin folder, and by no other', async () => {
  const { body: { files } } = await root.ask('admin.plugin-files');
  assert.ok(files.some(({ file, id }) => file === 'auth.so' && id === 'auth'));
  const { status, body } = await root.ask('admin.plugin-replace', { plugin: 'auth', file: 'auth.so' });
  assert.equal(status, 'ok', JSON.stringify(body));
  assert.match(body.lines[0], /^auth 1\.\d+\.\d+ → /);
  await host.hasLogged("admin 'root' wants 'auth.so' in the place of 'auth'");
  await (await connect('bob', 'MOBILE')).disconnect();  // the new one knows the old one's passwords
  const refusals = [
    [{ plugin: 'auth', file: '../plugins/auth.so' }, /no '\.\.\/plugins\/auth\.so' in the plugin folder/],
    [{ plugin: 'auth', file: '/tmp/auth.so' }, /in the plugin folder/],
    [{ plugin: 'nobody', file: 'auth.so' }, /there is no plugin 'nobody' running/],
    [{ plugin: 'net', file: 'net.so' }, /needs a restart of the host/],
    [{ plugin: 'auth', file: 'storage.so' }, /does not provide cocotalk\.auth\/1/],
  ];
  for (const [input, why] of refusals) {
    const refused = await root.ask('admin.plugin-replace', input);
    assert.equal(refused.body.code, 'BAD_REQUEST', JSON.stringify(refused.body));
    assert.match(refused.body.detail, why);
  }
  const denied = await bob.ask('admin.plugin-replace', { plugin: 'auth', file: 'auth.so' });
  assert.equal(denied.body.code, 'NOT_PERMITTED');
});

test('where the configuration says so, nobody changes plugins from afar', async () => {
  await Promise.all([root, bob].map((link) => link.disconnect()));
  assert.equal((await host.stop()).code, 0);
  await cocotalk(['user', 'role', 'bob', 'admin']);
  await cocotalk(['user', 'role', 'root', 'user']);
  host = await Host.start({ data, args: ['--set', 'admins_change_plugins=false'] });
  [root, bob] = await Promise.all([connect('root'), connect('bob')]);
  assert.equal((await root.ask('admin.status')).status, 'denied', 'who is an admin no more');
  assert.equal((await bob.ask('admin.status')).status, 'ok');
  for (const [command, input] of [['plugin-replace', { plugin: 'auth', file: 'auth.so' }], ['reload', {}]]) {
    const refused = await bob.ask(`admin.${command}`, input);
    assert.match(refused.body.detail, /lets nobody change its plugins from afar/);
  }
  assert.ok((await askSocket({ command: 'reload' })).lines, 'who sits at the machine may');
});
