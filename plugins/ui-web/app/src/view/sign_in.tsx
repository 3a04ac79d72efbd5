import type { App } from '../viewmodel/app';
import { words } from '../viewmodel/words/words';
import { Field, Trouble } from './field';
import { LanguageChoice } from './language';
import { SignUpForm } from './sign_up';

function SignInForm({ app }: { app: App }) {
  const text = words.value;
  const model = app.signIn;
  const over = app.repository.over.value;
  const why = over === undefined ? '' : { replaced: text.replaced, 'signed-out': text.signedOut, expired: text.expired }[over];
  return (
    <form class="card" onSubmit={(event) => (event.preventDefault(), void model.go())}>
      <Field id="cid" label={text.cid} value={model.cid} autocomplete="username" autofocus />
      <Field id="password" label={text.password} value={model.password} type="password" autocomplete="current-password" />
      <label class="check">
        <input type="checkbox" checked={model.stays.value} onChange={(event) => (model.stays.value = event.currentTarget.checked)} />
        {text.staySignedIn}
      </label>
      <Trouble text={model.trouble.value || why} />
      <button type="submit" class="primary" disabled={!model.canGo.value}>
        {text.signIn}
      </button>
      <p class="aside">
        {text.noAccount}{' '}
        <button type="button" class="link" onClick={() => (app.signsUp.value = true)}>
          {text.signUp}
        </button>
      </p>
    </form>
  );
}

export function Door({ app }: { app: App }) {
  const text = words.value;
  return (
    <main class="door">
      <img class="logo" src="/icon.svg" alt="" width="84" height="84" />
      <h1>{text.appName}</h1>
      <p class="tagline">{text.tagline}</p>
      {app.signsUp.value ? <SignUpForm app={app} /> : <SignInForm app={app} />}
      <LanguageChoice />
    </main>
  );
}
