import type { ListedRoom } from '../../repository/administration';
import type { Admin } from '../../viewmodel/admin/admin';
import { moment, number } from '../../viewmodel/admin/amounts';
import { adminWords } from '../../viewmodel/words/admin_words';
import { ListedTable, type Column } from './table';

export function RoomsView({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const columns: Column<ListedRoom>[] = [
    { title: text.room, kind: 'main', cell: ({ name }) => name || <i>{text.unnamed}</i> },
    { title: text.kind, cell: ({ kind }) => text.kinds[kind] ?? kind },
    { title: text.members, kind: 'number', cell: ({ members }) => number(members) },
    { title: text.messages, kind: 'number', cell: ({ messages }) => number(messages) },
    { title: text.lastMessage, cell: ({ lastAt }) => moment(lastAt) },
  ];
  return <ListedTable title={text.rooms} columns={columns} list={admin.rooms} admin={admin} keyOf={({ id }) => id} />;
}
