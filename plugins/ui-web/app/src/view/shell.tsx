// The page of somebody who is signed in: places, a list, a conversation; on a phone one of the latter two.
import type { App, Tab } from '../viewmodel/app';
import { words } from '../viewmodel/words/words';
import { ConversationPane } from './conversation';
import { Dialogs } from './dialogs';
import { FriendList } from './friend_list';
import { Icon, type IconName } from './icons';
import { RoomListView } from './room_list';
import { SettingsView } from './settings';

const icons: Record<Tab, IconName> = { friends: 'friends', chats: 'chats', settings: 'settings' };

function Places({ app }: { app: App }) {
  const text = words.value;
  const unread = app.repository.rooms.unread.value;
  return (
    <nav class="places" aria-label={text.main}>
      {(['friends', 'chats', 'settings'] as const).map((tab) => (
        <button key={tab} type="button" aria-current={app.tab.value === tab ? 'page' : undefined} onClick={() => (app.tab.value = tab)}>
          <Icon name={icons[tab]} />
          <span class="place-name">{text[tab]}</span>
          {tab === 'chats' && unread > 0 && (
            <span class="badge">
              {unread > 999 ? '999+' : unread}
              <span class="visually-hidden"> {text.unreadCount(unread)}</span>
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}

function LinkState({ app }: { app: App }) {
  const text = words.value;
  const state = app.repository.link.state.value;
  const isShown = state === 'waiting' || (state === 'connecting' && app.repository.rooms.isLoaded.value);
  return (
    <div class="link-state" role="status">
      {isShown && <p>{text.reconnecting}</p>}
    </div>
  );
}

export function Shell({ app }: { app: App }) {
  const text = words.value;
  const open = app.conversation.value;
  return (
    <div class={`shell ${open ? 'has-room' : ''}`}>
      <Places app={app} />
      <main class="panes">
        <section class="list-pane" aria-label={text[app.tab.value]}>
          {app.tab.value === 'friends' && <FriendList app={app} />}
          {app.tab.value === 'chats' && <RoomListView app={app} />}
          {app.tab.value === 'settings' && <SettingsView app={app} />}
        </section>
        <section class="room-pane" aria-label={open?.title.value ?? text.pickRoom}>
          {open ? (
            <ConversationPane key={open.id} app={app} model={open} />
          ) : (
            <div class="nothing-open">
              <Icon name="chats" />
              <h2>{text.pickRoom}</h2>
              <p>{text.pickRoomHint}</p>
            </div>
          )}
        </section>
      </main>
      <LinkState app={app} />
      <Dialogs app={app} />
    </div>
  );
}
