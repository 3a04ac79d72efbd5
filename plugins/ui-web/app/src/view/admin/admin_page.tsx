// The administrator's page: a file of its own, fetched by who goes there.
import { useEffect, useMemo } from 'preact/hooks';
import { Admin, sections } from '../../viewmodel/admin/admin';
import { duration } from '../../viewmodel/admin/amounts';
import type { App } from '../../viewmodel/app';
import { adminWords } from '../../viewmodel/words/admin_words';
import '../styles/admin.css';
import { LanguageChoice } from '../language';
import { AccountsView } from './accounts';
import { AdminDialogs } from './dialogs';
import { Overview } from './overview';
import { PluginsView } from './plugins';
import { Refused } from './refused';
import { RoomsView } from './rooms';
import { SessionsView } from './sessions';

const marks = { ok: 'is-on', degraded: 'is-doubtful', failed: 'is-bad' };
const views = { plugins: PluginsView, accounts: AccountsView, rooms: RoomsView, sessions: SessionsView };

function Head({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const { status, version, startedAt } = admin.status.value!.host;
  return (
    <header class="admin-head">
      <h1>{text.administration}</h1>
      <p class="host">
        <span class={`mark ${marks[status]}`}>{text.health[status]}</span>
        <span>{text.version(version)}</span>
        <span>{text.runningFor(duration(Date.now() - startedAt))}</span>
      </p>
      <a href="/">{text.toChats}</a>
    </header>
  );
}

function Sections({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const View = views[admin.section.value];
  return (
    <section class="sections" aria-label={text[admin.section.value]}>
      <nav aria-label={text.sections}>
        {sections.map((each) => (
          <a key={each} href={`#${each}`} aria-current={admin.section.value === each ? 'page' : undefined}>
            {text[each]}
          </a>
        ))}
      </nav>
      <View admin={admin} />
    </section>
  );
}

// The section stands in the address, and somebody looks at the page.
function follow(admin: Admin): () => void {
  const address = () => admin.go(sections.find((each) => location.hash === `#${each}`) ?? 'plugins');
  const sight = () => admin.watch(document.visibilityState === 'visible');
  addEventListener('hashchange', address);
  document.addEventListener('visibilitychange', sight);
  address();
  sight();
  return () => {
    removeEventListener('hashchange', address);
    document.removeEventListener('visibilitychange', sight);
    admin.dispose();
  };
}

export function AdminPage({ app }: { app: App }) {
  const text = adminWords.value;
  const admin = useMemo(() => new Admin(app.repository, app.toasts), []);
  useEffect(() => follow(admin), []);
  if (admin.access.value === 'refused') return <Refused admin={admin} />;
  return (
    <div class="admin">
      {admin.status.value ? (
        <>
          <Head admin={admin} />
          <main>
            <Overview admin={admin} />
            <Sections admin={admin} />
          </main>
          <LanguageChoice />
        </>
      ) : (
        <main class="starting">
          <h1>{text.administration}</h1>
          <p>{text.loading}</p>
        </main>
      )}
      <p class="stale" role="status">
        {admin.trouble.value && `${admin.trouble.value} ${admin.status.value ? text.stale : ''}`}
      </p>
      <AdminDialogs admin={admin} />
    </div>
  );
}
