import type { App } from '../viewmodel/app';
import { words } from '../viewmodel/words/words';
import { AdminDoor } from './admin_door';
import { Shell } from './shell';
import { Door } from './sign_in';
import { Toast } from './toast';

// Signed in, and nobody has answered yet: the host is away, or the network.
function Starting({ app }: { app: App }) {
  const isLost = app.repository.link.state.value === 'waiting';
  return (
    <main class="starting">
      <img class="logo" src="/icon.svg" alt="" width="84" height="84" />
      <h1 class="visually-hidden">{words.value.appName}</h1>
      <p role="status">{isLost ? words.value.errOffline : words.value.connecting}</p>
    </main>
  );
}

// Which part of it: the address says so.
export function Page({ app, part }: { app: App; part: 'talk' | 'admin' }) {
  const { isSignedIn, me } = app.repository;
  return (
    <>
      {!isSignedIn.value ? <Door app={app} /> : !me.value ? <Starting app={app} /> : part === 'admin' ? <AdminDoor app={app} /> : <Shell app={app} />}
      <Toast text={app.toasts.text.value} />
    </>
  );
}
