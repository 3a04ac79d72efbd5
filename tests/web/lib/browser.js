// Debian's Chromium through playwright-core. Whatever a page complains of (an error in its console, a breach of its Content Security
// Policy), and whatever it asks another host, is remembered, and complaints() is what every test looks at in the end.
import path from 'node:path';
import { chromium } from 'playwright-core';
import { freshName, password } from '../../scenarios/lib/people.js';

export const phone = { width: 390, height: 780 };
export const desktop = { width: 1180, height: 780 };

// While one works on the page: COCOTALK_DIST names a built page that is not in the plugin yet.
const dist = process.env.COCOTALK_DIST;
const isPage = (pathname) => pathname === '/' || pathname === '/admin';
const servePage = (context, host) =>
  context.route((url) => url.origin === host.url && (isPage(url.pathname) || /^\/(assets\/|icon|manifest|sw)/.test(url.pathname)), (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: path.join(dist, isPage(pathname) ? 'index.html' : pathname) });
  });

export class Browser {
  static async start() {
    const browser = new Browser();
    // The test machine is a container: there Chromium cannot make a sandbox of its own.
    const args = ['--no-sandbox', ...(dist ? ['--disable-features=LocalNetworkAccessChecks'] : [])];
    browser.server = await chromium.launchServer({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
    browser.chromium = await chromium.connect(browser.server.wsEndpoint());
    browser.windows = [];
    return browser;
  }

  // Its laptop sleeps: nothing of it runs, and its connections stay as they are. Playwright made it a group of processes of its own.
  sleep() {
    process.kill(-this.server.process().pid, 'SIGSTOP');
  }

  wake() {
    process.kill(-this.server.process().pid, 'SIGCONT');
  }

  // A browser of its own: storage, service worker and all. `size`: phone or desktop.
  async window(host, { size = desktop, locale = 'ko-KR', dark = false, path = '/' } = {}) {
    const touch = size === phone;
    const context = await this.chromium.newContext({ viewport: size, locale, timezoneId: 'Asia/Seoul', colorScheme: dark ? 'dark' : 'light', hasTouch: touch, isMobile: touch, deviceScaleFactor: 2, serviceWorkers: dist ? 'block' : 'allow' });
    if (dist) await servePage(context, host);
    const window = new Window(await context.newPage(), host);
    await window.page.goto(host.url + path);
    this.windows.push(window);
    return window;
  }

  complaints() {
    return this.windows.flatMap(({ complaints }) => complaints);
  }

  async stop() {
    this.wake();
    await this.chromium.close();
    await this.server.close();
  }
}

// Lost connections are what some tests are about; the browser says so in the console by itself.
const isExpected = (text) => /WebSocket connection to|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|net::ERR_FAILED/.test(text);

export class Window {
  constructor(page, host) {
    Object.assign(this, { page, host, complaints: [], loads: 0 });
    page.setDefaultTimeout(60_000); // a machine may have much else to do
    page.on('console', (message) => message.type() === 'error' && !isExpected(message.text()) && this.complaints.push(`${message.text()} ${message.location().url}`));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('load', () => ++this.loads);
    page.on('request', (request) => /^(http|ws)/.test(request.url()) && new URL(request.url()).host !== new URL(host.url).host && this.complaints.push(`asks another host: ${request.url()}`));
  }

  // Another window of the same browser.
  async another() {
    const window = new Window(await this.page.context().newPage(), this.host);
    await window.page.goto(this.host.url);
    return window;
  }

  // Makes an account on the page, as a newcomer does; the page is signed in then.
  async signUp(name, cid = freshName('w')) {
    const { page } = this;
    await page.getByRole('button', { name: '회원가입' }).click();
    for (const [label, value] of [['아이디', cid], ['비밀번호', password], ['이름', name], ['전화번호', `010${cid}`.slice(0, 20)], ['이메일', `${cid}@example.org`]])
      await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByRole('button', { name: '회원가입' }).click();
    await this.isIn();
    return { cid, name };
  }

  async signIn(cid, { stays = false } = {}) {
    await this.page.getByLabel('아이디').fill(cid);
    await this.page.getByLabel('비밀번호').fill(password);
    if (stays) await this.page.getByLabel('로그인 상태 유지').check();
    await this.page.getByRole('button', { name: '로그인' }).click();
    await this.isIn();
  }

  // Which document the page is: another one after every load, also when the address is the same.
  document() {
    return this.page.evaluate(() => performance.timeOrigin);
  }

  isIn() {
    return this.page.getByRole('navigation').waitFor();
  }

  async open(title) {
    await this.page.locator('.list-pane .row', { hasText: title }).click();
    await this.page.getByRole('log').waitFor();
  }

  async say(text) {
    const area = this.page.getByLabel('메시지 입력');
    await area.fill(text);
    await this.page.getByRole('button', { name: '보내기', exact: true }).click();
  }

  // Until so many letters wait in its outbox, whatever becomes of the page.
  keeps(letters) {
    return this.page.waitForFunction((wanted) => new Promise((resolve) => {
      const opening = indexedDB.open('cocotalk');
      opening.onsuccess = () => {
        const counting = opening.result.transaction('outbox').objectStore('outbox').count();
        counting.onsuccess = () => (opening.result.close(), resolve(counting.result === wanted));
      };
    }), letters);
  }

  // The bubble with this text.
  message(text) {
    const exactly = new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
    return this.page.locator('.msg', { has: this.page.locator('.text', { hasText: exactly }) });
  }

  // From now on toasts() are the sentences that were shown at the foot of the page.
  countToasts() {
    return this.page.evaluate(() => {
      window.toastsShown = [];
      new MutationObserver(() => {
        const text = document.querySelector('.toast').textContent;
        if (text) window.toastsShown.push(text);
      }).observe(document.querySelector('.toast'), { childList: true, characterData: true, subtree: true });
    });
  }

  // A sentence at the foot of the page, in front of what lies over it.
  async seesToast(text) {
    const toast = this.page.locator('.toast p', { hasText: text });
    await toast.waitFor();
    if (!(await toast.evaluate((each) => each.matches(':popover-open')))) throw new Error(`'${text}' may be behind a dialog`);
  }

  toasts() {
    return this.page.evaluate(() => window.toastsShown);
  }

  // Texts of all bubbles, in their order.
  texts() {
    return this.page.locator('.msg .text').allTextContents();
  }
}
