// The administrator's page: who gets in, what it shows of a running host, and what one does with it; a page that shows itself to nobody asks
// for nothing. COCOTALK_PICTURES=1 writes docs/pictures/admin.png.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freshFolder, Host, root, runToEnd } from '../scenarios/lib/host.js';
import { hasNoBarriers } from './lib/axe.js';
import { Browser } from './lib/browser.js';
import { playHour } from './lib/hour.js';
import { friends, group, pair, sayAll, somebody } from './lib/stage.js';

let data, host, browser, minji, junho, sora, desk, other;
before(async () => {
  data = await freshFolder();
  [host, browser] = [await Host.start({ data }), await Browser.start()];
  [minji, junho, sora] = [await somebody(host, '김민지'), await somebody(host, '이준호'), await somebody(host, '박소라')];
  await friends(minji, junho, sora);
  await sayAll(await group('일요일 등산', minji, junho, sora), [junho, '일요일에 다들 시간 돼요?'], [minji, '저요!']);
  await sayAll(await pair(sora, minji), [sora, '김밥은 내가 준비할게']);
});
after(async () => {
  await browser?.stop();
  const { code } = await host.stop();
  await rm(data, { recursive: true, force: true });
  assert.equal(code, 0, host.said.stderr.slice(-6000));
});

async function signIn({ page }, cid) {
  await page.getByLabel('아이디').fill(cid);
  await page.getByLabel('비밀번호').fill('correct-horse-battery');
  await page.getByRole('button', { name: '로그인' }).click();
}
const section = ({ page }, name) => page.getByRole('navigation', { name: '살펴볼 것' }).getByRole('link', { name }).click();
const row = ({ page }, text) => page.getByRole('row').filter({ hasText: text });
const fits = ({ page }) => page.evaluate(() => [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('svg')).map((each) => each.outerHTML.slice(0, 120)));
// Commands the page asks from now on, by their names.
function questions({ page }) {
  const asked = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => {
    const command = /destination:\/command\/(\S+)/.exec(String(payload))?.[1];
    if (command) asked.push(command);
  }));
  return asked;
}

test('who is not signed in signs in first; who is no administrator reads how to become one, and gets in then', async () => {
  desk = await browser.window(host, { path: '/admin' });
  await signIn(desk, minji.cid);
  await desk.page.getByRole('heading', { name: '관리자만 볼 수 있는 화면입니다' }).waitFor();
  const command = await desk.page.locator('code').textContent();
  assert.equal(command, `cocotalk user role ${minji.cid} admin`);
  await hasNoBarriers(desk, 'refused');
  await Promise.all([minji, junho, sora].map(({ native }) => native.disconnect()));
  await host.stop();
  const { code, stderr } = await runToEnd([...command.split(' ').slice(1), '--data', data]);
  assert.equal(code, 0, stderr);
  host = await Host.start({ data, port: host.port });
  await desk.page.getByRole('heading', { name: '관리', exact: true }).waitFor();
});

test('it shows how the host is, with an hour of numbers to look at and to read', async () => {
  const { page } = desk;
  await page.getByText('정상').first().waitFor();
  for (const title of ['연결', '초당 메시지', '저장 시간']) await page.getByRole('img', { name: new RegExp(`^${title}\\. 지난 1시간: 지금 `) }).waitFor();
  const slider = page.getByRole('slider', { name: '연결, 지난 1시간' });
  await slider.waitFor(); // two values of the history
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  const spoken = await slider.getAttribute('aria-valuetext');
  assert.match(spoken, /^오[전후] \d+:\d\d에 \d+$/);
  assert.equal(await page.locator('.chart.connections .beside').textContent(), spoken);
  await slider.blur();
  await page.locator('.chart.messages .plot').hover();
  await page.locator('.chart.messages .cursor').waitFor({ state: 'attached' }); // a line has no width
  await page.mouse.move(1, 1);
  await page.locator('.chart.messages .cursor').waitFor({ state: 'detached' });
});

test('it is found in the settings by administrators, and by nobody else', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: '채팅으로' }).click();
  await desk.isIn();
  await page.getByRole('navigation').getByRole('button', { name: '설정' }).click();
  await page.getByRole('link', { name: '서버 관리' }).click();
  await page.getByRole('heading', { name: '관리', exact: true }).waitFor();
  other = await browser.window(host);
  await other.signIn(junho.cid);
  await other.page.getByRole('navigation').getByRole('button', { name: '설정' }).click();
  await other.page.getByText('이 기기').waitFor();
  assert.equal(await other.page.getByRole('link', { name: '서버 관리' }).count(), 0);
});

