// What the page knows: people, rooms, messages, as values.

export interface Person {
  id: number;
  cid: string;
  name: string;
  nickname: string;
  picture: string; // path on this host; empty: none
  background: string;
  status: string; // the sentence under the name
}
export interface Me extends Person {
  email: string;
  phone: string;
  birth: string | null;
  statusNumber: number; // of the wire; other clients may mean something by it
}
export interface Friend {
  person: Person;
  addedByMe: boolean; // false: only they added me
  favourite: boolean;
}
export interface Member {
  id: number;
  name: string;
  picture: string;
  joining: boolean; // false: left a private room
  here: boolean; // looks at the room
  readSeq: number;
}
export interface Quote {
  messageId: string;
  sender: number;
  text: string;
}
export interface Reaction {
  emoji: string;
  count: number;
  mine: boolean;
}
export type Kind = 'text' | 'invited' | 'left' | 'photo' | 'video' | 'file';
export interface Message {
  id: string;
  clientId: string; // empty: not known
  roomId: string;
  number: number;
  seq: number;
  sender: number;
  kind: Kind;
  text: string; // of photos, videos and files: where they are
  sentAt: number; // UTC, ms
  replyTo?: Quote;
  mentions: number[];
  edited: boolean;
  deleted: boolean;
  reactions: Reaction[];
}
export type RoomType = 'private' | 'group' | 'self';
export interface Room {
  id: string;
  name: string;
  image: string;
  type: RoomType;
  members: Member[];
  last: Message | undefined;
  unread: number;
  mentioned: boolean;
  seq: number;
  muted: boolean;
  pinned: boolean;
}
export interface Device {
  id: string;
  deviceClass: string;
  address: string;
  agent: string;
  signedInAt: number;
  isThis: boolean;
}
