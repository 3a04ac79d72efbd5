// Finding and looking: search with highlighting, the drawer, the viewer, links, who has read, bubbles by the minute, the list's order.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from '../scenarios/lib/host.js';
import { mp4 } from '../scenarios/lib/upload.js';
import { Browser, phone } from './lib/browser.js';
import { landscape } from './lib/landscape.js';
import { friends, group, pair, say, sayAll, somebody } from './lib/stage.js';

let browser, anna, ben, cleo, hikers, alone, a, b;
const stage = hostForAll({ before, after }, {}, async (host) => {
  browser = await Browser.start();
  [anna, ben, cleo] = [await somebody(host, '안나'), await somebody(host, '벤'), await somebody(host, '클레오')];
  await friends(anna, ben, cleo);
  hikers = await group('등산 모임', anna, ben, cleo);
  await sayAll(hikers, [ben, '일요일 등산은 북한산으로 가요'], [cleo, '비가 오면 취소할까요?']);
  for (let n = 0; n < 120; ++n) await say(ben, hikers, `그 뒤 ${n}`);
  alone = await pair(cleo, anna);
  await sayAll(alone, [cleo, '둘이서 하는 말']);
  [a, b] = [await browser.window(host), await browser.window(host, { size: phone })];
  await a.signIn(anna.cid);
  await b.signIn(ben.cid);
});
after(() => browser?.stop());

const marks = (found) => found.locator('mark').allTextContents();

test('a search finds two syllables and initial consonants, marks them, and leads to the message, however far back', async () => {
  const { page } = a;
  const query = page.getByLabel('채팅방, 메시지 검색');
  for (const [words, marked] of [['북한', '북한'], ['ㅂㅎㅅ', '북한산'], ['ㄷㅅㅇ', '등산은']]) {
    await query.fill(words);
    const found = page.locator('.row.found', { has: page.locator('mark', { hasText: marked }) });
    await found.waitFor();
    assert.deepEqual(await marks(found), [marked]);
  }
  await page.locator('.row.found', { hasText: '북한산으로' }).click();
  await page.locator('.msg.is-target', { hasText: '북한산으로' }).waitFor();
  await query.fill('클레');
  await page.locator('.row.found', { hasText: '클레오' }).first().waitFor(); // people, too
  await query.fill('없는말이다');
  await page.getByText('찾은 것이 없습니다. 다른 말로 찾아보세요.').waitFor();
  await query.fill('');
  await a.open('등산 모임');
  await page.getByRole('button', { name: '대화 내용 검색' }).click();
  const inRoom = page.getByRole('dialog', { name: '대화 내용 검색' });
  await inRoom.getByLabel('대화 내용 검색').fill('ㅊㅅ');
  await inRoom.locator('mark', { hasText: '취소' }).click();
  await page.locator('.msg.is-target', { hasText: '비가 오면' }).waitFor();
  await page.getByRole('button', { name: '최신 메시지로' }).click();
});

test('photos are looked at large, one after the other; the drawer has them and files; a video plays in its place', async () => {
  const { page } = a;
  const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
  await page.locator('.composer input[type=file]').setInputFiles([
    file('하나.png', 'image/png', landscape(60, 50)), file('둘.png', 'image/png', landscape(50, 60)),
    file('길.mp4', 'video/mp4', mp4(4096)), file('지도.txt', 'text/plain', Buffer.from('북쪽')),
  ]);
  await page.locator('video.photo').waitFor();
  await page.getByRole('link', { name: '지도.txt' }).waitFor();
  await page.getByRole('button', { name: '사진 크게 보기' }).first().click();
  await page.getByRole('dialog', { name: '사진 1/2' }).waitFor();
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: '다음' }).click();
  const second = page.getByRole('dialog', { name: '사진 2/2' });
  await second.locator('img').waitFor();
  await page.waitForFunction(() => document.querySelector('.viewer img').naturalWidth === 50); // the picture itself
  await second.getByRole('button', { name: '이전' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('dialog', { name: '사진 1/2' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '채팅방 서랍' }).click();
  const drawer = page.getByRole('dialog', { name: '채팅방 서랍' });
  await drawer.locator('.picture-grid button').nth(2).waitFor();
  assert.equal(await drawer.locator('.picture-grid button').count(), 3);
  assert.equal(await drawer.getByRole('link', { name: '지도.txt' }).getAttribute('download'), '지도.txt');
  await page.keyboard.press('Escape');
});

test('a link opens elsewhere and tells nothing; bubbles of one minute are one group with one time; one sees who has read', async () => {
  const { page } = a;
  let from;
  do { // again, if a minute ended meanwhile
    from = new Date().getMinutes();
    await a.say('길은 https://trail.example/북한산?a=1 에 있어요');
    await a.say('같은 분에');
    await a.message('같은 분에').getByRole('button', { name: '더 보기' }).waitFor(); // it has been said
  } while (new Date().getMinutes() !== from);
  const first = page.locator('.msg', { has: page.getByRole('link', { name: 'https://trail.example/북한산?a=1' }) }).last();
  const link = first.getByRole('link');
  assert.deepEqual([await link.getAttribute('target'), await link.getAttribute('rel')], ['_blank', 'noopener noreferrer']);
  const last = a.message('같은 분에').last();
  await last.locator('time').waitFor();
  assert.equal(await first.locator('time').count(), 0);
  assert.doesNotMatch(await last.getAttribute('class'), /starts/);
  assert.ok(await page.locator('.date-line').count());
  const yellow = last.locator('.unread', { hasText: '2' });
  assert.notEqual(await yellow.evaluate((each) => getComputedStyle(each).color), await last.locator('time').evaluate((each) => getComputedStyle(each).color));
  await b.open('등산 모임');
  await last.locator('.unread', { hasText: '1' }).waitFor();
  await last.getByRole('button', { name: '더 보기' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '읽은 사람' }).click();
  await page.getByRole('dialog').locator('section', { hasText: '안 읽음' }).getByText('클레오').waitFor();
  await page.getByRole('dialog').locator('section').first().getByText('벤').waitFor();
  await page.keyboard.press('Escape');
});

test('the list has what was said last on top, behind what is pinned, and the number of unread messages', async () => {
  const { page } = a;
  const titles = async (...wanted) => {
    await page.waitForFunction((expected) => [...document.querySelectorAll('.list-pane .row')].map((row) => row.dataset.room && row.querySelector('.row-title').firstChild.textContent).join() === expected, wanted.join());
  };
  await titles('등산 모임', '클레오');
  await say(cleo, alone, '하나 더');
  await titles('클레오', '등산 모임');
  await page.locator('.list-pane .row', { hasText: '클레오' }).locator('.badge', { hasText: '2' }).waitFor();
  await page.getByRole('button', { name: '채팅방 서랍' }).click();
  await page.getByRole('button', { name: '상단 고정' }).click();
  await titles('등산 모임', '클레오');
  await page.keyboard.press('Escape');
  await say(cleo, alone, '그래도 아래');
  await page.locator('.list-pane .row', { hasText: '클레오' }).locator('.badge', { hasText: '3' }).waitFor();
  await titles('등산 모임', '클레오');
  assert.deepEqual(browser.complaints(), []);
});
