import type { Admin } from '../../viewmodel/admin/admin';
import { adminWords } from '../../viewmodel/words/admin_words';

// For whoever is no administrator: how he becomes one.
export function Refused({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const command = `cocotalk user role ${admin.repository.me.value!.cid} admin`;
  return (
    <main class="starting refused">
      <img class="logo" src="/icon.svg" alt="" width="84" height="84" />
      <h1>{text.refusedTitle}</h1>
      <p>{text.refusedHow}</p>
      <p class="command">
        <code>{command}</code>
        <button type="button" class="secondary" onClick={() => void navigator.clipboard.writeText(command)}>
          {text.copyCommand}
        </button>
      </p>
      <p>
        <a href="/">{text.toChats}</a>
      </p>
      <p class="trouble" role="status">{admin.trouble.value}</p>
    </main>
  );
}
