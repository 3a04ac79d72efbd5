// Keeps what one reads at its place on the screen when rows above it come and go; at the end it stays at the end.
export class ScrollKeeper {
  #anchor: { key: string; offset: number } | undefined;
  #atEnd = true;
  #follows = true; // the newest message is in the page
  #observer: ResizeObserver;

  constructor(private readonly box: HTMLElement) {
    this.#observer = new ResizeObserver(() => this.#atEnd && this.toEnd()); // a keyboard came up, a window was made smaller
    this.#observer.observe(box);
  }

  end(): void {
    this.#observer.disconnect();
  }

  // Where one is: the first row that is seen, and where on the screen. Also just before rows change: one may have scrolled since the
  // last event that said so.
  remember(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    this.#atEnd = this.#follows && scrollHeight - scrollTop - clientHeight < 60;
    const row = this.#rows().find((each) => each.offsetTop + each.offsetHeight > scrollTop);
    this.#anchor = row && { key: row.dataset['key']!, offset: row.offsetTop - scrollTop };
  }

  // After rows have changed.
  restore(follows: boolean): void {
    this.#follows = follows;
    if (this.#atEnd && follows) return this.toEnd();
    const anchor = this.#anchor;
    const row = anchor && this.#rows().find((each) => each.dataset['key'] === anchor.key);
    if (row) this.box.scrollTop = row.offsetTop - anchor!.offset;
  }

  toEnd(): void {
    this.#atEnd = true;
    this.box.scrollTop = this.box.scrollHeight;
  }

  // Brings a message into the middle and marks it for a moment.
  show(number: number): void {
    const rows = this.#rows().filter((each) => each.dataset['number']);
    const row = rows.find((each) => Number(each.dataset['number']) >= number) ?? rows[rows.length - 1];
    if (!row) return;
    this.#atEnd = false;
    row.scrollIntoView({ block: 'center' });
    row.classList.remove('is-target');
    void row.offsetWidth; // the animation begins anew
    row.classList.add('is-target');
  }

  // Without the lines of days: the one on top goes up with what comes above it.
  #rows(): HTMLElement[] {
    return [...this.box.querySelectorAll<HTMLElement>(':scope > [data-key]:not(.date-line)')];
  }
}
