import type { App } from '../viewmodel/app';
import { chooseLanguage, notifies, theme, type Theme } from '../viewmodel/preferences';
import { Devices, Password, PeoplePutAway } from './settings_account';
import { language, words, type Language } from '../viewmodel/words/words';

interface ChoiceProps<T extends string> {
  title: string;
  value: T;
  options: [T, string][];
  onChoose: (value: T) => void;
}
const Choice = <T extends string>({ title, value, options, onChoose }: ChoiceProps<T>) => (
  <fieldset class="choice">
    <legend>{title}</legend>
    {options.map(([each, label]) => (
      <label key={each}>
        <input type="radio" name={title} checked={value === each} onChange={() => onChoose(each)} />
        {label}
      </label>
    ))}
  </fieldset>
);

export function SettingsView({ app }: { app: App }) {
  const text = words.value;
  return (
    <>
      <header class="pane-head">
        <h1>{text.settings}</h1>
      </header>
      <div class="scrolls settings">
        <Choice<Language> title={text.language} value={language.value} options={[['ko', '한국어'], ['en', 'English']]} onChoose={chooseLanguage} />
        <Choice<Theme> title={text.theme} value={theme.value} options={[['system', text.asSystem], ['light', text.light], ['dark', text.dark]]} onChoose={(chosen) => (theme.value = chosen)} />
        <fieldset class="choice">
          <legend>{text.notifications}</legend>
          <label>
            <input type="checkbox" checked={notifies.value} onChange={(event) => void app.setNotifies(event.currentTarget.checked)} />
            {text.notificationsOn}
          </label>
        </fieldset>
        <Devices app={app} />
        <PeoplePutAway app={app} />
        <Password app={app} />
        <section>
          <h2 class="section-title">{text.account}</h2>
          {app.settings.isAdmin.value && (
            <a class="secondary" href="/admin">
              {text.administration}
            </a>
          )}
          {app.settings.install.value && (
            <button type="button" class="secondary" onClick={app.settings.install.value}>
              {text.install}
            </button>
          )}
          <button type="button" class="secondary" onClick={() => void app.repository.signOut()}>
            {text.signOut}
          </button>
        </section>
      </div>
    </>
  );
}
