import type { Person } from '../repository/model';
import type { App } from '../viewmodel/app';
import { words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { Modal } from './modal';

// Somebody's card, and what one can do with him.
export function Profile({ app, person }: { app: App; person: Person }) {
  const text = words.value;
  const { people } = app;
  const friend = people.friendOf(person.id);
  const close = () => (app.dialog.value = undefined);
  const act = (label: string, step: () => Promise<unknown>, stays = false) => (
    <button type="button" class="secondary" onClick={() => void step().then(() => stays || close())}>
      {label}
    </button>
  );
  return (
    <Modal title={person.name} onClose={close} class="profile">
      {person.background && <img class="profile-background" src={person.background} alt="" />}
      <Avatar face={person} size={84} />
      <b class="profile-name">{person.name}</b>
      {person.status && <p>{person.status}</p>}
      <button type="button" class="primary" onClick={() => (close(), void app.chatWith(person.id))}>
        {text.chatWith}
      </button>
      <div class="buttons">
        {!friend?.addedByMe && act(text.addFriend, () => people.add(person), true)}
        {friend?.addedByMe && act(friend.favourite ? text.unfavourite : text.favourite, () => people.favour(person.id, !friend.favourite), true)}
        {friend?.addedByMe && act(text.hide, () => people.hide(person.id, true))}
        {friend?.addedByMe && act(text.removeFriend, () => people.remove(person.id))}
        {act(text.block, () => people.block(person.id, true))}
      </div>
    </Modal>
  );
}
