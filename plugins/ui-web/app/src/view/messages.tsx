// The scrolled part of a conversation: stays where one reads while messages come and go above and below.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../viewmodel/app';
import type { Conversation } from '../viewmodel/conversation';
import { longDate } from '../viewmodel/format';
import type { Row } from '../viewmodel/rows';
import { language, words } from '../viewmodel/words/words';
import { BubbleRow } from './bubble';
import { Icon } from './icons';
import { ScrollKeeper } from './scroll_keeper';

const nearPx = 900; // of an end: then more is shown there

function RowView({ row, app, model }: { row: Row; app: App; model: Conversation }) {
  switch (row.kind) {
    case 'date':
      return (
        <div class="date-line" data-key={row.key}>
          <span>{longDate(row.at, language.value)}</span>
        </div>
      );
    case 'notice':
      return (
        <div class="event-line" data-key={row.key}>
          <span>{row.text}</span>
        </div>
      );
    case 'mark':
      return (
        <div class="mark-line" data-key={row.key}>
          <span>{words.value.newMessages}</span>
        </div>
      );
    default:
      return <BubbleRow row={row} app={app} model={model} />;
  }
}

export function Messages({ app, model }: { app: App; model: Conversation }) {
  const text = words.value;
  const box = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper>(null);
  const top = useRef(0);
  const drawn = useRef<Row[]>([]);
  const isAway = useSignal(false); // from the newest message
  const seen = useSignal(0); // the newest number that was seen
  const rows = model.rows.value;
  const target = model.target.value;
  if (rows !== drawn.current) keeper.current?.remember();

  const placed = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    const below = scrollHeight - scrollTop - clientHeight;
    keeper.current!.remember();
    isAway.value = !model.follows.value || below > 200;
    if (!isAway.value) seen.value = model.open.timeline.head;
    top.current = scrollTop;
    return below;
  };
  // More comes in the direction one scrolls, and only then: what is put in its place moves the page, too.
  const scrolled = () => {
    if (!box.current) return; // said late: the room was left
    const before = top.current;
    const below = placed();
    if (top.current < before && top.current < nearPx) void model.showOlder();
    if (top.current > before && below < nearPx && !model.follows.value) void model.showNewer();
  };
  useLayoutEffect(() => {
    keeper.current = new ScrollKeeper(box.current!);
    return () => keeper.current!.end();
  }, []);
  useLayoutEffect(() => {
    drawn.current = rows;
    keeper.current!.restore(model.follows.value);
    if (model.open.isLoaded.value) placed();
  }, [rows]);
  useLayoutEffect(() => {
    if (target) keeper.current!.show(target.number);
  }, [target]);

  const trouble = model.open.trouble.value;
  const hasNew = isAway.value && model.open.timeline.head > seen.value && seen.value > 0;
  return (
    <div class="messages-frame">
      <div class="messages" ref={box} onScroll={scrolled} role="log" aria-label={text.messages} tabIndex={0}>
        {rows.map((row) => (
          <RowView key={row.key} row={row} app={app} model={model} />
        ))}
        {model.open.isLoaded.value && !rows.length && <p class="empty">{text.emptyRoom}</p>}
        {trouble && <p class="empty">{text.errDenied}</p>}
      </div>
      <p class="typing" role="status">
        {model.typists.value && text.typing(model.typists.value)}
      </p>
      {isAway.value && (
        <button type="button" class={`to-newest ${hasNew ? 'has-new' : ''}`} aria-label={text.toNewest} onClick={() => (model.toNewest(), keeper.current!.toEnd())}>
          {hasNew && text.newMessage} <Icon name="down" />
        </button>
      )}
    </div>
  );
}
