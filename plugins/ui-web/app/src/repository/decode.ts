// The wire's JSON as our values: docs/commands.md names the shapes.
import type { Device, Friend, Kind, Me, Member, Message, Person, Quote, Reaction, Room, RoomType } from './model';

const kinds: Kind[] = ['text', 'invited', 'left', 'text', 'photo', 'video', 'file'];
export const typeOf: Record<'text' | 'photo' | 'video' | 'file', number> = { text: 0, photo: 4, video: 5, file: 6 };

// `2022-02-04T04:21:14.542` means UTC.
export const timeOf = (text: string): number => Date.parse(`${text}Z`);

// Files of this host are fetched from where the page came from, by whatever name it was reached.
export function addressOf(url: string | null | undefined): string {
  if (!url) return '';
  try {
    const { pathname, hash } = new URL(url, 'http://host');
    return pathname.startsWith('/files/') ? pathname + hash : url;
  } catch {
    return '';
  }
}

function profileOf(text: string | null | undefined): { picture: string; background: string; status: string } {
  const { profile = null, background = null, message = null } = text ? JSON.parse(text) : {};
  return { picture: addressOf(profile), background: addressOf(background), status: message ?? '' };
}

export const person = (o: any): Person => ({ id: o.id, cid: o.cid ?? '', name: o.username ?? '', nickname: o.nickname ?? '', ...profileOf(o.profile) });

export const me = (o: any): Me => ({ ...person(o), email: o.email ?? '', phone: o.phone ?? '', birth: o.birth ?? null, statusNumber: o.status ?? 0 });

export const friend = (o: any): Friend => ({ person: person(o.friend), addedByMe: o.type === 0, favourite: !!o.favourite });

// Whoever deleted his account reads nothing any more, and nobody waits for him: he is shown as entered at the end of time.
export const member = (o: any): Member => ({
  id: o.userId, name: o.username, picture: profileOf(o.profile).picture, joining: o.joining, here: !!o.here || String(o.enteredAt).startsWith('9999'), readSeq: o.readSeq ?? 0,
});

const quote = (o: any): Quote => ({ messageId: o.messageId, sender: o.userId, text: o.content });
const reaction = (o: any): Reaction => ({ emoji: o.emoji, count: o.count, mine: !!o.mine });

// ChatMessage, and the event `message` with its other names.
export function message(o: any): Message {
  const kind = kinds[o.type] ?? 'text';
  const isFile = kind === 'photo' || kind === 'video' || kind === 'file';
  return {
    id: o.messageId ?? o.id, clientId: o.clientMsgId ?? '', roomId: o.roomId, number: o.number, seq: o.seq, sender: o.userId, kind,
    text: isFile ? addressOf(o.content) : o.content, sentAt: timeOf(o.sentAt), mentions: o.mentions ?? [], edited: !!o.editedAt, deleted: !!o.deleted,
    reactions: (o.reactions ?? []).map(reaction), ...(o.replyTo ? { replyTo: quote(o.replyTo) } : {}),
  };
}

// A room without a message has one whose ids are null.
const lastOf = (o: any): Message | undefined => (o?.id ? message(o) : undefined);
const typeOfRoom = (type: number): RoomType => (type === 0 ? 'private' : type === 3 ? 'self' : 'group');

type RoomHead = Pick<Room, 'id' | 'name' | 'image' | 'type'> & { members?: Member[] };
export const roomHead = (o: any): RoomHead => ({
  id: o.id, name: o.roomname ?? '', image: addressOf(o.img), type: typeOfRoom(o.type), ...(o.members ? { members: o.members.map(member) } : {}),
});

export const listedRoom = (o: any): Room => ({
  members: [], ...roomHead(o.room), last: lastOf(o.recentChatMessage), unread: o.unreadNumber, mentioned: !!o.mentioned, seq: o.seq, muted: !!o.muted, pinned: !!o.pinned,
});

// The event `room` of /me; undefined members are those one had.
export const roomState = (o: any, before?: Room): Room => ({
  members: before?.members ?? [], ...roomHead(o.room), last: lastOf(o.last), unread: o.unread, mentioned: !!o.mentioned, seq: o.seq, muted: !!o.muted, pinned: !!o.pinned,
});

export const device = (o: any): Device => ({ id: o.id, deviceClass: o.deviceClass, address: o.address, agent: o.agent, signedInAt: timeOf(o.signedInAt), isThis: o.isThis });
