import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../viewmodel/conversation';
import { summary } from '../viewmodel/format';
import { words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { IconButton } from './icons';

const hasPointer = () => matchMedia('(hover: hover)').matches;

function About({ model }: { model: Conversation }) {
  const text = words.value;
  const { replyTo, editing } = model.composer;
  const message = editing.value ?? replyTo.value;
  if (!message) return null;
  return (
    <div class="about">
      <p>
        <b>{editing.value ? text.editing : text.replyTo(model.nameOf(message.sender))}</b>
        <span>{summary(message, text)}</span>
      </p>
      <IconButton icon="close" label={text.cancel} onClick={() => model.composer.cancel()} />
    </div>
  );
}

function Candidates({ model }: { model: Conversation }) {
  const found = model.composer.candidates.value;
  if (!found.length) return null;
  return (
    <ul class="candidates" aria-label={words.value.mentionEverybody}>
      {found.map((member) => (
        <li key={member.id}>
          <button type="button" class="row" onClick={() => model.composer.mention(member)}>
            <Avatar face={member} size={28} />
            {member.name}
          </button>
        </li>
      ))}
    </ul>
  );
}

export function ComposerView({ model }: { model: Conversation }) {
  const text = words.value;
  const { composer } = model;
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const value = composer.text.value;
  useLayoutEffect(() => {
    area.current!.style.height = 'auto';
    area.current!.style.height = `${Math.min(area.current!.scrollHeight, 140)}px`;
  }, [value]);
  useEffect(() => {
    if (hasPointer() || composer.editing.value || composer.replyTo.value) area.current?.focus(); // not before the menu it was chosen in is gone
  }, [composer.editing.value, composer.replyTo.value]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return; // a syllable is not finished
    const candidate = composer.candidates.value[0];
    if (event.key === 'Tab' && candidate) {
      event.preventDefault();
      composer.mention(candidate);
    } else if (event.key === 'Enter' && !event.shiftKey && hasPointer()) {
      event.preventDefault();
      composer.send();
    } else if (event.key === 'Escape') composer.cancel();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.files;
    if (!pasted?.length) return;
    event.preventDefault();
    composer.sendFiles(pasted);
  };
  return (
    <form class="composer" onSubmit={(event) => (event.preventDefault(), composer.send(), area.current!.focus())}>
      <Candidates model={model} />
      <About model={model} />
      <div class="composer-line">
        <IconButton icon="attach" label={text.attach} onClick={() => files.current!.click()} />
        <input ref={files} class="visually-hidden" type="file" multiple tabIndex={-1} aria-hidden="true" onChange={(event) => (composer.sendFiles(event.currentTarget.files!), (event.currentTarget.value = ''))} />
        <textarea ref={area} rows={1} aria-label={text.typeMessage} placeholder={text.typeMessage} value={value} onInput={(event) => composer.type(event.currentTarget.value)} onKeyDown={onKeyDown} onPaste={onPaste} />
        <button type="submit" class="send" disabled={composer.isEmpty.value} aria-label={text.send}>
          {text.send}
        </button>
      </div>
    </form>
  );
}
