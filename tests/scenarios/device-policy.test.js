// The rule for devices is a plugin: one line of the configuration decides, nothing is built again.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Device, MOBILE, WEB } from './lib/device.js';
import { freshFolder, Host, program, root, runToEnd } from './lib/host.js';
import { password, person, signIn } from './lib/people.js';

// The given configuration with one line of it changed, in a folder of its own.
async function configurationWith(t, line, replacement) {
  const text = await readFile(path.join(root, 'config/cocotalk.json'), 'utf8');
  const lines = text.split('\n').filter((it) => line.test(it));
  assert.equal(lines.length, 1, `exactly one line of config/cocotalk.json is ${line}`);
  const folder = await mkdtemp(path.join(tmpdir(), 'cocotalk-scenario-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'cocotalk.json');
  await writeFile(file, text.replace(lines[0], replacement));
  return file;
}

const sessionPolicy = /^\s*"session-policy":/;

async function withHost(config, check) {
  const host = await Host.start({ config });
  try {
    await check(host);
  } finally {
    assert.deepEqual(await host.stop(), { code: 0, signal: null });
  }
}

const isValid = async (device) => (await device.get('/auth/device')).json.result.isValid;

test('as it comes, a second phone displaces the first', async () => {
  await withHost(undefined, async (host) => {
    const { cid, device } = await person(host, { kind: MOBILE });
    const second = await signIn(host, cid, MOBILE);
    assert.deepEqual([await isValid(device), await isValid(second)], [false, true]);
  });
});

test('with session-policy-max in that line, a second phone is welcome beside the first', async (t) => {
  const config = await configurationWith(t, sessionPolicy, '    "session-policy": { "plugin": "session-policy-max" },');
  await withHost(config, async (host) => {
    const { cid, device } = await person(host, { kind: MOBILE });
    const second = await signIn(host, cid, MOBILE);
    assert.deepEqual([await isValid(device), await isValid(second)], [true, true]);
  });
});

test('with at most two, and the oldest winning, a third phone is refused', async (t) => {
  const config = await configurationWith(t, sessionPolicy, '    "session-policy": { "plugin": "session-policy-max", "sessions": 2, "wins": "oldest" },');
  await withHost(config, async (host) => {
    const { cid, device } = await person(host, { kind: MOBILE });
    const second = await signIn(host, cid, MOBILE);
    const third = await new Device(host, MOBILE).signIn(cid, password);
    assert.equal(third.json.isSuccess, false);
    assert.deepEqual([await isValid(device), await isValid(second)], [true, true]);
  });
});

test('with a policy in C, a phone that was in use a moment ago keeps its place', async (t) => {
  const config = await configurationWith(t, sessionPolicy, '    "session-policy": { "plugin": "policy-c", "grace": "10 min" },');
  await withHost(config, async (host) => {
    const { cid, device } = await person(host, { kind: MOBILE });
    const second = await new Device(host, MOBILE).signIn(cid, password);
    assert.equal(second.json.isSuccess, false);
    assert.equal(await isValid(device), true);
  });
});

test('what a server has stored of its sign-ins shows who would have stayed under another policy', async (t) => {
  const folder = await freshFolder();
  t.after(() => rm(folder, { recursive: true, force: true }));
  const data = path.join(folder, 'data'), log = path.join(folder, 'sign-ins.jsonl');
  const host = await Host.start({ data });
  const { cid, id } = await person(host, { kind: MOBILE });
  for (const kind of [WEB, MOBILE]) await signIn(host, cid, kind);
  assert.deepEqual(await host.stop(), { code: 0, signal: null });

  const written = await runToEnd(['policy', 'log', '--data', data]);
  assert.equal(written.code, 0, written.stderr);
  const events = written.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  const [first, web, second] = events.filter(({ event }) => event === 'sign-in');
  assert.deepEqual([first, web, second].map(({ account, device }) => [account, device]), [[id, 'MOBILE'], [id, 'WEB'], [id, 'MOBILE']]);
  assert.deepEqual(events.filter(({ event }) => event === 'end').map(({ session, why }) => [session, why]), [[first.session, 'displaced']]);

  await writeFile(log, written.stdout);
  const other = path.resolve(program, '../../lib/cocotalk/plugins/session-policy-max.so');
  const tried = await runToEnd(['policy', 'try', other, '--log', log, '--json']);
  assert.equal(tried.code, 0, tried.stderr);
  const found = JSON.parse(tried.stdout);
  assert.deepEqual([found.signIns, found.present.signedOut, found.tried.signedOut], [3, 1, 0]);
  assert.deepEqual(found.differences.map(({ session, present, tried }) => [session, present.signedOut, tried.signedOut]), [[second.session, [first.session], []]]);
});
