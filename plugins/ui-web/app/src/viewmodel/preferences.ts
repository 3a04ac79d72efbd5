// What this browser remembers of how one likes the page.
import { effect, signal } from '@preact/signals';
import { language, preferred, type Language } from './words/words';

export type Theme = 'system' | 'light' | 'dark';
export const theme = signal<Theme>('system');
export const notifies = signal(false);

const key = 'cocotalk.preferences';

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
}

// Loads them, and from then on keeps what changes. `languages`: the browser's.
export function keepPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>, languages: readonly string[]): void {
  const kept = JSON.parse(storage.getItem(key) ?? '{}') as { language?: Language; theme?: Theme; notifies?: boolean };
  language.value = kept.language ?? preferred(languages);
  theme.value = kept.theme ?? 'system';
  notifies.value = kept.notifies ?? false;
  effect(() => storage.setItem(key, JSON.stringify({ language: language.value, theme: theme.value, notifies: notifies.value })));
}
