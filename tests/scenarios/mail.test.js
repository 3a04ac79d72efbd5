// E-mail codes through a mail server none of us wrote, with TLS and a password (cocotalk-wire.md 2.1, A5 and A6; 3.5).
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Device, MOBILE } from './lib/device.js';
import { Host, linesOf, runToEnd } from './lib/host.js';
import { freshName, password, signIn, signUpParts } from './lib/people.js';

const script = fileURLToPath(new URL('lib/smtp_server.py', import.meta.url));
let folder, server, letters, smtpPort, host;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cocotalk-mail-'));
  const at = (name) => path.join(folder, name);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost', '-keyout', at('key.pem'), '-out', at('cert.pem')], { stdio: 'ignore' });
  await writeFile(at('password'), 'secret\n', { mode: 0o600 });
  server = spawn('/usr/bin/python3', [script, at('cert.pem'), at('key.pem'), 'cocotalk', 'secret'], { stdio: ['pipe', 'pipe', 'inherit'] });
  letters = linesOf(server.stdout, 'the mail server');
  smtpPort = Number(await letters.next('its port'));
  await writeFile(at('cocotalk.json'), JSON.stringify({
    service: { require_verified_email: true },
    plugins: {
      net: { listen: ['127.0.0.1:0'] }, 'transport-http': {}, 'transport-stomp': {}, auth: {}, 'session-policy': {}, storage: {}, files: {},
      'mail-smtp': { host: 'localhost', port: smtpPort, ca_file: at('cert.pem'), user: 'cocotalk', password_file: at('password'), from: 'CocoTalk <no-reply@example.org>' },
    },
  }));
  host = await Host.start({ config: at('cocotalk.json') });
});

after(async () => {
  if (host) assert.equal((await host.stop()).code, 0, host.said.stderr.slice(-4000));
  server?.stdin.end();
  await rm(folder, { recursive: true, force: true });
});

const post = (where, json) => new Device(host, MOBILE).post(where, json);
const nextLetter = async () => JSON.parse(await letters.next('a letter'));
const codeIn = (letter) => /인증번호: ([A-Za-z0-9]{10})/.exec(letter.text)[1];

