import { useState } from 'preact/hooks';
import type { Message } from '../repository/model';
import type { Letter } from '../repository/outbox_store';
import type { Conversation } from '../viewmodel/conversation';
import { fileName, thumbnail } from '../viewmodel/format';
import { words } from '../viewmodel/words/words';
import { Icon } from './icons';
import { useObjectUrl } from './object_url';

// A photo, a film or a file as it was sent. Boxes have one size, so that nothing moves when they are loaded.
export function FileBody({ message, model }: { message: Message; model: Conversation }) {
  const text = words.value;
  const [source, setSource] = useState(thumbnail(message.text));
  if (message.kind === 'photo')
    return (
      <button type="button" class="photo" aria-label={text.openPicture} onClick={() => (model.viewing.value = message)}>
        <img src={source} alt={text.photo} loading="lazy" onError={() => source !== message.text && setSource(message.text)} />
      </button>
    );
  if (message.kind === 'video') return <video class="photo" src={message.text} poster={thumbnail(message.text)} controls preload="none" aria-label={text.video} />;
  return (
    <a class="bubble file" href={message.text} download={fileName(message.text)}>
      <Icon name="file" />
      <span>
        {fileName(message.text)}
        <small>{text.download}</small>
      </span>
    </a>
  );
}

// The same while it is on its way.
export function LetterFile({ letter }: { letter: Letter }) {
  const url = useObjectUrl(letter.kind === 'photo' ? letter.file : undefined);
  if (url) return <img class="photo is-waiting" src={url} alt={words.value.photo} />;
  return (
    <div class="bubble file">
      <Icon name="file" />
      <span>{letter.fileName}</span>
    </div>
  );
}
