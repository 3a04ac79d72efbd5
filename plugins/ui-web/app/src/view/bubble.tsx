import { memo } from './memo';
import type { App } from '../viewmodel/app';
import type { Conversation } from '../viewmodel/conversation';
import { clock } from '../viewmodel/format';
import type { Bubble } from '../viewmodel/rows';
import { language, words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { FileBody, LetterFile } from './files';
import { IconButton } from './icons';
import { LetterState } from './letter_state';
import { Quoted } from './quoted';
import { RichText } from './rich_text';

interface BubbleProps {
  row: Bubble;
  app: App;
  model: Conversation;
}

function Body({ row, model }: BubbleProps) {
  const text = words.value;
  const { message, letter } = row;
  if (message?.deleted) return <div class="bubble is-deleted">{text.deleted}</div>;
  if (letter && letter.kind !== 'text') return <LetterFile letter={letter} />;
  if (message && message.kind !== 'text') return <FileBody message={message} model={model} />;
  const quote = message?.replyTo ?? letter?.replyTo;
  return (
    <div class="bubble">
      {quote && <Quoted quote={quote} model={model} />}
      <RichText text={message?.text ?? letter!.text} names={(message?.mentions ?? letter?.mentions ?? []).map((id) => model.nameOf(id))} />
      {message?.edited && <small class="edited"> ({text.edited})</small>}
    </div>
  );
}

function Side({ row, app, model }: BubbleProps) {
  const text = words.value;
  return (
    <div class="side">
      {row.message && !row.message.deleted && (
        <IconButton icon="more" label={text.more} class="bubble-menu" onClick={() => (model.menu.value = row.message)} />
      )}
      {row.unread > 0 && (
        <span class="unread" role="img" aria-label={text.unreadBy(row.unread)}>
          {row.unread}
        </span>
      )}
      {row.letter && <LetterState letter={row.letter} app={app} model={model} />}
      {row.endsGroup && row.message && <time>{clock(row.at, text, language.value)}</time>}
    </div>
  );
}

function Reactions({ row, model }: BubbleProps) {
  const message = row.message;
  if (!message?.reactions.length) return null;
  return (
    <div class="reactions">
      {message.reactions.map(({ emoji, count, mine }) => (
        <button key={emoji} type="button" aria-pressed={mine} onClick={() => void model.react(message, emoji)}>
          {emoji} <span>{count}</span>
        </button>
      ))}
    </div>
  );
}

function BubbleView(props: BubbleProps) {
  const { row, app, model } = props;
  const text = words.value;
  const member = model.members.value.find(({ id }) => id === row.sender);
  const name = member?.name ?? text.unknownPerson;
  const openMenu = (event: Event) => {
    if (!row.message || row.message.deleted || (event.target as HTMLElement).closest('a, video')) return;
    event.preventDefault();
    model.menu.value = row.message;
  };
  return (
    <div class={`msg ${row.mine ? 'mine' : 'theirs'} ${row.startsGroup ? 'starts' : ''}`} data-key={row.key} data-number={row.message?.number}>
      {!row.mine && row.startsGroup && (
        <button type="button" class="face" aria-label={`${text.profile}: ${name}`} onClick={() => app.showPerson(row.sender)}>
          <Avatar face={member ?? { id: row.sender, name, picture: '' }} size={40} />
        </button>
      )}
      <div class="stack">
        {row.startsGroup && <span class={row.mine ? 'visually-hidden' : 'sender'}>{row.mine ? text.myMessage : name}</span>}
        <div class="line" onContextMenu={openMenu}>
          <Body {...props} />
          <Side {...props} />
        </div>
        <Reactions {...props} />
      </div>
    </div>
  );
}

// Drawn again only when something in its row is another.
export const BubbleRow = memo(BubbleView, ({ row: a }, { row: b }) =>
  a.message === b.message && a.letter === b.letter && a.unread === b.unread && a.startsGroup === b.startsGroup && a.endsGroup === b.endsGroup);
