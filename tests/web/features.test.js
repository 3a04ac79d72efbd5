// What one does with messages and rooms, seen by two people at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from '../scenarios/lib/host.js';
import { password } from '../scenarios/lib/people.js';
import { Browser, phone } from './lib/browser.js';
import { landscape } from './lib/landscape.js';
import { friends, group, sayAll, somebody } from './lib/stage.js';

let browser, anna, ben, cleo, dora, a, b;
const stage = hostForAll({ before, after }, {}, async (host) => {
  browser = await Browser.start();
  [anna, ben, cleo, dora] = [await somebody(host, '안나'), await somebody(host, '벤'), await somebody(host, '클레오'), await somebody(host, '도라')];
  await friends(anna, ben, cleo);
  await sayAll(await group('우리 방', anna, ben, dora), [ben, '점심 먹었어?']);
  [a, b] = [await browser.window(host), await browser.window(host, { size: phone })];
  await a.signIn(anna.cid);
  await b.signIn(ben.cid);
  await a.open('우리 방');
  await b.open('우리 방');
});
after(() => browser?.stop());

const menu = async (window, text, entry) => {
  await window.message(text).getByRole('button', { name: '더 보기' }).click();
  await window.page.getByRole('dialog').getByRole('button', { name: entry, exact: true }).click();
};

test('replies, reactions, edits, deletions, notices and mentions arrive', async () => {
  await menu(a, '점심 먹었어?', '답장');
  await a.say('아직, 같이 먹자');
  await b.message('아직, 같이 먹자').getByText('벤에게 답장').waitFor();
  await menu(b, '아직, 같이 먹자', '공감 ❤️');
  await a.message('아직, 같이 먹자').getByRole('button', { name: '❤️ 1' }).waitFor();
  await a.message('아직, 같이 먹자').getByRole('button', { name: '❤️ 1' }).click();
  await b.message('아직, 같이 먹자').getByRole('button', { name: '❤️ 2' }).waitFor();
  await menu(a, '아직, 같이 먹자', '수정');
  await a.say('열두 시에 같이 먹자');
  await b.message('열두 시에 같이 먹자').getByText('(수정됨)').waitFor();
  await menu(a, '열두 시에 같이 먹자', '공지로 등록');
  await b.page.locator('.notice-bar', { hasText: '열두 시에 같이 먹자' }).waitFor();
  await a.page.getByLabel('메시지 입력').fill('@ㅂ');
  await a.page.getByRole('button', { name: '벤', exact: true }).click();
  await a.page.getByLabel('메시지 입력').press('End');
  await a.page.keyboard.type('어디야');
  await a.page.keyboard.press('Enter');
  await b.page.locator('.mention', { hasText: '@벤' }).waitFor();
  await menu(a, '@벤 어디야', '모두에게서 삭제');
  await b.page.getByRole('log').getByText('삭제된 메시지입니다.').waitFor();
});

test('photos and files are chosen, pasted and dropped', async () => {
  const photo = { name: '산.png', mimeType: 'image/png', buffer: landscape(120, 100) };
  await a.page.locator('.composer input[type=file]').setInputFiles([photo, { name: '회의록.txt', mimeType: 'text/plain', buffer: Buffer.from('안녕') }]);
  await b.page.getByRole('img', { name: '사진' }).waitFor();
  await b.page.getByRole('link', { name: '회의록.txt' }).waitFor();
  const give = (event, target, field) => a.page.evaluate(({ event, target, field, bytes }) => {
    const given = new DataTransfer();
    given.items.add(new File([new Uint8Array(bytes)], 'b.png', { type: 'image/png' }));
    document.querySelector(target).dispatchEvent(new (event === 'paste' ? ClipboardEvent : DragEvent)(event, { [field]: given, bubbles: true, cancelable: true }));
  }, { event, target, field, bytes: [...photo.buffer] });
  await give('paste', '.composer textarea', 'clipboardData');
  await give('drop', '.conversation', 'dataTransfer');
  await b.page.getByRole('img', { name: '사진' }).nth(2).waitFor();
});

