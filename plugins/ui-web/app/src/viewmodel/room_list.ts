// The list of rooms as it is read: title, pictures, last words, time, number.
import { computed } from '@preact/signals';
import type { Member, Room } from '../repository/model';
import type { Repository } from '../repository/repository';
import { shortDate, summary } from './format';
import { language, words, type Words } from './words/words';

export interface RoomItem {
  id: string;
  title: string;
  pictures: Pick<Member, 'id' | 'name' | 'picture'>[]; // of whom its avatar is made
  count: number; // of members, of groups
  preview: string;
  time: string;
  unread: number;
  mentioned: boolean;
  muted: boolean;
  pinned: boolean;
}

// What a person calls the room: in a private one, the other's name.
export function titleOf(room: Pick<Room, 'type' | 'name' | 'members'>, self: number, text: Words): string {
  const others = room.members.filter(({ id }) => id !== self);
  if (room.type === 'self') return text.chatWithSelf;
  if (room.type === 'private') return others[0]?.name || room.name || text.unknownPerson;
  return room.name || others.map(({ name }) => name).join(', ') || text.chatWithSelf;
}

export function picturesOf(room: Room, self: number): RoomItem['pictures'] {
  if (room.image) return [{ id: 0, name: room.name, picture: room.image }];
  const others = room.members.filter(({ id }) => id !== self);
  return others.length ? others.slice(0, room.type === 'private' ? 1 : 4) : room.members.slice(0, 1);
}

export class RoomList {
  readonly items = computed<RoomItem[]>(() => this.repository.rooms.list.value.map((room) => this.#item(room)));

  constructor(private readonly repository: Repository) {}

  #item(room: Room): RoomItem {
    const self = this.repository.me.value?.id ?? 0;
    const { last } = room;
    return {
      id: room.id, title: titleOf(room, self, words.value), pictures: picturesOf(room, self), count: room.type === 'group' ? room.members.length : 0,
      preview: last ? summary(last, words.value) : '', time: last ? shortDate(last.sentAt, words.value, language.value) : '',
      unread: room.unread, mentioned: room.mentioned, muted: room.muted, pinned: room.pinned,
    };
  }
}
