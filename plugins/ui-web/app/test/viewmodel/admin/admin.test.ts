import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Admin } from '../../../src/viewmodel/admin/admin';
import { Toasts } from '../../../src/viewmodel/toasts';
import { adminWords } from '../../../src/viewmodel/words/admin_words';
import { words } from '../../../src/viewmodel/words/words';
import { settle } from '../../fake_host';
import type { FakeService } from '../../fake_service';
import { administered } from './fake_administration';

let service: FakeService, admin: Admin, toasts: Toasts, clock: number;
const asked = (name: string) => service.host.asked.filter(([each]) => each === name).map(([, json]) => json);
const refuse = (status: string, body: object) => () => {
  throw [status, body];
};
beforeEach(async () => {
  service = administered();
  const repository = await service.started();
  vi.useFakeTimers();
  [toasts, clock] = [new Toasts(), 0];
  admin = new Admin(repository, toasts, () => clock);
});
afterEach(() => {
  admin.dispose();
  vi.useRealTimers();
});
const pass = async (ms: number) => {
  clock += ms;
  await vi.advanceTimersByTimeAsync(ms);
};

test('it looks every three seconds while somebody watches, and not at all else', async () => {
  await pass(10_000);
  expect(asked('admin.status')).toHaveLength(0);
  admin.watch(true);
  await pass(0);
  expect(admin.status.value).toMatchObject({ host: { status: 'ok' }, now: { connections: 3, commitMs: null }, plugins: [{ id: 'auth', builtWith: 'g++', meanUs: 5 }] });
  await pass(3000);
  expect(asked('admin.status')).toHaveLength(2);
  admin.watch(false);
  await pass(60_000);
  expect(asked('admin.status')).toHaveLength(2);
  admin.watch(true);
  await pass(0);
  expect(asked('admin.status')).toHaveLength(3);
});

test('the history is asked for only when it has another value', async () => {
  admin.watch(true);
  await pass(0);
  for (let i = 0; i < 3; ++i) await pass(3000);
  expect(asked('admin.history')).toHaveLength(1);
  await pass(3000);
  expect(asked('admin.history')).toHaveLength(2);
});

test('who is no administrator is told so, and gets in as soon as he is one', async () => {
  const allowed = service.host.answers['admin.status']!;
  service.host.answers['admin.status'] = refuse('denied', { code: 'NOT_PERMITTED' });
  admin.watch(true);
  await pass(0);
  expect(admin.access.value).toBe('refused');
  service.host.answers['admin.status'] = allowed;
  await pass(3000);
  expect(admin.access.value).toBe('allowed');
});

test('without a host what was heard last stays, and it is said; the look after is at once when the link is back', async () => {
  admin.watch(true);
  await pass(0);
  service.host.accepts = false;
  service.host.drop();
  await pass(3000);
  expect([admin.trouble.value, admin.status.value?.host.status]).toEqual([words.value.errOffline, 'ok']);
  service.host.accepts = true;
  service.host.drop();
  admin.repository.link.hurry();
  await pass(0);
  expect(admin.trouble.value).toBe('');
});

test('only the list that is shown is asked for, page by page, and again with every look', async () => {
  admin.watch(true);
  admin.go('accounts');
  await pass(0);
  expect(asked('admin.rooms')).toHaveLength(0);
  await admin.accounts.list.forward();
  expect([admin.accounts.list.rows.value[0]!.id, admin.accounts.list.hasNext.value, admin.accounts.list.hasPrevious.value]).toEqual([50, false, true]);
  await pass(3000);
  expect(asked('admin.accounts').at(-1)).toEqual({ after: 50 });
  await admin.accounts.list.back();
  expect([admin.accounts.list.rows.value[0]!.id, admin.accounts.list.hasPrevious.value]).toEqual([1, false]);
});

