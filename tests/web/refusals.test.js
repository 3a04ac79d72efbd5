// What goes wrong says what happened and what to do, in the language one reads, and keeps what was typed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from '../scenarios/lib/host.js';
import { Browser, phone } from './lib/browser.js';
import { friends, group, ok, sayAll, somebody } from './lib/stage.js';

const largest = 256 * 1024;
const limits = ['--set', `transport-http.max_file=${largest}`, '--set', 'service.message_burst=3', '--set', 'service.messages_per_second=1'];
let browser, anna, ben, roomId, korean, english;
const stage = hostForAll({ before, after }, { args: limits }, async (host) => {
  browser = await Browser.start();
  const people = [];
  for (const name of ['안나', '벤', '클레오']) people.push(await somebody(host, name));
  [anna, ben] = people;
  await friends(...people);
  roomId = await group('우리 방', ...people);
  await sayAll(roomId, [ben, '안녕']);
  korean = await browser.window(host);
  english = await browser.window(host, { size: phone, locale: 'en-US' });
  await korean.signIn(anna.cid);
  await korean.open('우리 방');
});
after(() => browser?.stop());

const give = ({ page }, name, bytes) => page.locator('.composer input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(bytes, 'x') });

test('a wrong password says so, in English to whose browser is English, and the id stays', async () => {
  const { page } = english;
  await page.getByLabel('ID').fill(ben.cid);
  await page.getByLabel('Password').fill('nonsense');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('The ID or the password is wrong. Check both.').waitFor();
  assert.equal(await page.getByLabel('ID').inputValue(), ben.cid);
});

test('a file goes up with a bar that tells how far it is, and can be taken back on the way', async () => {
  const { page } = korean;
  const devtools = await page.context().newCDPSession(page);
  const throughput = (uploadThroughput) => devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await devtools.send('Network.enable');
  await throughput(20_000); // bytes a second
  await give(korean, '큰 것.bin', largest / 2);
  const bar = page.locator('progress');
  await bar.waitFor();
  await page.waitForFunction(() => {
    const part = document.querySelector('progress')?.value;
    return part > 0.02 && part < 0.98;
  });
  assert.match(await bar.getAttribute('aria-label'), /^\d+% 올리는 중$/);
  await page.locator('.letter-progress').getByRole('button', { name: '취소' }).click();
  await bar.waitFor({ state: 'detached' });
  await korean.keeps(0);
  await throughput(-1);
  await give(korean, '작은 것.bin', 1000);
  await page.getByRole('link', { name: '작은 것.bin' }).waitFor();
  assert.equal(await page.getByRole('link', { name: '큰 것.bin' }).count(), 0);
});

test('a file of the largest size is sent, one that is larger is refused and stays until one takes it away', async () => {
  const { page } = korean;
  await give(korean, '가장 큰 것.bin', largest);
  await page.getByRole('link', { name: '가장 큰 것.bin' }).waitFor();
  await give(korean, '더 큰 것.bin', largest + 64 * 1024); // a form around it counts, too
  const refused = page.locator('.letter-failed', { hasText: '파일이 너무 큽니다. 더 작은 파일로 보내 주세요.' });
  await refused.waitFor();
  await refused.getByRole('button', { name: '다시 보내기' }).click(); // it says no again, and is still there
  await refused.waitFor();
  await page.getByText('더 큰 것.bin').waitFor();
  await refused.getByRole('button', { name: '삭제' }).click();
  await refused.waitFor({ state: 'detached' });
  await korean.keeps(0);
});

test('a text that is too long is refused and given back to be written otherwise', async () => {
  const { page } = korean;
  const long = '가'.repeat(6000); // 18 KB
  await korean.say(long);
  const refused = page.locator('.letter-failed', { hasText: '메시지가 너무 깁니다. 나누어 보내 주세요.' });
  await refused.getByRole('button', { name: '수정' }).click();
  assert.equal(await page.getByLabel('메시지 입력').inputValue(), long);
  await korean.say('짧게');
  await korean.message('짧게').waitFor();
});

test('who talks faster than the host allows waits, and everything is said once and in order', async () => {
  const said = Array.from({ length: 9 }, (_, n) => `빨리 ${n}`);
  for (const text of said) await korean.say(text);
  await korean.page.waitForFunction(() => document.querySelectorAll('.letter-waiting').length > 0);
  for (const text of said) await korean.message(text).getByRole('button', { name: '더 보기' }).waitFor();
  assert.deepEqual((await korean.texts()).filter((text) => text.startsWith('빨리')), said);
});

test('a session that another device ends says so and keeps what was typed; a room left there closes here', async () => {
  const { page } = korean;
  await page.getByLabel('메시지 입력').fill('반쯤');
  await page.getByLabel('메시지 입력').blur();
  const sessions = await ok(anna, 'session.list');
  const web = sessions.find(({ deviceClass }) => deviceClass === 'WEB');
  await ok(anna, 'session.end', { session: web.id });
  await page.getByText('로그아웃되었습니다.').waitFor();
  await korean.signIn(anna.cid);
  await korean.open('우리 방');
  assert.equal(await page.getByLabel('메시지 입력').inputValue(), '반쯤');
  await ok(anna, 'room.leave', { roomId }); // from the phone
  await page.getByText('채팅방을 선택해 주세요').waitFor();
  assert.deepEqual(browser.complaints().filter((text) => !/status of 4\d\d/.test(text)), []); // the browser says what the host refused
});
