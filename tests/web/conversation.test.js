// Two people who have never been here talk with each other; then the host is killed under them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freshFolder, Host } from '../scenarios/lib/host.js';
import { rm } from 'node:fs/promises';
import { Browser, phone } from './lib/browser.js';

let host, browser, data;
before(async () => {
  data = await freshFolder();
  host = await Host.start({ data });
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await host?.stop();
  await rm(data, { recursive: true, force: true });
});

const once = (texts, expected) => assert.deepEqual(texts.filter((text) => expected.includes(text)), expected);

test('two newcomers sign up, find each other and talk; nobody loses anything when the host is killed, and nobody reloads', async () => {
  const [a, b] = [await browser.window(host), await browser.window(host, { size: phone })];
  await a.signUp('안나');
  const ben = await b.signUp('벤');

  await a.page.getByRole('navigation').getByRole('button', { name: '친구' }).click();
  await a.page.getByRole('button', { name: '친구 추가' }).click();
  await a.page.getByLabel('친구의 아이디').fill(ben.cid);
  await a.page.getByRole('button', { name: '찾기' }).click();
  await a.page.getByRole('button', { name: '추가', exact: true }).click();
  await a.page.getByRole('button', { name: '1:1 채팅' }).click();
  await a.say('안녕, 벤!');

  const row = b.page.locator('.list-pane .row', { hasText: '안나' });
  await row.locator('.badge', { hasText: '1' }).waitFor();
  await a.message('안녕, 벤!').locator('.unread', { hasText: '1' }).waitFor();
  await b.open('안나');
  await b.message('안녕, 벤!').waitFor();
  await a.message('안녕, 벤!').locator('.unread').waitFor({ state: 'detached' });
  await b.page.getByLabel('메시지 입력').pressSequentially('음');
  await a.page.getByText('벤님이 입력하고 있습니다').waitFor();
  await b.say('반가워');
  await a.message('반가워').waitFor();

  const { port } = host;
  await host.kill();
  await a.page.getByText('다시 연결하는 중').waitFor();
  await a.say('오프라인 하나');
  await a.say('오프라인 둘');
  await b.say('나도 오프라인');
  await b.keeps(1);
  await b.page.reload({ waitUntil: 'commit' }).catch(() => {}); // the shell is kept: the page is there without a host
  await b.page.getByText('나도 오프라인').waitFor({ state: 'detached' });
  const loads = a.loads;
  host = await Host.start({ data, port });

  for (const window of [a, b]) for (const text of ['오프라인 하나', '오프라인 둘', '나도 오프라인']) await window.message(text).waitFor();
  await a.page.getByText('다시 연결되었습니다.').waitFor();
  await a.page.locator('.letter-waiting').waitFor({ state: 'detached' });
  for (const window of [a, b]) {
    const texts = await window.texts();
    once(texts, ['안녕, 벤!', '반가워', ...texts.filter((text) => text.includes('오프라인'))]);
    once(texts, ['오프라인 하나', '오프라인 둘']);
    assert.equal(texts.filter((text) => text === '나도 오프라인').length, 1);
  }
  assert.deepEqual(await a.texts(), await b.texts());
  assert.equal(a.loads, loads);
  assert.deepEqual(browser.complaints(), []);
});
