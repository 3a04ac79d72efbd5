// The way to the administrator's page, which is not in the page everybody loads.
import { useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import type { App } from '../viewmodel/app';
import { words } from '../viewmodel/words/words';

export function AdminDoor({ app }: { app: App }) {
  const text = words.value;
  const loaded = useSignal<FunctionComponent<{ app: App }> | 'lost' | undefined>(undefined);
  useEffect(() => void import('./admin/admin_page').then(({ AdminPage }) => (loaded.value = AdminPage), () => (loaded.value = 'lost')), []);
  const Loaded = loaded.value;
  const isLost = Loaded === 'lost';
  if (Loaded && Loaded !== 'lost') return <Loaded app={app} />;
  return (
    <main class="starting">
      <h1>{text.administration}</h1>
      <p role="status">{isLost ? text.errOffline : text.connecting}</p>
      {isLost && (
        <button type="button" class="secondary" onClick={() => location.reload()}>
          {text.reloadPage}
        </button>
      )}
    </main>
  );
}
