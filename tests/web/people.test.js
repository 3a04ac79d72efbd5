// Oneself and others: friends, the profile, devices, notifications, language and colours.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MOBILE } from '../scenarios/lib/device.js';
import { hostForAll } from '../scenarios/lib/host.js';
import { Native } from '../scenarios/lib/native.js';
import { signIn } from '../scenarios/lib/people.js';
import { Browser, phone } from './lib/browser.js';
import { landscape } from './lib/landscape.js';
import { friends, group, pair, say, sayAll, somebody } from './lib/stage.js';

let browser, anna, ben, cleo, dora, a, trio, withBen;
const stage = hostForAll({ before, after }, {}, async (host) => {
  browser = await Browser.start();
  [anna, ben, cleo, dora] = [await somebody(host, '안나'), await somebody(host, '벤'), await somebody(host, '클레오'), await somebody(host, '도라')];
  await friends(anna, ben, cleo);
  trio = await group('셋이서', anna, ben, cleo);
  withBen = await pair(ben, anna);
  await sayAll(trio, [ben, '안녕']);
  await sayAll(withBen, [ben, '둘이서 안녕']);
  a = await browser.window(host);
  await a.signIn(anna.cid);
});
after(() => browser?.stop());

const tab = ({ page }, name) => page.getByRole('navigation').getByRole('button', { name }).click();
const section = (page, title) => page.locator('section', { has: page.getByRole('heading', { name: title }) }).last(); // the innermost

test('friends are found by name and initial consonants, added by id, favoured, hidden and blocked, and come back', async () => {
  const { page } = a;
  await tab(a, '친구');
  await page.getByLabel('이름 검색').fill('ㅋㄹ');
  await page.locator('.list-pane .row', { hasText: '클레오' }).waitFor();
  await page.locator('.list-pane .row', { hasText: '벤' }).waitFor({ state: 'detached' });
  await page.getByLabel('이름 검색').fill('');
  await page.getByRole('button', { name: '친구 추가' }).click();
  const adding = page.getByRole('dialog', { name: '친구 추가' });
  await adding.getByLabel('친구의 아이디').fill('nobody-at-all');
  await adding.getByRole('button', { name: '찾기' }).click();
  await adding.getByText('그런 아이디를 쓰는 사람이 없습니다. 철자를 확인해 주세요.').waitFor();
  await adding.getByLabel('친구의 아이디').fill(dora.cid);
  await adding.getByRole('button', { name: '찾기' }).click();
  await adding.getByRole('button', { name: '추가', exact: true }).click();
  await adding.getByText('이미 친구입니다.').waitFor();
  await page.keyboard.press('Escape');

  const card = async (name, deed) => {
    await page.locator('.list-pane .row', { hasText: name }).last().click();
    await page.getByRole('dialog', { name }).getByRole('button', { name: deed, exact: true }).click();
  };
  await card('벤', '즐겨찾기 추가');
  await page.getByRole('dialog').getByRole('button', { name: '즐겨찾기 해제' }).waitFor();
  await page.keyboard.press('Escape');
  await section(page, '즐겨찾기').locator('.row-title', { hasText: '벤' }).waitFor();
  await card('클레오', '숨기기');
  await card('도라', '차단');
  for (const name of ['클레오', '도라']) await page.locator('.list-pane .row', { hasText: name }).waitFor({ state: 'detached' });
  await tab(a, '설정');
  await section(page, '숨긴 친구').getByText('클레오').waitFor();
  await section(page, '숨긴 친구').getByRole('button', { name: '숨김 해제' }).click();
  await section(page, '차단한 친구').getByText('도라').waitFor();
  await section(page, '차단한 친구').getByRole('button', { name: '차단 해제' }).click();
  await section(page, '차단한 친구').getByText('없음').waitFor();
  await tab(a, '친구');
  for (const name of ['클레오', '도라']) await page.locator('.list-pane .row', { hasText: name }).waitFor();
});

test('a profile has a picture, a background and a status; what is no picture is refused in a sentence, and the rest is kept', async () => {
  const { page } = a;
  await page.locator('.self-row button').click();
  const mine = page.getByRole('dialog', { name: '내 프로필' });
  await mine.getByLabel('상태메시지').fill('산에 가는 중');
  await mine.getByLabel('사진 바꾸기').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await a.seesToast('사진 파일이 아닙니다. JPEG, PNG, GIF 또는 WebP를 골라 주세요.');
  assert.equal(await mine.getByLabel('상태메시지').inputValue(), '산에 가는 중');
  for (const label of ['사진 바꾸기', '배경']) await mine.getByLabel(label).setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: landscape(120, 120) });
  await mine.locator('.profile-background').waitFor();
  await mine.getByRole('button', { name: '사진 삭제' }).waitFor();
  await mine.getByRole('button', { name: '저장' }).click();
  await a.seesToast('저장했습니다.');
  const b = await browser.window(stage.host, { size: phone });
  await b.signIn(ben.cid);
  await tab(b, '친구');
  await b.page.locator('.list-pane .row', { hasText: '안나' }).click();
  const card = b.page.getByRole('dialog', { name: '안나' });
  await card.getByText('산에 가는 중').waitFor();
  await b.page.waitForFunction(() => [...document.querySelectorAll('dialog img')].filter((image) => image.complete && image.naturalWidth > 0).length === 2);
});

