import type { Letter } from '../repository/outbox_store';
import type { App } from '../viewmodel/app';
import type { Conversation } from '../viewmodel/conversation';
import { sentenceOfFailure } from '../viewmodel/sentence';
import { words } from '../viewmodel/words/words';
import { Icon, IconButton } from './icons';

// Beside what is not said yet: a clock, how far a file is, or why it was refused and what can be done.
export function LetterState({ letter, app, model }: { letter: Letter; app: App; model: Conversation }) {
  const text = words.value;
  const { outbox, link } = app.repository;
  const part = outbox.progress.value.get(letter.id);
  if (letter.failed)
    return (
      <span class="letter-failed" role="alert">
        <span>{`${text.failed}. ${sentenceOfFailure(letter, text)}`}</span>
        <button type="button" onClick={() => outbox.retry(letter.id)}>
          {text.retry}
        </button>
        <button type="button" onClick={() => model.composer.takeBack(letter.id)}>
          {letter.kind === 'text' ? text.edit : text.delete}
        </button>
      </span>
    );
  if (part !== undefined)
    return (
      <span class="letter-progress">
        <progress max={1} value={part} aria-label={text.uploading(Math.round(part * 100))} />
        <IconButton icon="close" label={text.cancel} onClick={() => outbox.drop(letter.id)} />
      </span>
    );
  if (letter.said) return null;
  const label = link.state.value === 'open' ? text.waiting : text.waitingOffline;
  return (
    <span class="letter-waiting" role="img" aria-label={label} title={label}>
      <Icon name="clock" />
    </span>
  );
}