test('A5, A6, S9: the phone signs up with a code from its mailbox', async () => {
  const cid = freshName();
  const email = `${cid}@example.org`;
  const early = await new Device(host, MOBILE).upload('POST', '/auth/signup', signUpParts(cid));
  assert.equal(early.json.code, 2001, 'the address is not proved yet');

  const issued = await post('/auth/email/issue', { email });
  assert.equal(issued.json.isSuccess, true, issued.text);
  assert.match(issued.json.result.expirationDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  const letter = await nextLetter();
  assert.deepEqual(letter.to, [email]);
  assert.equal(letter.from, 'no-reply@example.org');
  assert.equal(letter.subject, '[코코톡] 이메일 인증번호입니다.');
  assert.equal(letter.tls, true);

  const wrong = await post('/auth/email/validation', { email, code: 'AAAAAAAAAA' });
  assert.deepEqual(wrong.json.result, { isValid: false });
  for (let i = 0; i < 2; ++i) {
    const right = await post('/auth/email/validation', { email, code: codeIn(letter) });
    assert.deepEqual(right.json.result, { isValid: true });
  }
  const signedUp = await new Device(host, MOBILE).upload('POST', '/auth/signup', signUpParts(cid));
  assert.equal(signedUp.status, 201, signedUp.text);
});

test('a profile takes a new address only with the code that was mailed there; its own stays without one', async () => {
  const cid = freshName();
  const prove = async (email) => {
    await post('/auth/email/issue', { email });
    return post('/auth/email/validation', { email, code: codeIn(await nextLetter()) });
  };
  await prove(`${cid}@example.org`);
  await new Device(host, MOBILE).upload('POST', '/auth/signup', signUpParts(cid));
  const phone = await signIn(host, cid, MOBILE);
  const put = (email) => phone.send('PUT', '/user/profile', { username: 'u', nickname: 'n', phone: cid, status: 0, email });
  const stolen = await put(`other-${cid}@example.org`);
  assert.equal(stolen.json.error?.code, 1004, stolen.text);
  assert.equal((await phone.data('/user/profile/token')).email, `${cid}@example.org`);
  assert.equal((await put(`${cid}@example.org`)).json.error, undefined);
  await prove(`other-${cid}@example.org`);
  assert.equal((await put(`other-${cid}@example.org`)).json.data.email, `other-${cid}@example.org`);
});

test('who forgot the password sets a new one with a code, and every device is signed out', async () => {
  const cid = freshName();
  const email = `${cid}@example.org`;
  await post('/auth/email/issue', { email });
  await post('/auth/email/validation', { email, code: codeIn(await nextLetter()) });
  await new Device(host, MOBILE).upload('POST', '/auth/signup', signUpParts(cid));
  const phone = await signIn(host, cid, MOBILE);

  assert.equal((await post('/auth/reset/issue', { email })).json.isSuccess, true);
  const letter = await nextLetter();
  assert.equal(letter.subject, '[코코톡] 비밀번호 재설정 인증번호입니다.');
  const reset = await post('/auth/reset', { email, code: codeIn(letter), newPassword: 'another one' });
  assert.equal(reset.json.isSuccess, true, reset.text);
  assert.equal((await phone.get('/user/profile/token')).json.error.type, 'JWT_AUTHENTICATION');
  assert.equal((await new Device(host, MOBILE).signIn(cid, password)).json.code, 2001);
  assert.equal((await new Device(host, MOBILE).signIn(cid, 'another one')).json.isSuccess, true);
});

test('a server whose certificate is for another name gets no password and no letter', async () => {
  const config = path.join(folder, 'wrong-name.json');
  await writeFile(config, (await readFile(path.join(folder, 'cocotalk.json'), 'utf8')).replace('"localhost"', '"127.0.0.1"'));
  const suspicious = await Host.start({ config });
  try {
    const answer = await new Device(suspicious, MOBILE).post('/auth/email/issue', { email: 'someone@example.org' });
    assert.equal(answer.json.code, 2001);
    assert.match(suspicious.said.stderr, /a code could not be mailed: 127\.0\.0\.1:\d+: .*[Cc]ertificate/);
  } finally {
    await suspicious.stop();
  }
});

test('a mail server that is gone is an answer, not a hang: 2001', async () => {
  server.stdin.end();
  await once(server, 'close');
  const answer = await post('/auth/email/issue', { email: 'someone@example.org' });
  assert.equal(answer.status, 200);
  assert.equal(answer.json.code, 2001);
  assert.match(host.said.stderr, /a code could not be mailed: localhost:\d+/);
});

test('a host that wants proved addresses and has no mail does not start', async () => {
  const data = path.join(folder, 'data');
  const { code, stderr } = await runToEnd(['run', '--data', data, '--listen', '127.0.0.1:0', '--set', 'service.require_verified_email=true']);
  assert.notEqual(code, 0);
  assert.match(stderr, /setting 'require_verified_email' needs a plugin that provides cocotalk\.mail\/1, such as mail-smtp/);
});

test('for developers, letters are files', async () => {
  const config = path.join(folder, 'developer.json');
  await writeFile(config, JSON.stringify({
    plugins: {
      net: { listen: ['127.0.0.1:0'] }, 'transport-http': {}, 'transport-stomp': {}, auth: {}, 'session-policy': {}, storage: {}, files: {}, 'mail-folder': {},
    },
  }));
  const developers = await Host.start({ config });
  try {
    const answer = await new Device(developers, MOBILE).post('/auth/email/issue', { email: 'a@example.org' });
    assert.equal(answer.json.isSuccess, true, answer.text);
    const [name] = await readdir(path.join(developers.data, 'mail'));
    const text = await readFile(path.join(developers.data, 'mail', name), 'utf8');
    assert.match(text, /^To: a@example\.org\nSubject: \[코코톡\] 이메일 인증번호입니다\.\n[\s\S]*인증번호: [A-Za-z0-9]{10}\n/);
  } finally {
    await developers.stop();
  }
});
