import type { App } from '../viewmodel/app';
import { pictureTypes } from '../viewmodel/picture';
import type { SignUp } from '../viewmodel/sign_up';
import { words } from '../viewmodel/words/words';
import { Field, Trouble } from './field';
import { Icon } from './icons';
import { useObjectUrl } from './object_url';

function PictureChoice({ model }: { model: SignUp }) {
  const text = words.value;
  const url = useObjectUrl(model.picture.value);
  return (
    <label class="picture-choice">
      <span class="avatar size-84">{url ? <img src={url} alt="" /> : <Icon name="camera" />}</span>
      <span class="visually-hidden">{text.addPicture}</span>
      <input class="visually-hidden" type="file" accept={pictureTypes} onChange={(event) => model.choosePicture(event.currentTarget.files?.[0])} />
    </label>
  );
}

// Where the host wants the address proved; elsewhere nobody needs it.
function EmailCode({ model }: { model: SignUp }) {
  const text = words.value;
  const state = model.codeState.value;
  return (
    <div class="code">
      <button type="button" class="secondary" disabled={!model.fields.email.value || model.isBusy.value} onClick={() => void model.sendCode()}>
        {text.sendCode} <small>({text.optional})</small>
      </button>
      {state !== 'none' && (
        <>
          <p role="status">{{ sent: text.codeSent, right: text.codeRight, wrong: text.codeWrong }[state]}</p>
          {state !== 'right' && (
            <div class="with-button">
              <Field id="code" label={text.code} value={model.code} autocomplete="one-time-code" />
              <button type="button" class="secondary" onClick={() => void model.checkCode()}>
                {text.checkCode}
              </button>
            </div>
          )}
        </>
      )}
    </div>
  );
}

export function SignUpForm({ app }: { app: App }) {
  const text = words.value;
  const model = app.signUp;
  const { cid, password, name, email, phone } = model.fields;
  return (
    <form class="card" onSubmit={(event) => (event.preventDefault(), void model.go())}>
      <PictureChoice model={model} />
      <Field id="cid" label={text.cid} value={cid} autocomplete="username" maxLength={20} autofocus />
      <Field id="password" label={text.password} value={password} type="password" autocomplete="new-password" />
      <Field id="name" label={text.name} value={name} autocomplete="name" maxLength={20} />
      <Field id="phone" label={text.phone} value={phone} type="tel" autocomplete="tel" maxLength={20} />
      <Field id="email" label={text.email} value={email} type="email" autocomplete="email" maxLength={125} />
      <EmailCode model={model} />
      <Trouble text={model.trouble.value} />
      <button type="submit" class="primary" disabled={!model.canGo.value}>
        {text.signUp}
      </button>
      <p class="aside">
        {text.haveAccount}{' '}
        <button type="button" class="link" onClick={() => (app.signsUp.value = false)}>
          {text.signIn}
        </button>
      </p>
    </form>
  );
}
