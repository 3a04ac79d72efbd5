import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Message } from '../repository/model';
import type { App } from '../viewmodel/app';
import type { Conversation } from '../viewmodel/conversation';
import { Drawer } from '../viewmodel/drawer';
import { fileName, longDate, thumbnail } from '../viewmodel/format';
import { language, words } from '../viewmodel/words/words';
import { Avatar } from './avatar';
import { Field } from './field';
import { Icon } from './icons';
import { Modal } from './modal';

function Pictures({ pictures, model }: { pictures: Message[]; model: Conversation }) {
  const text = words.value;
  return (
    <div class="picture-grid">
      {pictures.map((each) => (
        <button key={each.id} type="button" aria-label={`${each.kind === 'photo' ? text.photo : text.video}, ${longDate(each.sentAt, language.value)}`} onClick={() => (each.kind === 'photo' ? (model.viewing.value = each) : ((model.panel.value = undefined), void model.jumpTo(each.number)))}>
          <img src={thumbnail(each.text)} alt="" loading="lazy" />
        </button>
      ))}
    </div>
  );
}

function Sent({ drawer }: { drawer: Drawer }) {
  const text = words.value;
  const pictures = drawer.pictures.value, files = drawer.files.value;
  return (
    <>
      <h3 class="section-title">{text.photosAndVideos}</h3>
      {pictures.length ? <Pictures pictures={pictures} model={drawer.conversation} /> : <p class="nothing">{text.nothingThere}</p>}
      <h3 class="section-title">{text.files}</h3>
      {!files.length && <p class="nothing">{text.nothingThere}</p>}
      <ul class="file-list">
        {files.map((each) => (
          <li key={each.id}>
            <a href={each.text} download={fileName(each.text)}>
              <Icon name="file" /> {fileName(each.text)}
            </a>
          </li>
        ))}
      </ul>
      {drawer.from.value > 1 && (
        <button type="button" class="secondary more" disabled={drawer.isLooking.value} onClick={() => void drawer.lookFurther()}>
          {text.loadMore}
        </button>
      )}
    </>
  );
}

function Members({ app, model }: { app: App; model: Conversation }) {
  const text = words.value;
  return (
    <>
      <h3 class="section-title">
        {text.members} <span class="count">{model.members.value.length}</span>
      </h3>
      <ul class="rows">
        {model.members.value.map((member) => (
          <li key={member.id}>
            <button type="button" class="row" disabled={member.id === model.self} onClick={() => app.showPerson(member.id)}>
              <Avatar face={member} size={40} />
              <span class="row-title">
                {member.name}
                {member.id === model.self && <span class="count">{text.me}</span>}
              </span>
              {member.here && <span class="is-here">{text.here}</span>}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Deeds({ app, drawer }: { app: App; drawer: Drawer }) {
  const text = words.value;
  const model = drawer.conversation;
  const room = model.room.value;
  const isAsking = useSignal(false);
  const name = useSignal(room?.name ?? '');
  if (!room) return null;
  const isGroup = room.type === 'group';
  return (
    <>
      <div class="buttons">
        {room.type !== 'self' && (
          <button type="button" class="secondary" onClick={() => (app.dialog.value = { kind: 'invite' })}>
            {text.invite}
          </button>
        )}
        <button type="button" class="secondary" aria-pressed={room.muted} onClick={() => void app.try(() => drawer.mute(!room.muted))}>
          {room.muted ? text.unmute : text.mute}
        </button>
        <button type="button" class="secondary" aria-pressed={room.pinned} onClick={() => void app.try(() => drawer.pin(!room.pinned))}>
          {room.pinned ? text.unpin : text.pin}
        </button>
        <button type="button" class="secondary" aria-expanded={isAsking.value} onClick={() => (isAsking.value = !isAsking.value)}>
          {text.leave}
        </button>
      </div>
      {isAsking.value && (
        <div class="question" role="group" aria-label={text.leave}>
          <p>{text.leaveQuestion}</p>
          <button type="button" class="primary" onClick={() => void app.try(() => drawer.leave())}>
            {text.leave}
          </button>
        </div>
      )}
      {isGroup && (
        <form class="with-button" onSubmit={(event) => (event.preventDefault(), void app.try(() => drawer.rename(name.value)))}>
          <Field id="rename" label={text.roomName} value={name} maxLength={100} />
          <button type="submit" class="secondary" disabled={!name.value.trim()}>
            {text.rename}
          </button>
        </form>
      )}
      <p class="field">
        <label for="jump">{text.jumpToDate}</label>
        <input id="jump" type="date" max={model.newestDay.value} onChange={(event) => event.currentTarget.value && ((model.panel.value = undefined), void model.jumpToDate(event.currentTarget.value))} />
      </p>
    </>
  );
}

export function DrawerPanel({ app, model }: { app: App; model: Conversation }) {
  const drawer = useMemo(() => new Drawer(model, app.repository), []);
  useEffect(() => void app.try(() => drawer.lookFurther()), []);
  return (
    <Modal title={words.value.drawer} onClose={() => (model.panel.value = undefined)} class="tall drawer">
      <Deeds app={app} drawer={drawer} />
      <Sent drawer={drawer} />
      <Members app={app} model={model} />
    </Modal>
  );
}
