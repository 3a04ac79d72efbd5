import type { App } from '../viewmodel/app';
import type { RoomItem } from '../viewmodel/room_list';
import { words } from '../viewmodel/words/words';
import { Avatars } from './avatar';
import { Found } from './found';
import { Icon, IconButton } from './icons';
import { arrows, SearchField } from './list';

function RoomRow({ item, isOpen, onClick }: { item: RoomItem; isOpen: boolean; onClick: () => void }) {
  const text = words.value;
  return (
    <li>
      <button type="button" class="row" aria-current={isOpen ? 'true' : undefined} onClick={onClick} data-room={item.id}>
        <Avatars faces={item.pictures} />
        <span class="row-text">
          <span class="row-title">
            {item.title}
            {item.count > 0 && <span class="count">{item.count}</span>}
            {item.pinned && <Mark icon="pin" label={text.pinned} />}
            {item.muted && <Mark icon="mute" label={text.muted} />}
          </span>
          <span class="row-preview">{item.preview}</span>
        </span>
        <span class="row-end">
          <time>{item.time}</time>
          {item.unread > 0 && (
            <span class="badge">
              {item.mentioned && <span aria-label={text.mentionsYou}>@ </span>}
              {item.unread > 300 ? '300+' : item.unread}
              <span class="visually-hidden"> {text.unreadCount(item.unread)}</span>
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

const Mark = ({ icon, label }: { icon: 'pin' | 'mute'; label: string }) => (
  <span class="mark-icon" role="img" aria-label={label} title={label}>
    <Icon name={icon} />
  </span>
);

export function RoomListView({ app }: { app: App }) {
  const text = words.value;
  const { roomList, repository, search } = app;
  const isSearching = search.query.value.trim() !== '';
  const items = roomList.items.value;
  return (
    <>
      <header class="pane-head">
        <h1>{text.chats}</h1>
        <IconButton icon="newChat" label={text.newChat} onClick={() => (app.dialog.value = { kind: 'new-chat' })} />
      </header>
      <SearchField label={text.searchRooms} value={search.query} />
      <div class="scrolls" onKeyDown={arrows}>
        {isSearching && <Found app={app} search={search} />}
        <ul class="rows">
          {!isSearching && items.map((item) => (
            <RoomRow key={item.id} item={item} isOpen={app.conversation.value?.id === item.id} onClick={() => app.openRoom(item.id)} />
          ))}
        </ul>
        {repository.rooms.isLoaded.value && !items.length && !isSearching && <p class="empty">{text.noRooms}</p>}
      </div>
    </>
  );
}
