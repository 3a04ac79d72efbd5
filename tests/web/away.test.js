// The page where the network, the host or the laptop is not there: it opens, says so, keeps what is typed, and goes on without a reload.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { freshFolder, Host } from '../scenarios/lib/host.js';
import { Browser } from './lib/browser.js';
import { friends, group, say, sayAll, somebody } from './lib/stage.js';

let data, host, browser, anna, ben, roomId, renewing;
const tokenLivesMs = 20_000;
before(async () => {
  data = await freshFolder();
  host = await Host.start({ data, args: ['--set', `service.access_token_lifetime=${tokenLivesMs}ms`] });
  browser = await Browser.start();
  const people = [];
  for (const name of ['안나', '벤', '클레오']) people.push(await somebody(host, name));
  [anna, ben] = people;
  await friends(...people);
  roomId = await group('우리 방', ...people);
  await sayAll(roomId, [ben, '처음']);
  renewing = setInterval(() => void staysSignedIn(ben).catch(() => {}), tokenLivesMs / 4); // while there is a host
});
after(async () => {
  clearInterval(renewing);
  await browser?.stop();
  await host?.stop();
  await rm(data, { recursive: true, force: true });
});

// As every client does before its token ends.
async function staysSignedIn({ device, native }) {
  Object.assign(device, (await device.reissue()).json.result);
  await native.ask('session.renew', { accessToken: device.accessToken });
}

async function inTheRoom(from = browser) {
  const window = await from.window(host);
  await window.signIn(anna.cid);
  await window.open('우리 방');
  await window.message('처음').waitFor();
  return window;
}

test('typing never waits for the network: with the host stopped, what one types and says is on the page at once', async () => {
  const window = await inTheRoom();
  const { page } = window;
  const heard = await ben.native.hear(`/room/${roomId}`);
  process.kill(host.pid, 'SIGSTOP'); // it takes bytes, and answers nothing
  try {
    const area = page.getByLabel('메시지 입력');
    await area.pressSequentially('기다리지 않아요');
    assert.equal(await area.inputValue(), '기다리지 않아요');
    await page.keyboard.press('Enter');
    await window.message('기다리지 않아요').getByRole('img', { name: '보내는 중' }).waitFor();
    await area.pressSequentially('둘째도');
    await page.keyboard.press('Enter');
    await window.message('둘째도').waitFor();
    assert.equal(await area.inputValue(), '');
    assert.equal(await page.getByText('다시 연결하는 중').count(), 0, 'the link is not lost yet');
  } finally {
    process.kill(host.pid, 'SIGCONT');
  }
  const said = [];
  while (said.length < 2) said.push(JSON.parse((await heard.next('what was typed', ({ event }) => event === 'message')).body).content);
  assert.deepEqual(said, ['기다리지 않아요', '둘째도']);
  await page.locator('.letter-waiting').first().waitFor({ state: 'detached' });
});

test('a laptop that slept longer than its token lives catches up without a reload, and says so once', async (t) => {
  const laptop = await Browser.start();
  t.after(() => laptop.stop());
  const window = await inTheRoom(laptop);
  const document = await window.document();
  await window.countToasts();
  await window.page.getByLabel('메시지 입력').fill('반쯤 쓴 말');
  const live = await ben.native.hear(`/room/${roomId}/live`);
  laptop.sleep();
  const began = Date.now();
  await live.next('that nobody is here any more', ({ event, body }) => event === 'here' && JSON.parse(body).userId === anna.id && !JSON.parse(body).here, 120_000);
  assert.ok(Date.now() - began > tokenLivesMs);
  for (let n = 0; n < 60; ++n) await say(ben, roomId, `자는 동안 ${n}`);
  laptop.wake();
  await window.message('자는 동안 59').waitFor();
  await window.page.getByText('다시 연결되었습니다.').waitFor();
  const texts = (await window.texts()).filter((text) => text.startsWith('자는 동안'));
  assert.deepEqual(texts, Array.from({ length: 60 }, (_, n) => `자는 동안 ${n}`));
  assert.equal(await window.page.getByLabel('메시지 입력').inputValue(), '반쯤 쓴 말');
  await window.page.keyboard.press('Enter');
  await window.message('반쯤 쓴 말').waitFor();
  assert.deepEqual(await window.toasts(), ['다시 연결되었습니다.']);
  assert.equal(await window.document(), document);
  assert.deepEqual(laptop.complaints(), []);
});

test('it is an app one can install, and its shell opens without the host and says so', async () => {
  const window = await browser.window(host);
  const { page } = window;
  await page.evaluate(() => navigator.serviceWorker.ready);
  const devtools = await page.context().newCDPSession(page);
  const { errors: mistakes, data: manifest } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(mistakes, []);
  const { name, start_url: start, display, icons } = JSON.parse(manifest);
  assert.deepEqual([name, start, display], ['CocoTalk', '/', 'standalone']);
  assert.equal((await page.request.get(host.url + icons[0].src)).status(), 200);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []); // as every page of a test is

  await page.reload(); // through the worker, which keeps it now
  await window.signIn(anna.cid);
  const { port } = host;
  await host.kill();
  await page.reload();
  await page.getByText('서버에 연결할 수 없습니다. 네트워크를 확인하고 다시 시도해 주세요.').waitFor();
  host = await Host.start({ data, port });
  await window.open('우리 방');
  const fresh = await window.another();
  await host.kill();
  await fresh.page.reload();
  await fresh.page.getByLabel('아이디').fill(anna.cid);
  await fresh.page.getByLabel('비밀번호').fill('geheim');
  await fresh.page.getByRole('button', { name: '로그인' }).click();
  await fresh.page.getByRole('alert').getByText('서버에 연결할 수 없습니다.').waitFor();
  assert.deepEqual([await fresh.page.getByLabel('아이디').inputValue(), await fresh.page.getByLabel('비밀번호').inputValue()], [anna.cid, 'geheim'], 'what was typed is kept');
  host = await Host.start({ data, port });
});

test('a network that goes and comes: what was said meanwhile is sent once when it is back', async () => {
  const window = await inTheRoom();
  const { page } = window;
  await window.countToasts();
  await page.context().setOffline(true);
  const { port } = host;
  await host.kill(); // what was open ends, too
  host = await Host.start({ data, port });
  await page.getByText('다시 연결하는 중').waitFor();
  await window.say('산속에서');
  await window.message('산속에서').getByRole('img', { name: '연결되면 보냅니다' }).waitFor();
  await page.context().setOffline(false);
  await window.message('산속에서').locator('.letter-waiting').waitFor({ state: 'detached' });
  await page.getByText('다시 연결되었습니다.').waitFor();
  assert.equal((await window.texts()).filter((text) => text === '산속에서').length, 1);
  assert.deepEqual(await window.toasts(), ['다시 연결되었습니다.']);
  assert.deepEqual(browser.complaints(), []);
});
