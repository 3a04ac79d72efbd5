import { expect, test } from 'vitest';
import { uuidv7 } from '../../src/repository/ids';
import { addressOf } from '../../src/repository/decode';
import { clock, fileName, shortDate, thumbnail } from '../../src/viewmodel/format';
import { matches } from '../../src/viewmodel/hangul';
import { pieces } from '../../src/viewmodel/pieces';
import { around, endOf, isAtTail, newer, older, tailOf, windowSize } from '../../src/viewmodel/window';
import { dictionaries } from '../../src/viewmodel/words/words';

test('names are found as they are typed, also by first consonants', () => {
  for (const query of ['', '김', '철수', 'ㄱㅊㅅ', '김ㅊ', 'ㅊㅅ']) expect(matches(query, '김철수'), query).toBe(true);
  for (const query of ['김수', 'ㄱㅅ', '철수야']) expect(matches(query, '김철수'), query).toBe(false);
  expect(matches('BEN', 'Ben Smith')).toBe(true);
});

test('links end before the punctuation of their sentence, and mentions are names that were meant', () => {
  expect(pieces('see https://a.b/c?d=1. (http://e.f)!')).toEqual([
    { kind: 'text', text: 'see ' }, { kind: 'link', text: 'https://a.b/c?d=1' }, { kind: 'text', text: '. (' }, { kind: 'link', text: 'http://e.f' }, { kind: 'text', text: ')!' },
  ]);
  expect(pieces('@벤 안녕 @안나', ['벤'])).toEqual([{ kind: 'mention', text: '@벤' }, { kind: 'text', text: ' 안녕 @안나' }]);
  expect(pieces('javascript:alert(1)')).toEqual([{ kind: 'text', text: 'javascript:alert(1)' }]);
});

test('a window moves through ten thousand messages and is never larger than 80', () => {
  let window = tailOf(10_000);
  expect([window.first, endOf(window), windowSize]).toEqual([9921, 10_000, 80]);
  for (let i = 0; i < 500; ++i) window = older(window);
  expect(window).toEqual({ first: 1, size: 80 });
  for (let i = 0; i < 500; ++i) window = newer(window, 10_000);
  expect(isAtTail(window, 10_000)).toBe(true);
  expect(around(5000, 10_000).first).toBe(4960);
  expect([around(1, 10_000).first, around(10_000, 10_000).first, tailOf(5).first]).toEqual([1, 9921, 1]);
});

test('files of the host are fetched from where the page came from', () => {
  expect(addressOf('https://talk.example/files/chat/a.jpg')).toBe('/files/chat/a.jpg');
  expect(addressOf('http://other/x.png')).toBe('http://other/x.png');
  expect([addressOf(null), addressOf('')]).toEqual(['', '']);
  expect(thumbnail('/files/chat/a.jpeg')).toBe('/files/chat/a_th.jpeg');
  expect(fileName('/files/chat/a.pdf#%ED%9A%8C%EC%9D%98.pdf')).toBe('회의.pdf');
  expect(fileName('/files/chat/a.pdf#%E0%A4%A')).toBe('a.pdf');
});

test('times are those of the language', () => {
  const at = new Date(2026, 0, 2, 0, 5).getTime(), now = new Date(2026, 0, 2, 12).getTime();
  expect(clock(at, dictionaries.ko, 'ko')).toBe('오전 12:05');
  expect(clock(at, dictionaries.en, 'en')).toBe('12:05 AM');
  expect(shortDate(at - 86_400_000, dictionaries.ko, 'ko', now)).toBe('어제');
});

test('ids are ordered by time and never the same', () => {
  const ids = [1, 2, 3].map((ms) => uuidv7(1_700_000_000_000 + ms));
  expect([...ids].sort()).toEqual(ids);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
