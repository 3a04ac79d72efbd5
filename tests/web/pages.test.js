// The main pages, on a desk and on a phone, bright and dark, in both languages: axe finds nothing, and this is what they look like.
// COCOTALK_PICTURES=1 writes the pictures of docs/pictures.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { hostForAll, root } from '../scenarios/lib/host.js';
import { hasNoBarriers } from './lib/axe.js';
import { Browser, phone } from './lib/browser.js';
import { friends, group, ok, pair, say, sayAll, somebody } from './lib/stage.js';
import { landscape } from './lib/landscape.js';

let browser, minji, junho, sora, roomId;
const stage = hostForAll({ before, after }, {}, async (host) => {
  browser = await Browser.start();
  [minji, junho, sora] = [await somebody(host, '김민지'), await somebody(host, '이준호'), await somebody(host, '박소라')];
  await friends(minji, junho, sora);
  await ok(junho, 'profile.message', { message: '주말엔 산으로 ⛰️' });
  await ok(sora, 'profile.message', { message: '차 한 잔의 여유' });
  roomId = await group('일요일 등산', minji, junho, sora);
  await sayAll(roomId, [junho, '일요일에 다들 시간 돼요?'], [junho, '날씨가 정말 좋대요 ☀️'], [minji, '저요! 몇 시에 만날까요?'], [sora, '저도 갈게요. 제가 차를 가져갈게요 🍵'], [junho, '9시에 정류장 앞에서 봐요. 길은 여기 있어요: https://trail.example/bukhansan']);
  await sendPhoto(sora, roomId);
  const { messageId } = await say(minji, roomId, '와, 여기 너무 예뻐요!');
  await ok(junho, 'message.react', { roomId, messageId, emoji: '👍' });
  await ok(sora, 'message.react', { roomId, messageId, emoji: '❤️' });
  await say(junho, roomId, '그쵸? 작년 가을이에요', { 'reply-to': messageId });
  const other = await pair(sora, minji);
  await sayAll(other, [sora, '민지야, 김밥은 내가 준비할게'], [sora, '혹시 못 먹는 거 있어?']);
});
after(() => browser?.stop());

async function sendPhoto(person, room) {
  const form = new FormData();
  form.append('roomId', room);
  form.append('messageFile', new Blob([landscape()], { type: 'image/png' }), '북한산.png');
  const answer = await fetch(`${stage.host.url}/chat/messages/file`, { method: 'POST', headers: { 'X-ACCESS-TOKEN': person.device.accessToken }, body: form });
  await say(person, room, (await answer.json()).data, { type: 4 });
}

async function look(window, name) {
  await hasNoBarriers(window, name);
  if (process.env.COCOTALK_PICTURES) await window.page.screenshot({ path: path.join(root, `docs/pictures/web-${name}.png`), scale: 'css' });
}

const tab = ({ page }, name) => page.getByRole('navigation').getByRole('button', { name }).click();

test('on a desk', async () => {
  const window = await browser.window(stage.host);
  const { page } = window;
  await look(window, 'sign-in');
  await page.getByRole('button', { name: '회원가입' }).click();
  await look(window, 'sign-up');
  await page.getByRole('button', { name: '로그인' }).click();
  await window.signIn(minji.cid);
  await window.open('일요일 등산');
  await page.getByRole('img', { name: '사진' }).first().waitFor();
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await look(window, 'conversation');
  await tab(window, '친구');
  await page.locator('.list-pane .row', { hasText: '이준호' }).click();
  await look(window, 'profile');
  await page.keyboard.press('Escape');
  await window.message('와, 여기 너무 예뻐요!').getByRole('button', { name: '더 보기' }).click();
  await look(window, 'menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '채팅방 서랍' }).click();
  await page.locator('.picture-grid img').waitFor();
  await look(window, 'drawer');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '사진 크게 보기' }).click();
  await look(window, 'viewer');
  await page.keyboard.press('Escape');
  await tab(window, '채팅');
  await page.getByLabel('채팅방, 메시지 검색').fill('정류장');
  await page.locator('mark').first().waitFor();
  await look(window, 'search');
});

test('on a phone, dark and in English', async () => {
  const window = await browser.window(stage.host, { size: phone, dark: true });
  const { page } = window;
  await window.signIn(minji.cid);
  await look(window, 'phone-chats');
  await window.open('일요일 등산');
  await page.getByRole('img', { name: '사진' }).first().waitFor();
  await look(window, 'phone-conversation');
  await page.getByRole('button', { name: '뒤로' }).click();
  await tab(window, '설정');
  await page.getByLabel('English').check();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await look(window, 'phone-settings');
});

test('nothing is wider than a page of 360 pixels, and no page complained', async () => {
  const window = await browser.window(stage.host, { size: { width: 360, height: 640 } });
  await window.signIn(junho.cid);
  const fits = () => window.page.evaluate(() => [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > 361 && !each.closest('svg')).map((each) => each.outerHTML.slice(0, 120)));
  assert.deepEqual(await fits(), []);
  await window.open('일요일 등산');
  assert.deepEqual(await fits(), []);
  assert.deepEqual(browser.complaints(), []);
});
