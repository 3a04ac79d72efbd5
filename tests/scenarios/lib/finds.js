// What search answers, once its index has followed.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

// Asks until the answer holds `n` messages: the index follows a moment behind.
export async function finds(native, n, question) {
  for (const deadline = Date.now() + 10_000; ; await pause(50)) {
    const { status, body } = await native.ask('search', question);
    if (status === 'rate') continue;
    assert.equal(status, 'ok', JSON.stringify(body));
    if (body.messages.length === n) return body;
    assert.ok(Date.now() < deadline, `${JSON.stringify(question)}: ${JSON.stringify(body)}`);
  }
}
