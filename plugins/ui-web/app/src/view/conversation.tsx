import { useSignal } from '@preact/signals';
import type { App } from '../viewmodel/app';
import type { Conversation } from '../viewmodel/conversation';
import { summary } from '../viewmodel/format';
import { words } from '../viewmodel/words/words';
import { ComposerView } from './composer';
import { DrawerPanel } from './drawer';
import { Icon, IconButton } from './icons';
import { MessageMenu } from './message_menu';
import { Messages } from './messages';
import { RoomSearch } from './room_search';
import { Viewer } from './viewer';

function Head({ app, model }: { app: App; model: Conversation }) {
  const text = words.value;
  const room = model.room.value;
  const count = room?.type === 'group' ? model.members.value.filter(({ joining }) => joining).length : 0;
  return (
    <header class="room-head">
      <IconButton icon="back" label={text.back} class="only-phone" onClick={() => app.closeRoom()} />
      <h1>
        {model.title.value}
        {count > 0 && <span class="count">{count}</span>}
      </h1>
      <IconButton icon="search" label={text.searchInRoom} onClick={() => (model.panel.value = 'search')} />
      <IconButton icon="menu" label={text.drawer} onClick={() => (model.panel.value = 'drawer')} />
    </header>
  );
}

function Notice({ model }: { model: Conversation }) {
  const text = words.value;
  const notice = model.open.notice.value;
  if (!notice) return null;
  return (
    <div class="notice-bar">
      <Icon name="notice" />
      <button type="button" class="notice-text" onClick={() => void model.jumpToMessage(notice.id)}>
        <span class="visually-hidden">{text.notice}: </span>
        {summary(notice, text)}
      </button>
      <IconButton icon="close" label={text.removeNotice} onClick={() => void model.makeNotice(undefined)} />
    </div>
  );
}

// Files may be let go anywhere over the conversation.
export function ConversationPane({ app, model }: { app: App; model: Conversation }) {
  const isOver = useSignal(false);
  const hasFiles = (event: DragEvent) => !!event.dataTransfer?.types.includes('Files');
  return (
    <div
      class="conversation"
      onDragOver={(event) => hasFiles(event) && (event.preventDefault(), (isOver.value = true))}
      onDragLeave={(event) => event.currentTarget === event.target && (isOver.value = false)}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        isOver.value = false;
        model.composer.sendFiles(event.dataTransfer!.files);
      }}
    >
      <Head app={app} model={model} />
      <Notice model={model} />
      <Messages app={app} model={model} />
      <ComposerView model={model} />
      {model.menu.value && <MessageMenu key={model.menu.value.id} app={app} model={model} message={model.menu.value} />}
      {model.panel.value === 'search' && <RoomSearch app={app} model={model} />}
      {model.panel.value === 'drawer' && <DrawerPanel app={app} model={model} />}
      {model.viewing.value && <Viewer model={model} />}
      {isOver.value && <div class="drop-here">{words.value.dropHere}</div>}
    </div>
  );
}
