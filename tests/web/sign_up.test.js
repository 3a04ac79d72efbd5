// Signing up where an address must be proved: with the code from the mail, and a picture.
import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freshFolder, Host } from '../scenarios/lib/host.js';
import { freshName, password } from '../scenarios/lib/people.js';
import { Browser, phone } from './lib/browser.js';
import { landscape } from './lib/landscape.js';

let data, host, browser;
before(async () => {
  data = await freshFolder();
  const config = path.join(data, 'cocotalk.json');
  const plugins = { net: { listen: ['127.0.0.1:0'] }, 'transport-http': {}, 'transport-stomp': {}, auth: {}, 'session-policy': {}, storage: {}, files: {}, pictures: {}, 'mail-folder': {}, 'ui-web': {} };
  await writeFile(config, JSON.stringify({ service: { require_verified_email: true }, plugins }));
  host = await Host.start({ config, data });
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await host?.stop();
  await rm(data, { recursive: true, force: true });
});

async function codeInTheLetter() {
  const folder = path.join(data, 'mail');
  const [letter] = await readdir(folder);
  const text = await readFile(path.join(folder, letter), 'utf8');
  return /인증번호: ([A-Za-z0-9]{10})/.exec(text)[1];
}

test('the code is asked for, checked, and the account has its picture', async () => {
  const { page } = await browser.window(host, { size: phone });
  const cid = freshName('m');
  await page.getByRole('button', { name: '회원가입' }).click();
  for (const [label, value] of [['아이디', cid], ['비밀번호', password], ['이름', '수아'], ['전화번호', '01012345678'], ['이메일', `${cid}@example.org`]]) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByLabel('사진 추가').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: landscape(200, 200) });
  await page.getByRole('button', { name: '회원가입' }).click();
  await page.getByText('이메일 인증이 필요합니다.').waitFor();
  await page.getByRole('button', { name: '인증번호 받기' }).click();
  await page.getByText('인증번호를 보냈습니다.').waitFor();
  await page.getByLabel('인증번호', { exact: true }).fill('0000000000');
  await page.getByRole('button', { name: '확인' }).click();
  await page.getByText('인증번호가 맞지 않습니다.').waitFor();
  await page.getByLabel('인증번호', { exact: true }).fill(await codeInTheLetter());
  await page.getByRole('button', { name: '확인' }).click();
  await page.getByText('이메일이 확인되었습니다.').waitFor();
  await page.getByRole('button', { name: '회원가입' }).click();
  await page.getByRole('navigation').getByRole('button', { name: '친구' }).click();
  await page.locator('.self-row img').waitFor();
  assert.deepEqual(browser.complaints(), []);
});
