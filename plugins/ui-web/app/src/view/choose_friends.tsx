import { useSignal } from '@preact/signals';
import type { App } from '../viewmodel/app';
import type { Conversation } from '../viewmodel/conversation';
import { matches } from '../viewmodel/hangul';
import { words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { Field } from './field';
import { SearchField } from './list';
import { Modal } from './modal';

// Friends for a new room, or for one that is there.
export function ChooseFriends({ app, into }: { app: App; into?: Conversation | undefined }) {
  const text = words.value;
  const query = useSignal('');
  const name = useSignal('');
  const chosen = useSignal<ReadonlySet<number>>(new Set());
  const inside = new Set(into?.members.value.map(({ id }) => id));
  const friends = app.people.others.value.filter(({ person }) => !inside.has(person.id) && matches(query.value, person.name));
  const close = () => (app.dialog.value = undefined);
  const toggle = (id: number) => {
    const next = new Set(chosen.value);
    if (!next.delete(id)) next.add(id);
    chosen.value = next;
  };
  const go = async () => {
    const people = [...chosen.value];
    if (into ? await app.invite(into, people) : await app.createGroup(name.value, people)) close();
  };
  return (
    <Modal title={into ? text.inviteFriends : text.chooseFriends} onClose={close} class="tall">
      <SearchField label={text.searchFriends} value={query} />
      <ul class="rows scrolls">
        {friends.map(({ person }) => (
          <li key={person.id}>
            <label class="row">
              <Avatar face={person} />
              <span class="row-text">
                <span class="row-title">{person.name}</span>
              </span>
              <input type="checkbox" checked={chosen.value.has(person.id)} onChange={() => toggle(person.id)} />
            </label>
          </li>
        ))}
        {!friends.length && <li class="empty">{text.noFriends}</li>}
      </ul>
      {!into && chosen.value.size > 1 && <Field id="room-name" label={`${text.roomName} (${text.optional})`} value={name} maxLength={100} />}
      <button type="button" class="primary" disabled={!chosen.value.size} onClick={() => void go()}>
        {into ? text.invite : text.create}
      </button>
    </Modal>
  );
}