test('plugins show their state below a whole hour; a phone shows the same, dark and in English, nothing wider than 360 pixels', async () => {
  await playHour(desk);
  await desk.page.reload();
  await desk.page.getByRole('img', { name: /^연결.* 최소 \d{3}, 최대 \d{3},/ }).waitFor();
  await row(desk, 'storage').getByText('실행 중').waitFor();
  await hasNoBarriers(desk, 'plugins');
  if (process.env.COCOTALK_PICTURES) await desk.page.screenshot({ path: path.join(root, 'docs/pictures/admin.png'), scale: 'css' });
  const { page } = desk;
  await page.setViewportSize({ width: 360, height: 640 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Administration' }).waitFor();
  assert.deepEqual(await fits(desk), []);
  await hasNoBarriers(desk, 'phone');
  await page.getByRole('button', { name: '한국어' }).click();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1180, height: 780 });
});

test('accounts are found, and lead to their sessions; rooms show what they hold', async () => {
  const { page } = desk;
  await section(desk, '계정');
  await row(desk, junho.cid).getByText('사용자').waitFor();
  await row(desk, minji.cid).getByText('관리자').waitFor();
  await hasNoBarriers(desk, 'accounts');
  await page.getByLabel('아이디 앞부분으로 찾기').fill(junho.cid);
  await row(desk, minji.cid).waitFor({ state: 'detached' });
  await row(desk, junho.cid).getByRole('button', { name: `${junho.cid}의 로그인: 2` }).click();
  await row(desk, junho.cid).getByText('모바일').waitFor();
  assert.equal(await row(desk, minji.cid).count(), 0);
  await hasNoBarriers(desk, 'sessions');
  await page.getByRole('button', { name: '모두 보기' }).click();
  await row(desk, minji.cid).first().waitFor();
  await section(desk, '채팅방');
  await row(desk, '일요일 등산').getByText('그룹').waitFor();
  await page.reload(); // the address keeps the place
  await row(desk, '일요일 등산').waitFor();
  await hasNoBarriers(desk, 'rooms');
});

test('a session is ended after a question, by the keyboard alone; its page says so', async () => {
  const { page } = desk;
  await section(desk, '로그인');
  const end = row(desk, junho.cid).filter({ hasText: '웹' }).getByRole('button');
  await end.focus();
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog');
  await question.getByText(`${junho.cid}님의 이 기기를 로그아웃시킬까요?`).waitFor();
  await hasNoBarriers(desk, 'end a session');
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await page.waitForFunction((name) => document.activeElement.getAttribute('aria-label') === name, `${junho.cid}의 로그인 끝내기`); // where it was
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: '끝내기', exact: true }).focus();
  await page.keyboard.press('Enter');
  await other.page.getByText('로그아웃되었습니다.').waitFor();
  await end.waitFor({ state: 'detached' });
  await page.getByText(`${junho.cid}님의 로그인을 끝냈습니다.`).waitFor();
});

test('a plugin is replaced by a library of the plugin folder; one that does not fit is refused with the reason', async () => {
  const { page } = desk;
  await section(desk, '플러그인');
  await page.getByRole('button', { name: 'session-policy 바꾸기', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '플러그인 바꾸기: session-policy' });
  await dialog.getByText('다른 이름의 라이브러리').click();
  await dialog.getByLabel('search.so').check();
  await hasNoBarriers(desk, 'replace');
  await dialog.getByRole('button', { name: '바꾸기', exact: true }).click();
  await dialog.getByText('서버가 거절했습니다. 바뀐 것은 없습니다.').waitFor();
  await dialog.locator('p.told', { hasText: 'session-policy' }).waitFor();
  await dialog.getByLabel('session-policy.so').check();
  await dialog.getByRole('button', { name: '바꾸기', exact: true }).click();
  await dialog.getByRole('listitem').filter({ hasText: '→' }).first().waitFor();
  await hasNoBarriers(desk, 'replaced');
  await dialog.getByRole('button', { name: '닫기' }).last().click();
  await row(desk, 'session-policy').first().getByText('실행 중').waitFor();
});

test('the configuration is read again after a question', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: '설정 다시 읽기' }).click();
  const dialog = page.getByRole('dialog', { name: '설정 다시 읽기' });
  await dialog.getByRole('button', { name: '다시 읽기', exact: true }).click();
  await dialog.getByText('되었습니다.').waitFor();
  await page.keyboard.press('Escape');
});

test('nothing is asked while nobody sees the page, and at once when somebody does; no page complained', async () => {
  const { page } = desk;
  const asked = questions(desk);
  const looks = () => asked.filter((name) => name === 'admin.status').length;
  await page.clock.install();
  await page.reload();
  await page.locator('.admin-head').waitFor();
  const show = (state) => page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
  await show('hidden');
  const before = looks();
  await page.clock.runFor(9000);
  await page.evaluate(() => {});
  assert.equal(looks(), before);
  await show('visible');
  await until(() => looks() === before + 1, () => `asked: ${asked}`);
  await page.clock.runFor(3000);
  await until(() => looks() > before + 1, () => `asked: ${asked}`);
  assert.deepEqual(browser.complaints(), []);
});

async function until(isSo, what) {
  for (const end = Date.now() + 30_000; !isSo();) {
    assert.ok(Date.now() < end, what());
    await desk.page.evaluate(() => {}); // its events come before the answer
  }
}
