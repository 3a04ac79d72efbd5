// `cocotalk console https://…`: whom the terminal client believes, and whom not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Console } from './lib/console.js';
import { Host, runToEnd } from './lib/host.js';
import { freshName, password } from './lib/people.js';
import { Authority } from './lib/tls.js';

const authority = await Authority.make();
const tried = `${JSON.stringify({ do: 'sign-in', cid: 'x', password: 'y', id: '1' })}\n`;

// A host with a certificate of this authority; its address under the name of `as`.
async function hostWith(t, options, as = '127.0.0.1') {
  const files = await authority.issue(options);
  const host = await Host.start({ listen: 'tls:127.0.0.1:0', args: ['--set', `net.certificate=${files.certificate}`, '--set', `net.key=${files.key}`] });
  t.after(() => host.stop());
  return { url: `https://${as}:${host.port}`, host };
}

async function refusal(url, trusted = authority.certificate) {
  const { code, stdout } = await runToEnd(['console', url, '--json', '--set', `gateway-remote.ca_file=${trusted}`], { input: tried });
  assert.equal(code, 3);
  return JSON.parse(stdout).error.detail;
}

test('the right name from an authority one trusts: one signs up, signs in and talks over TLS', async (t) => {
  for (const [options, as] of [[{ name: 'DNS:localhost' }, 'localhost'], [{ name: 'IP:127.0.0.1' }, '127.0.0.1']]) {
    const { url } = await hostWith(t, options, as);
    const console = Console.start(['console', url, '--json', '--set', `gateway-remote.ca_file=${authority.certificate}`]);
    const cid = freshName();
    await console.ask({ do: 'sign-up', cid, name: cid, email: `${cid}@example.org`, phone: cid, password });
    assert.equal((await console.ask({ do: 'sign-in', cid, password })).me.cid, cid);
    assert.deepEqual(await console.end(), { code: 0, signal: null });
  }
});

test('another name, an authority nobody knows and a certificate that has expired are refused, and it says which', async (t) => {
  const { url: elsewhere } = await hostWith(t, { name: 'DNS:chat.example' }, 'localhost');
  assert.match(await refusal(elsewhere), /not trusted: hostname mismatch; use the name/);
  const { url: good } = await hostWith(t, { name: 'IP:127.0.0.1' });
  const other = await Authority.make();
  assert.match(await refusal(good, other.certificate), /not trusted: .*issuer.*; if you trust its issuer, name .*ca_file/);
  const { url: old } = await hostWith(t, { name: 'IP:127.0.0.1', expired: true });
  assert.match(await refusal(old), /not trusted: certificate has expired; whoever runs the host must renew it/);
});

test('the system\'s certificates are what is trusted otherwise', async (t) => {
  const { url } = await hostWith(t, { name: 'IP:127.0.0.1' });
  const { code, stdout } = await runToEnd(['console', url, '--json'], { input: tried });
  assert.equal(code, 3);
  assert.match(stdout, /is not trusted/);
});

test('a file without a certificate is refused at the start', async () => {
  const { code, stderr } = await runToEnd(['console', 'https://127.0.0.1:1', '--set', 'gateway-remote.ca_file=/dev/null']);
  assert.notEqual(code, 0);
  assert.match(stderr, /setting 'ca_file': '\/dev\/null' holds no PEM certificate that can be read/);
});
