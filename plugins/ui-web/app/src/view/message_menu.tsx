import { useSignal } from '@preact/signals';
import type { Member, Message } from '../repository/model';
import type { App } from '../viewmodel/app';
import type { Conversation } from '../viewmodel/conversation';
import { summary } from '../viewmodel/format';
import { words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { Modal } from './modal';

const emojis = ['❤️', '👍', '✅', '😂', '😮', '😢'];

function Readers({ title, members }: { title: string; members: Member[] }) {
  return (
    <section>
      <h3 class="section-title">
        {title} <span class="count">{members.length}</span>
      </h3>
      <ul class="readers">
        {members.map((member) => (
          <li key={member.id}>
            <Avatar face={member} size={28} /> {member.name}
          </li>
        ))}
      </ul>
    </section>
  );
}

// What one may do with a message: by its button, a long press or the right mouse button.
export function MessageMenu({ app, model, message }: { app: App; model: Conversation; message: Message }) {
  const text = words.value;
  const showsReaders = useSignal(false);
  const isMine = message.sender === model.self;
  const close = () => (model.menu.value = undefined);
  const act = (label: string, step: () => unknown) => (
    <button type="button" class="menu-entry" onClick={() => (close(), void step())}>
      {label}
    </button>
  );
  const copy = () => navigator.clipboard?.writeText(message.text).then(() => app.toasts.show(text.copied));
  return (
    <Modal title={isMine ? text.myMessage : text.saysToYou(model.nameOf(message.sender))} onClose={close}>
      <p class="menu-about">{summary(message, text)}</p>
      <div class="emojis" role="group" aria-label={text.react}>
        {emojis.map((emoji) => (
          <button key={emoji} type="button" aria-label={`${text.react} ${emoji}`} aria-pressed={message.reactions.some((each) => each.mine && each.emoji === emoji)} onClick={() => (close(), void model.react(message, emoji))}>
            {emoji}
          </button>
        ))}
      </div>
      {showsReaders.value ? (
        <>
          <Readers title={text.read} members={model.read(message)} />
          <Readers title={text.notRead} members={model.unread(message)} />
        </>
      ) : (
        <div class="menu-entries">
          {act(text.reply, () => model.composer.reply(message))}
          {message.kind === 'text' && navigator.clipboard && act(text.copy, copy)}
          {isMine && message.kind === 'text' && act(text.edit, () => model.composer.edit(message))}
          {act(text.makeNotice, () => model.makeNotice(message))}
          <button type="button" class="menu-entry" onClick={() => (showsReaders.value = true)}>
            {text.whoRead}
          </button>
          {act(text.deleteForMe, () => model.deleteForMe(message))}
          {isMine && act(text.deleteForAll, () => model.deleteForAll(message))}
        </div>
      )}
    </Modal>
  );
}
