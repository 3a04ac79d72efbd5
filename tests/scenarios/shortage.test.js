// Too little disk for the data: what would add to it is refused with "retry", everything else goes on.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Device, MOBILE, WEB } from './lib/device.js';
import { freshFolder, Host } from './lib/host.js';
import { Native } from './lib/native.js';
import { freshName, password, person, signUpParts } from './lib/people.js';

let data, anna;

before(async () => {
  data = await freshFolder();
  const host = await Host.start({ data });
  anna = await person(host);
  await host.stop();
});
after(() => rm(data, { recursive: true, force: true }));

test('with too little disk nothing is added, and people can still sign in and read', async () => {
  const host = await Host.start({ data, args: ['--set', 'service.min_free_disk=1024 TiB'] });
  try {
    const page = new Device(host, WEB);
    assert.equal((await page.signIn(anna.cid, password)).json.isSuccess, true);
    assert.equal((await page.get('/chat/rooms/list')).status, 200);
    const native = await Native.connect(host, page.accessToken);
    const { status, headers } = await native.ask('room.send', { roomId: '0123456789abcdef01234567', content: 'x' });
    assert.equal(status, 'retry');
    assert.equal(headers['retry-after-ms'], '1000');
    await native.disconnect();
    const answer = await new Device(host, MOBILE).upload('POST', '/auth/signup', signUpParts(freshName()));
    assert.equal(answer.status, 503, answer.text);
    assert.match(host.said.stderr, /MiB of the data folder's disk are free; messages, uploads and sign-ups are refused until there is more/);
  } finally {
    await host.stop();
  }
});
