import { expect, test } from 'vitest';
import { backoff, longestWait } from '../../src/network/backoff';
import { endingOf } from '../../src/network/ending';
import { opened } from '../../src/network/rest';

test('waits grow, are spread over half of themselves and end at 15 s', () => {
  expect([0, 1, 2, 3].map((n) => backoff(n, () => 1))).toEqual([500, 1000, 2000, 4000]);
  expect(backoff(1, () => 0)).toBe(500);
  expect(backoff(1000, () => 1)).toBe(longestWait);
});

test('each number that ends a link says what to do', () => {
  expect(endingOf(4009)).toEqual({ kind: 'over', why: 'replaced' });
  expect(endingOf(4010)).toEqual({ kind: 'over', why: 'signed-out' });
  expect(endingOf(4001)).toEqual({ kind: 'renew' });
  expect(endingOf(1012, undefined, 1500)).toEqual({ kind: 'again', afterMs: 1500 });
  for (const code of [1001, 1006, 1011, 4013, 4029]) expect(endingOf(code)).toEqual({ kind: 'again' });
  expect(endingOf(1005, 'unauthorized'), 'the ERROR before says more than the close').toEqual({ kind: 'renew' });
});

test('envelopes are opened, refusals thrown with what the person must know', () => {
  expect(opened(200, { isSuccess: true, result: { a: 1 } }, null)).toEqual({ a: 1 });
  expect(opened(200, { data: [1], status: 'OK' }, null)).toEqual([1]);
  expect(() => opened(200, { isSuccess: false, code: 2003, message: 'm' }, null)).toThrow(expect.objectContaining({ status: 'conflict', code: 'EXISTS_INFO' }));
  expect(() => opened(200, { error: { type: 'JWT_AUTHENTICATION', desc: 'd' } }, null)).toThrow(expect.objectContaining({ status: 'unauthorized' }));
  expect(() => opened(413, undefined, null)).toThrow(expect.objectContaining({ status: 'too-large' }));
  expect(() => opened(429, { isSuccess: false, code: 2001 }, '3')).toThrow(expect.objectContaining({ status: 'rate', retryAfterMs: 3000 }));
});
