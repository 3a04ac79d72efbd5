// My rooms, newest first, pinned ones on top: the list of `room.list`, kept up by /me.
import { computed, signal } from '@preact/signals';
import type { Heard, Link } from '../network/link';
import { listedRoom, member, roomState } from './decode';
import type { Room } from './model';

const newest = (room: Room) => room.last?.sentAt ?? 0;

export class Rooms {
  readonly all = signal<ReadonlyMap<string, Room>>(new Map());
  readonly isLoaded = signal(false);
  readonly list = computed(() => [...this.all.value.values()].sort((a, b) => Number(b.pinned) - Number(a.pinned) || newest(b) - newest(a)));
  readonly unread = computed(() => this.list.value.reduce((sum, room) => sum + room.unread, 0));

  constructor(private readonly link: Link) {}

  async load(): Promise<void> {
    const listed: any[] = await this.link.ask('room.list');
    this.all.value = new Map(listed.map((each) => [each.room.id, listedRoom(each)]));
    this.isLoaded.value = true;
  }

  get(id: string): Room | undefined {
    return this.all.value.get(id);
  }

  // The event `room`: states replace each other.
  hear({ body }: Heard): Room | undefined {
    const id: string = body.room.id;
    const before = this.get(id);
    const rooms = new Map(this.all.value);
    if (!body.joining) rooms.delete(id);
    else rooms.set(id, roomState(body, before));
    this.all.value = rooms;
    if (body.joining && !rooms.get(id)!.members.length) void this.loadMembers(id);
    return body.joining ? rooms.get(id) : undefined;
  }

  async loadMembers(id: string): Promise<void> {
    const room = await this.link.ask('room.get', { roomId: id }).catch(() => undefined);
    if (room) this.change(id, { members: room.members.map(member), name: room.roomname ?? '' });
  }

  change(id: string, changes: Partial<Room>): void {
    const room = this.get(id);
    if (room) this.all.value = new Map(this.all.value).set(id, { ...room, ...changes });
  }

  clear(): void {
    this.all.value = new Map();
    this.isLoaded.value = false;
  }
}
