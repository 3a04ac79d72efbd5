import type { Friend, Person } from '../repository/model';
import type { App } from '../viewmodel/app';
import { words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { IconButton } from './icons';
import { arrows, SearchField } from './list';

function PersonRow({ person, onClick }: { person: Person; onClick: () => void }) {
  return (
    <li>
      <button type="button" class="row" onClick={onClick}>
        <Avatar face={person} />
        <span class="row-text">
          <span class="row-title">{person.name}</span>
          {person.status && <span class="row-preview">{person.status}</span>}
        </span>
      </button>
    </li>
  );
}

function Section({ title, friends, app }: { title: string; friends: Friend[]; app: App }) {
  if (!friends.length) return null;
  return (
    <section>
      <h2 class="section-title">
        {title} <span class="count">{friends.length}</span>
      </h2>
      <ul class="rows">
        {friends.map(({ person }) => (
          <PersonRow key={person.id} person={person} onClick={() => (app.dialog.value = { kind: 'profile', person })} />
        ))}
      </ul>
    </section>
  );
}

export function FriendList({ app }: { app: App }) {
  const text = words.value;
  const { people, repository } = app;
  return (
    <>
      <header class="pane-head">
        <h1>{text.friends}</h1>
        <IconButton icon="addFriend" label={text.addFriend} onClick={() => (app.dialog.value = { kind: 'add-friend' })} />
      </header>
      <SearchField label={text.searchFriends} value={people.query} />
      <div class="scrolls" onKeyDown={arrows}>
        <ul class="rows self-row">
          <PersonRow person={repository.me.value!} onClick={() => (app.dialog.value = { kind: 'my-profile' })} />
        </ul>
        <Section title={text.favourites} friends={people.favourites.value} app={app} />
        <Section title={text.friends} friends={people.others.value} app={app} />
        <Section title={text.addedYou} friends={people.addedMe.value} app={app} />
        {!repository.friends.list.value.length && <p class="empty">{text.noFriends}</p>}
      </div>
    </>
  );
}