test('a room is made of chosen friends, and is there for them', async () => {
  const { page } = a;
  await tab(a, '채팅');
  await page.getByRole('button', { name: '새로운 채팅' }).click();
  const choosing = page.getByRole('dialog', { name: '대화 상대 선택' });
  for (const name of ['벤', '클레오']) await choosing.getByLabel(name).check();
  await choosing.getByLabel('채팅방 이름 (선택)').fill('새 모임');
  await choosing.getByRole('button', { name: '만들기' }).click();
  await page.getByRole('heading', { name: '새 모임' }).waitFor();
  await a.say('모두 환영해요');
  const c = await browser.window(stage.host);
  await c.signIn(cleo.cid);
  await c.open('새 모임');
  await c.message('모두 환영해요').waitFor();
});

test('while the page is open it notifies of what is said elsewhere, and leads there; not of the room one reads, nor of a muted one', async () => {
  const { page } = a;
  await page.context().grantPermissions(['notifications'], { origin: stage.host.url });
  await page.evaluate(() => {
    window.notes = [];
    window.Notification = class extends Notification {
      constructor(title, options) {
        super(title, options);
        window.notes.push({ title, body: options.body, click: () => this.onclick() });
      }
    };
  });
  const notes = (count) => page.waitForFunction((wanted) => window.notes.length === wanted && window.notes.map(({ title, body }) => [title, body]), count).then((found) => found.jsonValue());
  await a.open('셋이서');
  await say(ben, withBen, '아직 조용히');
  await page.locator('.list-pane .row', { hasText: '아직 조용히' }).waitFor();
  assert.deepEqual(await notes(0), []); // nobody asked for it
  await tab(a, '설정');
  await page.getByLabel('열려 있는 동안 알림 받기').check();
  await tab(a, '채팅');
  await say(ben, trio, '보고 있는 말');
  await a.message('보고 있는 말').waitFor();
  await say(ben, withBen, '여기 봐');
  assert.deepEqual(await notes(1), [['벤', '여기 봐']]);
  await page.evaluate(() => window.notes[0].click());
  await a.message('여기 봐').waitFor();
  await page.getByRole('button', { name: '채팅방 서랍' }).click();
  await page.getByRole('button', { name: '알림 끄기' }).click();
  await page.getByRole('button', { name: '알림 켜기' }).waitFor();
  await page.keyboard.press('Escape');
  await a.open('셋이서');
  await say(ben, withBen, '소리 없이');
  await page.locator('.list-pane .row', { hasText: '소리 없이' }).waitFor();
  await a.open('새 모임');
  await say(ben, trio, '다른 방에서');
  assert.deepEqual(await notes(2), [['벤', '여기 봐'], ['셋이서', '다른 방에서']]);
});

test('language and colours are chosen and kept; a refusal is in the language one reads', async () => {
  const { page } = a;
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const bright = await paper();
  await tab(a, '설정');
  await page.getByLabel('어둡게').check();
  const dark = await paper();
  assert.notEqual(dark, bright);
  await page.getByLabel('English').check();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.getByLabel('Current password').fill('not it');
  await page.getByLabel('New password').fill('another-horse-battery');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('The current password is wrong. Enter it again.').waitFor();
  assert.equal(await page.getByLabel('New password').inputValue(), 'another-horse-battery');
  await page.reload();
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  assert.equal(await paper(), dark);
  await page.getByLabel('As the system').check();
  assert.equal(await paper(), bright);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.equal(await paper(), dark);
  await page.getByLabel('한국어').check();
});

test('a phone stays beside the page, both hear everything, and one ends the other\'s session', async () => {
  const { page } = a;
  const device = await signIn(stage.host, anna.cid, MOBILE);
  const native = await Native.connect(stage.host, device.accessToken);
  const heard = await native.hear(`/room/${trio}`);
  await tab(a, '채팅');
  await a.open('셋이서');
  await a.say('페이지에서');
  assert.equal(JSON.parse((await heard.next('what the page says')).body).content, '페이지에서');
  await native.say(trio, '전화기에서');
  await a.message('전화기에서').waitFor();
  assert.ok(await a.message('전화기에서').evaluate((each) => each.classList.contains('mine')));
  await tab(a, '설정');
  await page.locator('.devices li', { hasText: '이 기기' }).waitFor();
  const phones = page.locator('.devices li', { hasText: '모바일' });
  assert.equal(await phones.count(), 1);
  await phones.getByRole('button', { name: '로그아웃시키기' }).click();
  assert.equal((await native.closed.next('the end of its link')).code, 4010);
  await phones.waitFor({ state: 'detached' });
});

test('another page takes its place: it says why, and what was typed is there when one comes back', async () => {
  const { page } = a;
  await page.getByLabel('메시지 입력').fill('아직 다 쓰지 못한');
  const second = await browser.window(stage.host);
  await second.signIn(anna.cid);
  await page.getByText('다른 기기에서 로그인되었습니다.').waitFor();
  await a.signIn(anna.cid);
  await second.page.getByText('다른 기기에서 로그인되었습니다.').waitFor();
  await a.open('셋이서');
  assert.equal(await page.getByLabel('메시지 입력').inputValue(), '아직 다 쓰지 못한');
  assert.deepEqual(browser.complaints().filter((text) => !/status of 4\d\d/.test(text)), []); // the browser says what the host refused
});
