// The lines of a conversation: date separators, notices, bubbles grouped by sender and minute.
import type { Member, Message } from '../repository/model';
import type { Letter } from '../repository/outbox_store';
import { dayOf, minuteOf } from './format';

export interface Bubble {
  kind: 'bubble';
  key: string;
  message?: Message; // one of the two
  letter?: Letter;
  mine: boolean;
  sender: number;
  at: number;
  startsGroup: boolean; // shows the name, the avatar and the tail
  endsGroup: boolean; // shows the time
  unread: number;
}
export type Row = Bubble | { kind: 'date'; key: string; at: number } | { kind: 'notice'; key: string; text: string } | { kind: 'mark'; key: string };

// How many have not read it. Whoever said it has; whoever looks at the room has read everything.
export const unreadBy = (message: Message, members: readonly Member[]): Member[] =>
  members.filter((member) => member.id !== message.sender && !member.here && member.readSeq < message.seq);

export const readBy = (message: Message, members: readonly Member[]): Member[] =>
  members.filter((member) => member.id !== message.sender && (member.here || member.readSeq >= message.seq));

export interface Conversation {
  messages: readonly Message[];
  letters: readonly Letter[];
  members: readonly Member[];
  self: number;
  readAtStart: number; // the mark comes after it; 0: no mark
}

export function rowsOf({ messages, letters, members, self, readAtStart }: Conversation): Row[] {
  const rows: Row[] = [];
  let day = '';
  let last: Bubble | undefined;
  let isMarked = readAtStart === 0;
  const separate = (at: number) => {
    if (dayOf(at) === day) return;
    day = dayOf(at);
    rows.push({ kind: 'date', key: day, at });
    last = undefined;
  };
  const join = (bubble: Bubble) => {
    if (last && last.sender === bubble.sender && minuteOf(last.at) === minuteOf(bubble.at)) {
      last.endsGroup = false;
      bubble.startsGroup = false;
    }
    rows.push(bubble);
    last = bubble;
  };
  for (const message of messages) {
    separate(message.sentAt);
    if (!isMarked && message.seq > readAtStart) {
      isMarked = true;
      const isAfterOthers = rows.some((row) => row.kind === 'bubble');
      if (isAfterOthers && message.sender !== self) {
        rows.push({ kind: 'mark', key: 'mark' });
        last = undefined;
      }
    }
    if (message.kind === 'invited' || message.kind === 'left') {
      rows.push({ kind: 'notice', key: message.id, text: message.text });
      last = undefined;
      continue;
    }
    join({ kind: 'bubble', key: message.clientId || message.id, message, mine: message.sender === self, sender: message.sender, at: message.sentAt, startsGroup: true, endsGroup: true, unread: unreadBy(message, members).length });
  }
  const said = new Set(messages.map(({ clientId }) => clientId));
  for (const letter of letters) {
    if (said.has(letter.id)) continue; // heard before its receipt
    separate(letter.at);
    join({ kind: 'bubble', key: letter.id, letter, mine: true, sender: self, at: letter.at, startsGroup: true, endsGroup: true, unread: 0 });
  }
  return rows;
}
