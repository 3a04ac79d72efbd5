// Pages of other origins may call the REST API: pre-flights succeed without a token, and every answer carries one header that says
// so, errors included (cocotalk-wire.md 1.5; conformance 1).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostForAll } from '../lib/host.js';
import { request } from '../lib/http.js';

const stage = hostForAll({ before, after });
const origin = 'http://app.example';

const allowOrigins = ({ rawHeaders }) => rawHeaders.filter((_, i) => i % 2 && rawHeaders[i - 1].toLowerCase() === 'access-control-allow-origin');

for (const asked of ['x-access-token', 'content-type,x-access-token', 'x-refresh-token'])
  for (const path of ['/auth/reissue', '/chat/messages?roomId=a&bundleId=b&count=3&size=20', '/no/such/address'])
    test(`12.1: the pre-flight of ${path} for ${asked}`, async () => {
      const answer = await request('OPTIONS', stage.host.url + path, {
        headers: { Origin: origin, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': asked },
      });
      assert.ok([200, 204].includes(answer.status), String(answer.status));
      assert.deepEqual(allowOrigins(answer), ['*']);
      assert.equal(answer.headers['access-control-allow-headers'].toLowerCase(), asked);
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) assert.ok(answer.headers['access-control-allow-methods'].includes(method));
      assert.equal(answer.headers['access-control-max-age'], '3600');
    });

test('12.1: every answer allows any origin, once: success, refusal, 400, 404', async () => {
  const { url } = stage.host;
  const answers = await Promise.all([
    request('GET', `${url}/user/cid/nobody`, { headers: { Origin: origin } }),
    request('GET', `${url}/chat/rooms/list`, { headers: { Origin: origin } }),
    request('POST', `${url}/auth/signin`, { headers: { Origin: origin, 'Content-Type': 'application/json' }, body: '{' }),
    request('GET', `${url}/no/such/address`, { headers: { Origin: origin } }),
    request('DELETE', `${url}/auth/signin`, { headers: { Origin: origin } }),
  ]);
  for (const answer of answers) assert.deepEqual(allowOrigins(answer), ['*'], `${answer.status}`);
});
