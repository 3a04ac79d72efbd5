import { expect, test } from 'vitest';
import type { Member, Message } from '../../src/repository/model';
import { rowsOf } from '../../src/viewmodel/rows';

const member = (id: number, readSeq: number, here = false): Member => ({ id, name: `n${id}`, picture: '', joining: true, here, readSeq });
const message = (number: number, sender: number, at: string, changes: Partial<Message> = {}): Message => ({
  id: `id${number}`, clientId: '', roomId: 'r', number, seq: number, sender, kind: 'text', text: `m${number}`, sentAt: Date.parse(at), mentions: [], edited: false, deleted: false, reactions: [], ...changes,
});
const rows = (messages: Message[], more: Partial<Parameters<typeof rowsOf>[0]> = {}) => rowsOf({ messages, letters: [], members: [], self: 1, readAtStart: 0, ...more });
const shape = (list: ReturnType<typeof rows>) => list.map((row) => (row.kind === 'bubble' ? `${row.startsGroup ? '<' : ''}${row.message?.number ?? row.letter!.text}${row.endsGroup ? '>' : ''}` : row.kind));

test('bubbles are grouped by sender and minute: one tail, one time', () => {
  const list = rows([message(1, 2, '2026-01-01T10:00:01'), message(2, 2, '2026-01-01T10:00:59'), message(3, 2, '2026-01-01T10:01:00'), message(4, 3, '2026-01-01T10:01:10'), message(5, 2, '2026-01-01T10:01:20')]);
  expect(shape(list)).toEqual(['date', '<1', '2>', '<3>', '<4>', '<5>']);
});
test('each day has its line, and notices break a group', () => {
  const list = rows([message(1, 2, '2026-01-01T23:59:59'), message(2, 2, '2026-01-02T00:00:00'), message(3, 3, '2026-01-02T00:00:01', { kind: 'invited' }), message(4, 2, '2026-01-02T00:00:02')]);
  expect(shape(list)).toEqual(['date', '<1>', 'date', '<2>', 'notice', '<4>']);
});
test('the number is how many have not read it; the sender and who looks have', () => {
  const members = [member(1, 0), member(2, 4), member(3, 5), member(4, 0, true)];
  const [, bubble] = rows([message(5, 1, '2026-01-01T10:00:00')], { members });
  expect(bubble).toMatchObject({ unread: 1, mine: true });
});
test('the mark stands before the first message of others that was not read', () => {
  const list = rows([message(1, 2, '2026-01-01T10:00:00'), message(2, 2, '2026-01-01T10:00:01'), message(3, 2, '2026-01-01T10:00:02')], { readAtStart: 1 });
  expect(shape(list)).toEqual(['date', '<1>', 'mark', '<2', '3>']);
  expect(shape(rows([message(1, 2, '2026-01-01T10:00:00'), message(2, 1, '2026-01-01T10:00:01')], { readAtStart: 1 }))).not.toContain('mark');
});
test('what waits comes last, and not twice when it was heard before its receipt', () => {
  const letter = { id: 'c1', account: 1, roomId: 'r', kind: 'text' as const, text: 'waits', at: Date.parse('2026-01-01T10:00:30') };
  const sent = message(1, 1, '2026-01-01T10:00:10');
  expect(shape(rows([sent], { letters: [letter] }))).toEqual(['date', '<1', 'waits>']);
  expect(shape(rows([{ ...sent, clientId: 'c1' }], { letters: [letter] }))).toEqual(['date', '<1>']);
});
