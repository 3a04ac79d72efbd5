import type { App } from '../viewmodel/app';
import { shortDate } from '../viewmodel/format';
import type { FoundMessage, Search } from '../viewmodel/search';
import { language, words } from '../viewmodel/words/words';
import { Trouble } from './field';

const Snippet = ({ pieces }: { pieces: string[] }) => (
  <span class="row-preview">{pieces.map((piece, at) => (at % 2 ? <mark key={at}>{piece}</mark> : <span key={at}>{piece}</span>))}</span>
);

function MessageRow({ found, onClick, inRoom }: { found: FoundMessage; onClick: () => void; inRoom: boolean }) {
  return (
    <li>
      <button type="button" class="row found" onClick={onClick}>
        <span class="row-text">
          <span class="row-title">{inRoom ? found.sender : `${found.room} · ${found.sender}`}</span>
          <Snippet pieces={found.snippet} />
        </span>
        <span class="row-end">
          <time>{shortDate(found.at, words.value, language.value)}</time>
        </span>
      </button>
    </li>
  );
}

// What a search found. `inRoom`: of one room, whose name goes without saying.
export function Found({ app, search, inRoom = false, onChosen = () => {} }: { app: App; search: Search; inRoom?: boolean; onChosen?: () => void }) {
  const text = words.value;
  const messages = search.messages.value, friends = search.friends.value, rooms = search.rooms.value;
  const isEmpty = search.state.value === 'done' && !messages.length && !friends.length && !rooms.length && !search.trouble.value;
  const choose = (step: () => void) => () => (onChosen(), step());
  return (
    <>
      <Trouble text={search.trouble.value} />
      <p class="visually-hidden" role="status">
        {search.state.value === 'done' && text.found(messages.length + friends.length + rooms.length)}
      </p>
      {isEmpty && <p class="empty">{text.nothingFound}</p>}
      {search.state.value === 'idle' && <p class="empty">{text.searchHint}</p>}
      {!search.isComplete.value && <p class="empty">{text.incomplete}</p>}
      <ul class="rows">
        {friends.map((person) => (
          <li key={`f${person.id}`}>
            <button type="button" class="row found" onClick={choose(() => (app.dialog.value = { kind: 'profile', person }))}>
              <span class="row-title">{person.name}</span>
            </button>
          </li>
        ))}
        {rooms.map((room) => (
          <li key={room.id}>
            <button type="button" class="row found" onClick={choose(() => app.openRoom(room.id))}>
              <span class="row-title">{room.title}</span>
            </button>
          </li>
        ))}
        {messages.map((found) => (
          <MessageRow key={found.id} found={found} inRoom={inRoom} onClick={choose(() => app.openMessage(found.roomId, found.number))} />
        ))}
      </ul>
      {search.next.value && (
        <button type="button" class="secondary more" onClick={() => void search.more()}>
          {text.loadMore}
        </button>
      )}
    </>
  );
}
