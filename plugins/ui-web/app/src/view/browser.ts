// What the browser tells the page, and what the page asks of it: being looked at, the network, notifications, the shell's cache.
import type { App } from '../viewmodel/app';
import { notifies } from '../viewmodel/preferences';
import { summary } from '../viewmodel/format';
import { words } from '../viewmodel/words/words';

export function followBrowser(app: App): void {
  const look = () => {
    app.isSeen.value = document.visibilityState === 'visible' && document.hasFocus();
    if (document.visibilityState === 'visible') app.repository.link.hurry();
  };
  for (const event of ['focus', 'blur']) addEventListener(event, look);
  document.addEventListener('visibilitychange', look);
  addEventListener('online', () => app.repository.link.hurry());
  look();

  app.askToNotify = async () => 'Notification' in window && (await Notification.requestPermission()) === 'granted';
  app.onMessage = (room, title) => {
    if (!notifies.value || !('Notification' in window) || Notification.permission !== 'granted') return;
    const note = new Notification(title, { body: summary(room.last!, words.value), icon: '/icon.svg', tag: room.id });
    note.onclick = () => {
      focus();
      app.openRoom(room.id);
      note.close();
    };
  };

  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    app.settings.install.value = () => {
      (event as Event & { prompt(): void }).prompt();
      app.settings.install.value = undefined; // it is offered once
    };
  });

  if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/sw.js').catch(() => {}); // none without TLS
}
