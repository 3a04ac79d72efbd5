import { afterEach, expect, test } from 'vitest';
import { bytes, duration, microseconds, milliseconds, number } from '../../../src/viewmodel/admin/amounts';
import { box, chartOf, indexAt, roundTop, slots, timeOf, xOf } from '../../../src/viewmodel/admin/chart';
import { language } from '../../../src/viewmodel/words/words';

afterEach(() => (language.value = 'ko'));

test('an axis ends at a round value that is not below, and half of it is round', () => {
  expect([0, 0.3, 1, 1.01, 3, 5, 7, 9.5, 10, 11, 399, 401].map(roundTop)).toEqual([1, expect.closeTo(0.4), 1, 2, 4, 6, 8, 10, 10, 20, 400, 600]);
});

test('the newest value stands at the right edge, and a whole hour fills the box', () => {
  expect([xOf(0, slots), xOf(slots - 1, slots), xOf(0, 1)]).toEqual([0, box.width, box.width]);
  expect(chartOf(Array(slots + 5).fill(1), 1).values).toHaveLength(slots);
});

test('where nothing is known the line is broken, and a value alone is a dot', () => {
  const { line, area } = chartOf([0, 2, null, 4], 4);
  expect(line.match(/M/g)).toHaveLength(2);
  expect(line).toMatch(/M720 0h0$/);
  expect(area).toMatch(/V160Z$/);
});

test('the hour in words: now, least, most and mean of what is known', () => {
  expect(chartOf([4, null, 2, 6], 1)).toMatchObject({ now: 6, least: 2, most: 6, mean: 4 });
  expect(chartOf([null], 1)).toMatchObject({ now: null, least: null, most: null, mean: null, top: 1, line: '' });
  expect(chartOf([], 4)).toMatchObject({ now: null, top: 4, line: '', area: '' });
});

test('a place across the box is a value and its time', () => {
  expect([indexAt(1, 10), indexAt(0, 10), indexAt(0, slots), indexAt(0.5, slots), indexAt(2, 10)]).toEqual([9, 0, 0, 180, 9]);
  expect([timeOf(9, 10, 100_000, 10_000), timeOf(0, 10, 100_000, 10_000)]).toEqual([100_000, 10_000]);
});

test('amounts have three digits and a unit; what is not known is a dash', () => {
  expect([null, 0, 0.01234, 1.834, 41.27, 1234.5].map(number)).toEqual(['–', '0', '0.0123', '1.83', '41.3', '1,235']);
  expect([milliseconds(1.834), milliseconds(null), microseconds(12.34), microseconds(999), microseconds(1500), microseconds(null)]).toEqual(['1.83 ms', '–', '12.3 µs', '999 µs', '1.5 ms', '–']);
  expect([null, 0, 1023, 1024, 1_500_000].map(bytes)).toEqual(['–', '0 B', '1,023 B', '1 KiB', '1.43 MiB']);
});

test('how long, in the two largest units', () => {
  const minute = 60_000;
  expect([0, 59 * minute, 60 * minute, 25 * 60 * minute].map(duration)).toEqual(['0분', '59분', '1시간 0분', '1일 1시간']);
  language.value = 'en';
  expect(duration(25 * 60 * minute)).toBe('1 d 1 h');
});
