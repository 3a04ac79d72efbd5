import { useSignal } from '@preact/signals';
import type { App } from '../viewmodel/app';
import { pictureTypes } from '../viewmodel/picture';
import { words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { Field } from './field';
import { Modal } from './modal';

function PictureButton({ label, onFile }: { label: string; onFile: (file: File) => void }) {
  return (
    <label class="secondary as-button">
      {label}
      <input class="visually-hidden" type="file" accept={pictureTypes} onChange={(event) => event.currentTarget.files?.[0] && onFile(event.currentTarget.files[0])} />
    </label>
  );
}

export function MyProfile({ app }: { app: App }) {
  const text = words.value;
  const me = app.repository.me.value!;
  const name = useSignal(me.name);
  const status = useSignal(me.status);
  const close = () => (app.dialog.value = undefined);
  const save = async () => {
    if (await app.saveProfile(name.value, status.value)) close();
  };
  const set = (which: 'img' | 'bg', file: File | undefined) => void app.setPicture(which, file);
  return (
    <Modal title={text.myProfile} onClose={close} class="profile">
      {me.background && <img class="profile-background" src={me.background} alt="" />}
      <Avatar face={me} size={84} />
      <div class="buttons">
        <PictureButton label={text.changePicture} onFile={(file) => set('img', file)} />
        {me.picture && (
          <button type="button" class="secondary" onClick={() => set('img', undefined)}>
            {text.removePicture}
          </button>
        )}
        <PictureButton label={text.background} onFile={(file) => set('bg', file)} />
      </div>
      <form onSubmit={(event) => (event.preventDefault(), void save())}>
        <Field id="my-name" label={text.name} value={name} maxLength={20} />
        <Field id="my-status" label={text.statusMessage} value={status} maxLength={200} />
        <div class="buttons">
          <button type="button" class="secondary" onClick={() => (close(), void app.chatWith(me.id))}>
            {text.chatWithSelf}
          </button>
          <button type="submit" class="primary" disabled={!name.value.trim()}>
            {text.save}
          </button>
        </div>
      </form>
    </Modal>
  );
}
