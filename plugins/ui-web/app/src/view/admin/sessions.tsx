import type { ListedSession } from '../../repository/administration';
import type { Admin } from '../../viewmodel/admin/admin';
import { moment } from '../../viewmodel/admin/amounts';
import { adminWords } from '../../viewmodel/words/admin_words';
import { Presence } from './presence';
import { ListedTable, type Column } from './table';

export function SessionsView({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const { list, of } = admin.sessions;
  const columns: Column<ListedSession>[] = [
    { title: text.account, kind: 'main', cell: ({ cid }) => cid },
    { title: text.kind, cell: ({ kind }) => text.kinds[kind] ?? kind },
    { title: text.since, cell: ({ since }) => moment(since) },
    { title: text.presence, cell: ({ seenAt }) => <Presence isOnline={seenAt !== null} /> },
    {
      title: text.endSession, kind: 'action',
      cell: (session) => (
        <button type="button" class="secondary" aria-label={text.endSessionOf(session.cid)} onClick={() => admin.askToEnd(session)}>
          {text.endSession}
        </button>
      ),
    },
  ];
  return (
    <>
      {of.value && (
        <p class="filtered">
          {text.sessionsOf(of.value.cid)}
          <button type="button" class="link" onClick={() => admin.showSessionsOf(undefined)}>
            {text.showAll}
          </button>
        </p>
      )}
      <ListedTable title={text.sessions} columns={columns} list={list} admin={admin} keyOf={({ id, account }) => `${account}/${id}`} />
    </>
  );
}
