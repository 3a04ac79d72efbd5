// Puts the layers together: network, repository, view model, view.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { Rest } from './network/rest';
import type { SocketLike } from './network/socket';
import { sendForm } from './network/upload';
import { indexedStore } from './repository/outbox_store';
import { Repository } from './repository/repository';
import { browserStore } from './repository/session';
import { keepAddress } from './view/address';
import { followBrowser } from './view/browser';
import { Page } from './view/page';
import './view/styles/base.css';
import './view/styles/forms.css';
import './view/styles/lists.css';
import './view/styles/conversation.css';
import './view/styles/dialogs.css';
import { App } from './viewmodel/app';
import { keepPreferences, theme } from './viewmodel/preferences';
import { language, words } from './viewmodel/words/words';

const openSocket = () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/stomp/websocket`, ['v12.stomp']) as unknown as SocketLike;

const part = location.pathname === '/admin' ? 'admin' : 'talk';
const rest = new Rest();
const repository = new Repository({ rest, openSocket, sessionStore: browserStore(), outboxStore: indexedStore(), sendForm });
const app = new App(repository, rest);

function titleOfPage(): string {
  const { appName, administration } = words.value;
  if (part === 'admin') return `${administration} · ${appName}`;
  const unread = repository.rooms.unread.value;
  return unread ? `(${unread}) ${appName}` : appName;
}

keepPreferences(localStorage, navigator.languages);
effect(() => {
  document.documentElement.lang = language.value;
  document.documentElement.dataset['theme'] = theme.value;
  document.title = titleOfPage();
});
followBrowser(app);
if (part === 'talk') keepAddress(app);
repository.start();
render(<Page app={app} part={part} />, document.getElementById('app')!);
