import { useEffect } from 'preact/hooks';
import type { Person } from '../repository/model';
import type { App } from '../viewmodel/app';
import { shortDate } from '../viewmodel/format';
import { deviceName } from '../viewmodel/settings';
import { language, words } from '../viewmodel/words/words';
import { Field, Trouble } from './field';

export function Devices({ app }: { app: App }) {
  const text = words.value;
  const { settings } = app;
  useEffect(() => void settings.load(), []);
  return (
    <section>
      <h2 class="section-title">{text.sessions}</h2>
      <ul class="devices">
        {settings.devices.value.map((device) => (
          <li key={device.id}>
            <span>
              {deviceName(device.agent)} {device.isThis && <b>({text.thisDevice})</b>}
              <small>
                {device.deviceClass === 'WEB' ? text.web : text.mobile} · {device.address} · {shortDate(device.signedInAt, text, language.value)}
              </small>
            </span>
            {!device.isThis && (
              <button type="button" class="secondary" onClick={() => void settings.endDevice(device.id)}>
                {text.endSession}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Password({ app }: { app: App }) {
  const text = words.value;
  const { settings } = app;
  return (
    <section>
      <h2 class="section-title">{text.changePassword}</h2>
      <form class="stacked" onSubmit={(event) => (event.preventDefault(), void settings.changePassword())}>
        <input class="visually-hidden" type="text" autocomplete="username" value={app.repository.me.value?.cid ?? ''} aria-label={text.cid} readOnly tabIndex={-1} />
        <Field id="old-password" label={text.oldPassword} value={settings.oldPassword} type="password" autocomplete="current-password" />
        <Field id="new-password" label={text.newPassword} value={settings.newPassword} type="password" autocomplete="new-password" />
        <Trouble text={settings.trouble.value} />
        <button type="submit" class="secondary" disabled={!settings.canChange.value}>
          {text.changePassword}
        </button>
      </form>
    </section>
  );
}

function PutAway({ title, people, label, onBack }: { title: string; people: Person[]; label: string; onBack: (person: Person) => void }) {
  return (
    <section>
      <h2 class="section-title">{title}</h2>
      {!people.length && <p class="nothing">{words.value.none}</p>}
      <ul class="devices">
        {people.map((person) => (
          <li key={person.id}>
            {person.name}
            <button type="button" class="secondary" onClick={() => onBack(person)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PeoplePutAway({ app }: { app: App }) {
  const text = words.value;
  const { hidden, blocked } = app.repository.friends;
  return (
    <>
      <PutAway title={text.hiddenFriends} people={hidden.value} label={text.unhide} onBack={({ id }) => void app.people.hide(id, false)} />
      <PutAway title={text.blockedFriends} people={blocked.value} label={text.unblock} onBack={({ id }) => void app.people.block(id, false)} />
    </>
  );
}
