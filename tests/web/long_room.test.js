// A room of ten thousand messages: what is in the page stays small, scrolling is even, and every message is reached.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { freshFolder, Host, runToEnd } from '../scenarios/lib/host.js';
import { Browser } from './lib/browser.js';

let data, host, browser, token;
before(async () => {
  data = await freshFolder();
  const seeded = await runToEnd(['seed', '3', '--rooms', '1', '--members', '3', '--messages', '10000', '--tokens', '--data', data], { within: 60_000 });
  token = JSON.parse(seeded.stdout).accounts[0].accessToken;
  host = await Host.start({ data });
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await host?.stop();
  await rm(data, { recursive: true, force: true });
});

test('at most 80 messages are in the page, none is left out on the way, and what one reads stays where it is', async () => {
  const window = await browser.window(host);
  const { page } = window;
  await page.evaluate((accessToken) => sessionStorage.setItem('cocotalk.session', JSON.stringify({ accessToken, refreshToken: '', stays: false })), token);
  await page.reload();
  await page.locator('.list-pane .row').first().click();
  await page.locator('.msg[data-number="10000"]').waitFor();

  const passed = await page.evaluate(async () => {
    const box = document.querySelector('.messages');
    const numbers = new Set();
    let most = 0;
    const look = () => {
      const shown = [...box.querySelectorAll('.msg')];
      most = Math.max(most, shown.length);
      for (const each of shown) numbers.add(Number(each.dataset.number));
      return Math.min(...numbers);
    };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let drift = 0; // of what one reads, beyond what one scrolled
    const goUpTo = async (number) => {
      for (let turns = 0; look() > number; ++turns) {
        if (turns > 2000) throw new Error(`no further than ${look()}`);
        const read = [...box.querySelectorAll('.msg')].find((each) => each.offsetTop > box.scrollTop);
        const [at, from] = [read.getBoundingClientRect().top, box.scrollTop];
        box.scrollTop = Math.max(0, from - 300);
        const scrolled = from - box.scrollTop;
        await frame();
        await frame();
        if (read.isConnected) drift = Math.max(drift, Math.abs(read.getBoundingClientRect().top - at - scrolled));
      }
    };
    await goUpTo(9400);
    const up = [...numbers];
    while (box.scrollTop + box.clientHeight < box.scrollHeight - 2 || !box.querySelector('[data-number="10000"]')) {
      box.scrollTop += 500;
      await frame();
      look();
    }
    return { drift, most, count: up.length, least: Math.min(...up) };
  });
  assert.ok(passed.drift < 2, `what was read moved by ${passed.drift} pixels`);
  assert.ok(passed.most <= 80, `${passed.most} messages at once`);
  assert.equal(passed.count, 10_000 - passed.least + 1, 'every message was in the page on the way');

  await page.getByRole('button', { name: '채팅방 서랍' }).click();
  await page.getByLabel('날짜로 이동').fill('2020-01-01'); // before the first message
  await page.locator('.msg[data-number="1"]').waitFor();
  assert.ok((await page.locator('.msg').count()) <= 80);
  await page.getByRole('button', { name: '최신 메시지로' }).click();
  await window.say('here I am');
  await page.locator('.msg[data-number="10001"]').waitFor();
  assert.deepEqual(browser.complaints(), []);
});
