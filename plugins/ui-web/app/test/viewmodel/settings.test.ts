import { beforeEach, expect, test } from 'vitest';
import { App } from '../../src/viewmodel/app';
import { keepPreferences, notifies, theme } from '../../src/viewmodel/preferences';
import { language, words } from '../../src/viewmodel/words/words';
import { FakeService, user } from '../fake_service';

let service: FakeService, app: App;
beforeEach(async () => {
  service = new FakeService();
  Object.assign(service.host.answers, {
    'session.list': () => [{ id: 's1', deviceClass: 'WEB', address: '::1', agent: 'Firefox/1 Linux', signedInAt: '2026-01-01T00:00:00.000', isThis: true }],
    'friends.hidden': () => [user(3, 'cleo')],
    'friends.blocked': () => [user(4, 'dora')],
  });
  app = new App(await service.started(), service.restClient());
});

test('the devices one is signed in on, and the people put away', async () => {
  await app.settings.load();
  expect(app.settings.devices.value).toMatchObject([{ id: 's1', isThis: true }]);
  expect([app.repository.friends.hidden.value[0]!.name, app.repository.friends.blocked.value[0]!.name]).toEqual(['cleo', 'dora']);
  await app.settings.endDevice('s1');
  expect(service.host.asked).toContainEqual(['session.end', { session: 's1' }]);
});

test('the way to the administration is shown to administrators', async () => {
  service.host.answers['admin.status'] = () => {
    throw ['denied', { code: 'NOT_PERMITTED' }];
  };
  await app.settings.load();
  expect(app.settings.isAdmin.value).toBe(false);
  delete service.host.answers['admin.status'];
  await app.settings.load();
  expect(app.settings.isAdmin.value).toBe(true);
});

test('a wrong old password says so and keeps what was typed', async () => {
  const { settings } = app;
  [settings.oldPassword.value, settings.newPassword.value] = ['old', 'new'];
  service.host.answers['account.password'] = () => {
    throw ['invalid', { code: 'BAD_REQUEST' }];
  };
  await settings.changePassword();
  expect([settings.trouble.value, settings.newPassword.value]).toEqual([words.value.errOldPassword, 'new']);
  service.host.answers['account.password'] = () => ({});
  await settings.changePassword();
  expect([settings.trouble.value, settings.newPassword.value, app.toasts.text.value]).toEqual(['', '', words.value.passwordChanged]);
});

test('notifications are on only where the browser allows them', async () => {
  await app.setNotifies(true);
  expect([notifies.value, app.toasts.text.value]).toEqual([false, words.value.notificationsDenied]);
  app.askToNotify = async () => true;
  await app.setNotifies(true);
  expect(notifies.value).toBe(true);
  await app.setNotifies(false);
});

test('what one likes is remembered', () => {
  const kept = new Map<string, string>();
  keepPreferences({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }, ['en-GB']);
  expect([language.value, theme.value]).toEqual(['en', 'system']);
  theme.value = 'dark';
  language.value = 'ko';
  expect(JSON.parse([...kept.values()][0]!)).toEqual({ language: 'ko', theme: 'dark', notifies: false });
});
