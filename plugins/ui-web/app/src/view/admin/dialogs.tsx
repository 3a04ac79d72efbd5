// What changes the host is asked about first, and told of then.
import type { ComponentChildren } from 'preact';
import type { ListedSession, PluginFile } from '../../repository/administration';
import type { Admin } from '../../viewmodel/admin/admin';
import type { Order } from '../../viewmodel/admin/order';
import type { Replacement } from '../../viewmodel/admin/replacement';
import { adminWords } from '../../viewmodel/words/admin_words';
import { words } from '../../viewmodel/words/words';
import { Trouble } from '../field';
import { Modal } from '../modal';

// The host's own words are English.
function Told({ order }: { order: Order }) {
  const text = adminWords.value;
  const outcome = order.outcome.value;
  return (
    <>
      <div class="told" role="status">
        {order.isUnderWay.value && <p>{text.underWay}</p>}
        {outcome?.kind === 'done' && (
          <>
            <p>{text.done}</p>
            {outcome.lines.length > 0 && (
              <ul lang="en">
                {outcome.lines.map((line, at) => (
                  <li key={at}>{line}</li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
      <Trouble text={outcome?.kind === 'refused' ? outcome.sentence : ''} />
      {outcome?.kind === 'refused' && outcome.detail && (
        <p class="told" lang="en">
          {outcome.detail}
        </p>
      )}
    </>
  );
}

interface AskProps {
  admin: Admin;
  title: string;
  means: string;
  order: Order;
  label: string;
  canGo: boolean;
  onGo: () => void;
  children?: ComponentChildren;
}
function Ask({ admin, title, means, order, label, canGo, onGo, children }: AskProps) {
  const isDone = order.outcome.value?.kind === 'done';
  return (
    <Modal title={title} class="asked" onClose={() => admin.closeDialog()}>
      {children}
      <p class="means">{means}</p>
      <Told order={order} />
      <div class="buttons">
        <button type="button" class="secondary" onClick={() => admin.closeDialog()}>
          {isDone ? words.value.close : words.value.cancel}
        </button>
        {!isDone && (
          <button type="button" class="primary" disabled={!canGo || order.isUnderWay.value} onClick={onGo}>
            {label}
          </button>
        )}
      </div>
    </Modal>
  );
}

const Files = ({ replacement, files }: { replacement: Replacement; files: PluginFile[] }) => (
  <>
    {files.map(({ file, id, version }) => (
      <label key={file} class="check">
        <input type="radio" name="library" checked={replacement.chosen.value === file} onChange={() => replacement.choose(file)} />
        <span>
          {file} <small>{id} {version}</small>
        </span>
      </label>
    ))}
  </>
);

function Replace({ admin, replacement }: { admin: Admin; replacement: Replacement }) {
  const text = adminWords.value;
  const { plugin, files, fitting, others } = replacement;
  return (
    <Ask admin={admin} title={text.replaceTitle(plugin.id)} means={text.replaceMeans} order={replacement.order} label={text.replace} canGo={replacement.canGo.value} onGo={() => void replacement.go()}>
      <p>{text.runsNow(plugin.file, plugin.version)}</p>
      <Trouble text={replacement.trouble.value} />
      {files.value && (
        <fieldset class="libraries">
          <legend>{text.chooseFile}</legend>
          {fitting.value.length ? <Files replacement={replacement} files={fitting.value} /> : <p class="nothing">{text.noFiles}</p>}
          {others.value.length > 0 && (
            <details>
              <summary>{text.otherFiles}</summary>
              <Files replacement={replacement} files={others.value} />
            </details>
          )}
        </fieldset>
      )}
    </Ask>
  );
}

function EndSession({ admin, session }: { admin: Admin; session: ListedSession }) {
  const text = adminWords.value;
  return (
    <Ask admin={admin} title={text.endSessionOf(session.cid)} means={text.endMeans} order={admin.sessions.order} label={text.endSession} canGo onGo={() => void admin.end(session)}>
      <p>{text.endQuestion(session.cid)}</p>
    </Ask>
  );
}

export function AdminDialogs({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const dialog = admin.dialog.value;
  switch (dialog?.kind) {
    case 'replace': return <Replace admin={admin} replacement={dialog.replacement} />;
    case 'end-session': return <EndSession admin={admin} session={dialog.session} />;
    case 'reload': return <Ask admin={admin} title={text.refresh} means={text.reloadMeans} order={dialog.order} label={text.reloadIt} canGo onGo={() => void admin.reload(dialog.order)} />;
    default: return null;
  }
}
