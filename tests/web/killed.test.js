// Three browsers and a terminal talk in a room while the host is killed with -9 and started again, three times: every message is there
// once and in one order on all four, what was said while the host was away is said once, and nobody loads a page again.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { freshFolder, Host } from '../scenarios/lib/host.js';
import { password } from '../scenarios/lib/people.js';
import { Tmux } from '../scenarios/lib/tmux.js';
import { Browser, phone } from './lib/browser.js';
import { friends, group, sayAll, somebody } from './lib/stage.js';

const kills = 3;
const roomName = '넷이서';
let data, host, browser, terminal;

before(async () => {
  data = await freshFolder();
  host = await Host.start({ data });
  browser = await Browser.start();
});
after(async () => {
  await terminal?.end();
  await browser?.stop();
  await host?.stop();
  await rm(data, { recursive: true, force: true });
});

// What a test says is `round:who:when:n`; a terminal shows it between times, numbers and the list of rooms.
const saidOn = (screen) => screen.replace(/^.{0,31}│/gm, '').match(/\b\d:\w+:\w+:\d\b/g) ?? [];
const isThere = (texts, expected) => expected.every((text) => texts.includes(text));

test('every message once and in one order on three browsers and a terminal, whatever becomes of the host', async () => {
  const people = [];
  for (const name of ['하나', '두리', '세나', '네오']) people.push(await somebody(host, name));
  await friends(...people);
  await sayAll(await group(roomName, ...people), [people[0], '0:start:start:0']);
  await Promise.all(people.map(({ native }) => native.disconnect()));

  const windows = [];
  for (const [who, size] of [[0, undefined], [1, phone], [2, undefined]]) {
    const window = await browser.window(host, size && { size });
    await window.signIn(people[who].cid);
    await window.open(roomName);
    await window.message('0:start:start:0').waitFor();
    windows.push(window);
  }
  terminal = await Tmux.start(['console', host.url], { columns: 90, rows: 150 });
  await terminal.signIn(people[3].cid, password);
  await terminal.sees(roomName);
  await terminal.press('M-1');
  await terminal.sees('4 people');
  const documents = await Promise.all(windows.map((window) => window.document()));

  const expected = ['0:start:start:0'];
  const sayOnTerminal = async (text) => {
    await terminal.type(text);
    await terminal.press('Enter');
  };
  // Everybody says so many, each in an order of his own, all at once.
  const everybodySays = (round, when, each) => {
    const speakers = [...windows.map((window) => (text) => window.say(text)), sayOnTerminal];
    return Promise.all(speakers.map(async (say, who) => {
      for (let n = 0; n < each; ++n) {
        const text = `${round}:${'abct'[who]}:${when}:${n}`;
        expected.push(text);
        await say(text);
      }
    }));
  };
  for (let round = 1; round <= kills; ++round) {
    const { port } = host;
    const talking = everybodySays(round, 'talk', 3);
    await windows[0].message(`${round}:b:talk:0`).waitFor(); // in the middle of it
    await host.kill();
    await talking;
    await Promise.all(windows.map(({ page }) => page.getByText('다시 연결하는 중').waitFor()));
    await terminal.sees('offline');
    await everybodySays(round, 'away', 2);
    await terminal.sees((screen) => isThere(saidOn(screen), [`${round}:t:away:1`]) && screen.includes('waiting'));
    host = await Host.start({ data, port });
    for (const window of windows) for (const text of expected) await window.message(text).waitFor();
    await terminal.sees((screen) => isThere(saidOn(screen), expected) && !screen.includes('waiting'));
  }

  await Promise.all(windows.map(({ page }) => page.locator('.letter-waiting').waitFor({ state: 'detached' })));
  const [first, ...others] = await Promise.all(windows.map((window) => window.texts()));
  assert.deepEqual([...first].sort(), [...expected].sort(), 'each once');
  for (const texts of others) assert.deepEqual(texts, first, 'in one order');
  assert.deepEqual(saidOn(await terminal.screen()), first, 'on the terminal, too');
  for (const who of 'abct') assert.deepEqual(first.filter((text) => text.includes(`:${who}:`)), expected.filter((text) => text.includes(`:${who}:`)), 'in the order they were said');
  assert.deepEqual(await Promise.all(windows.map((window) => window.document())), documents, 'nobody loads a page again');
  assert.deepEqual(browser.complaints(), []);
});
