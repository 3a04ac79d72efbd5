import type { Plugin, PluginState } from '../../repository/administration';
import type { Admin } from '../../viewmodel/admin/admin';
import { microseconds, number } from '../../viewmodel/admin/amounts';
import { adminWords } from '../../viewmodel/words/admin_words';
import { Table, type Column } from './table';

const marks: Record<PluginState, string> = { running: 'is-on', degraded: 'is-doubtful', failed: 'is-bad', 'left out': 'is-bad', retiring: 'is-off' };

// A value, and as a bar how it is among the others.
const Compared = ({ value, most, label }: { value: number; most: number; label: string }) => (
  <span class="compared">
    {label}
    <span class="bar" aria-hidden="true">
      <span style={{ width: `${most ? (value / most) * 100 : 0}%` }} />
    </span>
  </span>
);

export function PluginsView({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const { plugins } = admin.status.value!;
  const mostCalls = Math.max(...plugins.map(({ calls }) => calls)), longest = Math.max(...plugins.map(({ meanUs }) => meanUs ?? 0));
  const columns: Column<Plugin>[] = [
    {
      title: text.plugin, kind: 'main',
      cell: ({ id, version, file, builtWith, provides }) => (
        <>
          {id} <small>{version}</small>
          <small class="detail">{[file, builtWith, ...provides].filter(Boolean).join(' · ')}</small>
        </>
      ),
    },
    { title: text.state, cell: ({ state, sentence }) => <><span class={`mark ${marks[state]}`}>{text.states[state]}</span>{sentence && <small class="detail" lang="en">{sentence}</small>}</> },
    { title: text.calls, kind: 'number', cell: ({ calls }) => <Compared value={calls} most={mostCalls} label={number(calls)} /> },
    { title: text.timePerCall, kind: 'number', cell: ({ meanUs }) => <Compared value={meanUs ?? 0} most={longest} label={microseconds(meanUs)} /> },
    { title: text.errors, kind: 'number', cell: ({ errors }) => (errors ? <b class="bad">{number(errors)}</b> : number(0)) },
    {
      title: text.replace, kind: 'action',
      cell: (plugin) => plugin.canBeReplaced && (
        <button type="button" class="secondary" aria-label={text.replaceIt(plugin.id)} onClick={() => admin.askToReplace(plugin)}>
          {text.replace}
        </button>
      ),
    },
  ];
  return (
    <>
      <Table title={text.plugins} columns={columns} rows={plugins} keyOf={({ id, version, file, state }) => `${id} ${version} ${file} ${state === 'retiring'}`} />
      <p class="buttons">
        <button type="button" class="secondary" onClick={admin.askToReload}>
          {text.refresh}
        </button>
      </p>
    </>
  );
}
