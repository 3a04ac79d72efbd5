import type { Signal } from '@preact/signals';
import { Icon } from './icons';

export const SearchField = ({ label, value, onEnter }: { label: string; value: Signal<string>; onEnter?: () => void }) => (
  <p class="search-field">
    <Icon name="search" />
    <input type="search" aria-label={label} placeholder={label} value={value.value} onInput={(event) => (value.value = event.currentTarget.value)} onKeyDown={(event) => event.key === 'Enter' && !event.isComposing && onEnter?.()} />
  </p>
);

// Up and down go from one entry of a list to the next.
export function arrows(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const entries = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button.row')];
  const at = entries.indexOf(document.activeElement as HTMLElement);
  const next = entries[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
