// One sentence at a time at the foot of the page, gone by itself.
import { signal } from '@preact/signals';

export class Toasts {
  readonly text = signal('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, forMs = 3500): void {
    clearTimeout(this.#timer);
    this.text.value = text;
    this.#timer = setTimeout(() => (this.text.value = ''), forMs);
  }
}
