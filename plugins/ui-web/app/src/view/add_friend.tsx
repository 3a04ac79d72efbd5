import type { App } from '../viewmodel/app';
import { words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { Field, Trouble } from './field';
import { Modal } from './modal';

export function AddFriend({ app }: { app: App }) {
  const text = words.value;
  const { people } = app;
  const found = people.found.value;
  const close = () => {
    people.found.value = undefined;
    people.cid.value = people.trouble.value = '';
    app.dialog.value = undefined;
  };
  return (
    <Modal title={text.addFriend} onClose={close}>
      <form class="with-button" onSubmit={(event) => (event.preventDefault(), void people.find())}>
        <Field id="friend-cid" label={text.friendCid} value={people.cid} maxLength={20} autofocus />
        <button type="submit" class="secondary">
          {text.find}
        </button>
      </form>
      <Trouble text={people.trouble.value} />
      {found && (
        <div class="found-person">
          <Avatar face={found.person} size={84} />
          <b>{found.person.name}</b>
          {found.isSelf ? <p>{text.thatIsYou}</p> : found.isNew ? null : <p>{text.addedAlready}</p>}
          <div class="buttons">
            {found.isNew && (
              <button type="button" class="primary" onClick={() => void people.add(found.person)}>
                {text.add}
              </button>
            )}
            {!found.isSelf && !found.isNew && (
              <button type="button" class="primary" onClick={() => (close(), void app.chatWith(found.person.id))}>
                {text.chatWith}
              </button>
            )}
          </div>
        </div>
      )}
    </Modal>
  );
}