test('one signs in, opens a room, talks, replies and looks around by the keyboard alone', async () => {
  const { page } = await browser.window(stage.host);
  const { keyboard } = page;
  const named = () => page.evaluate(() => {
    const { activeElement: element, body } = document;
    return element === body ? '' : element.getAttribute('aria-label') ?? element.textContent;
  });
  // With Tab, as often as it takes.
  const goTo = async (wanted, key = 'Tab') => {
    for (let presses = 0; !wanted.test(await named()); ++presses) {
      assert.ok(presses < 60, `no ${wanted} by ${key}`);
      await keyboard.press(key);
    }
  };
  await page.waitForFunction(() => document.activeElement.id === 'cid'); // it waits for being typed in
  await keyboard.type(dora.cid);
  await keyboard.press('Tab');
  await keyboard.type(password);
  await keyboard.press('Enter');
  await page.locator('.list-pane .row', { hasText: '우리 방' }).waitFor();
  await goTo(/우리 방/);
  await keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-label') === '메시지 입력'); // one can type at once
  await keyboard.type('키보드로만');
  await keyboard.press('Shift+Enter');
  await keyboard.type('두 줄');
  await keyboard.press('Enter');
  await b.message('키보드로만\n두 줄').waitFor();
  await page.locator('.letter-waiting').waitFor({ state: 'detached' });
  await goTo(/^더 보기$/, 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-label') === '더 보기'); // where it was
  await keyboard.press('Enter');
  await goTo(/^답장$/);
  await keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-label') === '메시지 입력');
  await keyboard.type('스스로에게');
  await keyboard.press('Enter');
  await b.message('스스로에게').getByText('도라에게 답장').waitFor();
  await goTo(/^설정$/, 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: '설정' }).waitFor();
});

test('rooms are named, pinned, muted, shared and left', async () => {
  await a.page.getByRole('button', { name: '채팅방 서랍' }).click();
  const drawer = a.page.getByRole('dialog', { name: '채팅방 서랍' });
  await drawer.getByLabel('채팅방 이름').fill('점심 모임');
  await drawer.getByRole('button', { name: '이름 바꾸기' }).click();
  await b.page.getByRole('heading', { name: '점심 모임' }).waitFor();
  await drawer.getByRole('button', { name: '상단 고정' }).click();
  await drawer.getByRole('button', { name: '알림 끄기' }).click();
  await drawer.getByRole('button', { name: '알림 켜기' }).waitFor();
  await drawer.getByRole('button', { name: '초대' }).click();
  await a.page.getByLabel('클레오').check();
  await a.page.getByRole('dialog', { name: '대화 상대 초대' }).getByRole('button', { name: '초대', exact: true }).click();
  await b.page.locator('.event-line', { hasText: '클레오' }).waitFor();
  await drawer.getByRole('button', { name: '나가기' }).click();
  await drawer.getByRole('group', { name: '나가기' }).getByRole('button').click();
  await a.page.getByText('채팅방을 선택해 주세요').waitFor();
  await b.page.locator('.event-line', { hasText: '안나' }).last().waitFor();
});

test('two windows of one browser are two people; who stays signed in is so in windows opened later', async () => {
  const first = await browser.window(stage.host);
  await first.signIn(cleo.cid);
  const second = await first.another();
  await second.signIn(dora.cid, { stays: true });
  const third = await first.another();
  await third.isIn();
  for (const [window, name] of [[first, '클레오'], [second, '도라'], [third, '도라']]) {
    await window.page.reload();
    await window.page.getByRole('navigation').getByRole('button', { name: '친구' }).click();
    await window.page.locator('.self-row', { hasText: name }).waitFor();
  }
  await third.page.getByRole('navigation').getByRole('button', { name: '설정' }).click();
  await third.page.getByRole('button', { name: '로그아웃', exact: true }).click();
  await second.page.getByLabel('아이디').waitFor();
  await first.page.reload();
  await first.isIn();
  assert.deepEqual([browser.complaints(), second.complaints, third.complaints].flat(), []);
});
