import type { Conversation } from '../viewmodel/conversation';
import { words } from '../viewmodel/words/words';
import { IconButton } from './icons';
import { Modal } from './modal';

// A picture as large as the page; arrows go to the others that are known here.
export function Viewer({ model }: { model: Conversation }) {
  const text = words.value;
  const shown = model.viewing.value!;
  const photos = model.photos.value;
  const at = photos.findIndex(({ id }) => id === shown.id);
  const go = (step: number) => {
    const next = photos[at + step];
    if (next) model.viewing.value = next;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') go(-1);
    if (event.key === 'ArrowRight') go(1);
  };
  return (
    <Modal title={`${text.photo} ${at + 1}/${photos.length}`} onClose={() => (model.viewing.value = undefined)} class="viewer">
      <div class="viewed" onKeyDown={onKeyDown}>
        <IconButton icon="back" label={text.previous} disabled={at <= 0} onClick={() => go(-1)} />
        <img key={shown.id} src={shown.text} alt={text.saysToYou(model.nameOf(shown.sender))} />
        <IconButton icon="back" label={text.next} class="turned" disabled={at >= photos.length - 1} onClick={() => go(1)} />
      </div>
      <a class="secondary" href={shown.text} download>
        {text.download}
      </a>
    </Modal>
  );
}
