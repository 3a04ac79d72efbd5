// The room in the address (#/room/…), so that a reload stays in it and a phone's back button leaves it.
import { effect, untracked } from '@preact/signals';
import type { App } from '../viewmodel/app';

const roomOf = (hash: string) => /^#\/room\/([0-9a-f]{24})$/.exec(hash)?.[1];

export function keepAddress(app: App): void {
  const { repository, conversation } = app;
  const follow = () => {
    const room = roomOf(location.hash);
    if (!repository.me.value || !repository.rooms.isLoaded.value) return;
    if (room && repository.rooms.get(room)) app.openRoom(room);
    else app.closeRoom();
  };
  addEventListener('hashchange', follow);
  let isReady = false;
  effect(() => {
    if (isReady || !repository.me.value || !repository.rooms.isLoaded.value) return;
    isReady = true;
    untracked(follow);
  });
  effect(() => {
    const id = conversation.value?.id;
    if (!isReady || id === roomOf(location.hash)) return;
    if (id && !roomOf(location.hash)) history.pushState(null, '', `#/room/${id}`);
    else history.replaceState(null, '', id ? `#/room/${id}` : '#/');
  });
}