test('accounts are looked for when typing rests, from the first page on', async () => {
  admin.go('accounts');
  await pass(0);
  await admin.accounts.list.forward();
  for (const typed of ['b', 'be', 'ben ']) {
    admin.accounts.query.value = typed;
    await pass(100);
  }
  await pass(250);
  expect(asked('admin.accounts').slice(2)).toEqual([{ query: 'ben' }]);
  expect(admin.accounts.list.rows.value[0]!.cid).toBe('ben');
});

test('an answer to what was asked before does not cover a newer one', async () => {
  service.host.isSilent = true;
  const slow = admin.accounts.list.refresh();
  service.host.isSilent = false;
  await admin.accounts.list.refresh();
  service.host.socket.say('MESSAGE', { subscription: 'reply', 'request-id': service.host.socket.sent('SEND').at(-2)!.headers['request-id']!, status: 'ok' }, { accounts: [] });
  await slow;
  expect(admin.accounts.list.rows.value).toHaveLength(1);
});

test('the sessions of one account, and of all', async () => {
  admin.showSessionsOf({ id: 7, cid: 'ben' });
  await pass(0);
  expect([admin.section.value, asked('admin.sessions')]).toEqual(['sessions', [{ account: 7 }]]);
  admin.showSessionsOf(undefined);
  await pass(0);
  expect(asked('admin.sessions')[1]).toEqual({});
});

test('a session is ended after a question, and told of; a refusal stays in the question', async () => {
  const session = { id: 's', account: 1, cid: 'anna', kind: 'WEB', since: 1, seenAt: null };
  admin.askToEnd(session);
  expect(asked('admin.session-end')).toHaveLength(0);
  service.host.answers['admin.session-end'] = refuse('not-found', { code: 'NOT_FOUND' });
  await admin.end(session);
  expect([admin.dialog.value?.kind, admin.sessions.order.outcome.value]).toEqual(['end-session', { kind: 'refused', sentence: words.value.errNotFound, detail: '' }]);
  delete service.host.answers['admin.session-end'];
  await admin.end(session);
  expect([asked('admin.session-end')[1], admin.dialog.value, toasts.text.value]).toEqual([{ account: 1, session: 's' }, undefined, adminWords.value.sessionEnded('anna')]);
});

test('a plugin is replaced by a library one chooses; the only one that fits is chosen', async () => {
  admin.watch(true);
  await pass(0);
  admin.askToReplace(admin.status.value!.plugins[0]!);
  await pass(0);
  const dialog = admin.dialog.value;
  if (dialog?.kind !== 'replace') throw new Error('no dialog');
  const { replacement } = dialog;
  expect([replacement.chosen.value, replacement.others.value.map(({ file }) => file)]).toEqual(['auth-2.so', ['other.so']]);
  service.host.answers['admin.plugin-replace'] = refuse('invalid', { code: 'BAD_REQUEST', detail: 'other.so: provides no cocotalk.auth/1' });
  replacement.choose('other.so');
  await replacement.go();
  expect(replacement.order.outcome.value).toEqual({ kind: 'refused', sentence: adminWords.value.hostRefuses, detail: 'other.so: provides no cocotalk.auth/1' });
  service.host.answers['admin.plugin-replace'] = () => ({ lines: ['auth 2.0.0 runs'] });
  replacement.choose('auth-2.so');
  expect(replacement.order.outcome.value).toBeUndefined();
  await replacement.go();
  expect([asked('admin.plugin-replace')[1], replacement.order.outcome.value]).toEqual([{ plugin: 'auth', file: 'auth-2.so' }, { kind: 'done', lines: ['auth 2.0.0 runs'] }]);
});

test('an order that was not answered is not said to have failed', async () => {
  admin.askToReload();
  const dialog = admin.dialog.value;
  if (dialog?.kind !== 'reload') throw new Error('no dialog');
  service.host.isSilent = true;
  const reloading = admin.reload(dialog.order);
  await admin.reload(dialog.order); // once is enough
  expect(asked('admin.reload')).toHaveLength(1);
  service.host.drop();
  await reloading;
  await settle();
  expect(dialog.order.outcome.value).toMatchObject({ kind: 'refused', sentence: adminWords.value.noAnswer });
});
