import { beforeEach, expect, test } from 'vitest';
import { message as decoded } from '../../src/repository/decode';
import { Timeline } from '../../src/repository/timeline';

export const chat = (number: number, changes: object = {}) => ({
  messageId: `00000000000000000000${number.toString(16).padStart(4, '0')}`.slice(-24), roomId: 'r', number, seq: number, userId: 2, type: 0, content: `m${number}`, sentAt: '2026-01-01T00:00:00.000', ...changes,
});
const event = (name: string, seq: number, body: object) => ({ event: name, seq, headers: {}, body });

let line: Timeline;
beforeEach(() => {
  line = new Timeline(1);
  line.takeTail([21, 22, 23].map((n) => decoded(chat(n))), 23);
});
const texts = () => line.between(1, 100).map(({ text }) => text);

test('what is heard twice is applied once', () => {
  expect(line.apply(event('message', 24, chat(24)))).toBe(true);
  expect(line.apply(event('message', 24, chat(24)))).toBe(false);
  expect(texts()).toEqual(['m21', 'm22', 'm23', 'm24']);
  expect(line.head).toBe(24);
});

test('edits, deletions and reactions change their message', () => {
  line.apply(event('edited', 24, { number: 22, content: 'better' }));
  line.apply(event('reaction', 25, { number: 22, emoji: '👍', added: true, count: 1, userId: 2 }));
  line.apply(event('reaction', 26, { number: 22, emoji: '👍', added: true, count: 2, userId: 1 }));
  expect(line.messages.get(22)).toMatchObject({ text: 'better', edited: true, reactions: [{ emoji: '👍', count: 2, mine: true }] });
  line.apply(event('reaction', 27, { number: 22, emoji: '👍', added: false, count: 1, userId: 1 }));
  expect(line.messages.get(22)!.reactions).toEqual([{ emoji: '👍', count: 1, mine: false }]);
  line.apply(event('reaction', 28, { number: 22, emoji: '👍', added: false, count: 0, userId: 2 }));
  expect(line.messages.get(22)!.reactions).toEqual([]);
  line.apply(event('deleted', 29, { number: 22 }));
  expect(line.messages.get(22)).toMatchObject({ text: '', deleted: true });
});

test('it knows which pages it has, and a page does not undo what was heard since', () => {
  expect(line.missing(1, 23)).toEqual([0]);
  line.takePage(0, [decoded(chat(20, { content: 'old' }))]);
  line.takePage(1, [decoded(chat(22, { content: 'older' }))]);
  expect(line.missing(1, 100)).toEqual([]);
  expect(line.messages.get(22)!.text).toBe('m22');
});

test('a message that begins a page makes the page known', () => {
  for (let n = 24; n <= 41; ++n) line.apply(event('message', n, chat(n)));
  expect(line.missing(21, 41)).toEqual([]);
});

test('places of hidden events count, and what was hidden goes', () => {
  line.apply(event('hidden', 24, { roomId: 'r', seq: 24 }));
  expect(line.seq).toBe(24);
  line.hide(line.messages.get(22)!.id);
  expect(texts()).toEqual(['m21', 'm23']);
});
