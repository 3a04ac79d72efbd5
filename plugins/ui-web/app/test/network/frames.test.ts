import { expect, test } from 'vitest';
import { decode, encode } from '../../src/network/frames';

test('a frame comes back as it was sent, whatever its headers hold', () => {
  const frame = { command: 'SEND', headers: { destination: '/room/1', odd: 'a:b\\c\nd\re' }, body: '한글\n\nbody: with lines' };
  expect(decode(encode(frame))).toEqual(frame);
});
test('CONNECTED is not unescaped', () => expect(decode('CONNECTED\nversion:1.2\nsession:a\\cb\n\n\0')!.headers['session']).toBe('a\\cb'));
test('a heart-beat is no frame', () => expect(decode('\n')).toBeUndefined());
test('of repeated headers the first counts', () => expect(decode('MESSAGE\na:1\na:2\n\n\0')!.headers).toEqual({ a: '1' }));
test('lines may end with a carriage return', () => expect(decode('\r\nMESSAGE\r\na:1\r\n\r\nhi\0')).toEqual({ command: 'MESSAGE', headers: { a: '1' }, body: 'hi' }));
test('what is cut off is refused', () => {
  for (const text of ['MESSAGE', 'MESSAGE\na:1\n\nbody without an end']) expect(() => decode(text)).toThrow('cut off');
});
