import type { Account } from '../../repository/administration';
import type { Admin } from '../../viewmodel/admin/admin';
import { number } from '../../viewmodel/admin/amounts';
import { adminWords } from '../../viewmodel/words/admin_words';
import { SearchField } from '../list';
import { Presence } from './presence';
import { ListedTable, type Column } from './table';

export function AccountsView({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const { list, query } = admin.accounts;
  const columns: Column<Account>[] = [
    { title: text.account, kind: 'main', cell: ({ cid, username }) => <>{cid} <small>{username}</small></> },
    { title: text.presence, cell: ({ online }) => <Presence isOnline={online} /> },
    { title: text.role, cell: ({ role }) => (role === 'admin' ? <b>{text.roles['admin']}</b> : text.roles[role] ?? role) },
    { title: text.rooms, kind: 'number', cell: ({ rooms }) => number(rooms) },
    {
      title: text.sessions, kind: 'number',
      cell: (account) => account.sessions === 0 ? number(0) : (
        <button type="button" class="link" aria-label={`${text.sessionsOf(account.cid)}: ${account.sessions}`} onClick={() => admin.showSessionsOf(account)}>
          {number(account.sessions)}
        </button>
      ),
    },
  ];
  return (
    <>
      <SearchField label={text.searchAccounts} value={query} />
      <ListedTable title={text.accounts} columns={columns} list={list} admin={admin} keyOf={({ id }) => id} />
    </>
  );
}
