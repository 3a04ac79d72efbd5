// Rows and columns on a desk; on a phone a card for each row, whose values stand behind their names.
import type { ComponentChildren } from 'preact';
import type { Listing } from '../../viewmodel/admin/listing';
import { adminWords } from '../../viewmodel/words/admin_words';

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ComponentChildren;
  kind?: 'main' | 'number' | 'action'; // what the row is called by; what is compared; what one does with it
}
interface TableProps<Row> {
  title: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
}

// The roles are said, as a browser forgets them where a table is laid out as something else.
export function Table<Row>({ title, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <table role="table" aria-label={title}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.title} role="columnheader" scope="col" class={column.kind}>
              {column.kind === 'action' ? <span class="visually-hidden">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column) => (
              <td key={column.title} role={column.kind === 'main' ? 'rowheader' : 'cell'} class={column.kind}>
                {(!column.kind || column.kind === 'number') && <Name of={column.title} />}
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Name = ({ of }: { of: string }) => (
  <span class="cell-name" aria-hidden="true">
    {of}
  </span>
);

// A page of a list, and the ways to those before and after it.
export function ListedTable<Row>({ list, admin, ...table }: Omit<TableProps<Row>, 'rows'> & { list: Listing<Row>; admin: { try(step: () => Promise<void>): Promise<void> } }) {
  const text = adminWords.value;
  if (!list.isLoaded.value) return <p class="empty">{text.loading}</p>;
  return (
    <>
      {list.rows.value.length ? <Table {...table} rows={list.rows.value} /> : <p class="empty">{text.nothingHere}</p>}
      {(list.hasPrevious.value || list.hasNext.value) && (
        <p class="buttons">
          <button type="button" class="secondary" disabled={!list.hasPrevious.value} onClick={() => void admin.try(list.back)}>
            {text.previousPage}
          </button>
          <button type="button" class="secondary" disabled={!list.hasNext.value} onClick={() => void admin.try(() => list.forward())}>
            {text.nextPage}
          </button>
        </p>
      )}
    </>
  );
}
