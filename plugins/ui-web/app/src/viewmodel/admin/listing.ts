// One page of a long list, asked for again as it changes; forward and back by the marks the host gives.
import { batch, computed, signal } from '@preact/signals';
import type { After, Slice } from '../../repository/administration';

export class Listing<Row> {
  readonly rows = signal<Row[]>([]);
  readonly isLoaded = signal(false);
  readonly hasNext = computed(() => this.#next.value !== undefined);
  readonly hasPrevious = computed(() => this.#marks.value.length > 0);
  readonly #next = signal<After | undefined>(undefined);
  readonly #marks = signal<After[]>([]); // where this page and those before it begin; none: the first
  #round = 0;

  constructor(private readonly ask: (after: After | undefined) => Promise<Slice<Row>>) {}

  // What was asked for before one went elsewhere is not shown.
  async refresh(): Promise<void> {
    const round = ++this.#round;
    const marks = this.#marks.value;
    const { rows, next } = await this.ask(marks[marks.length - 1]);
    if (round !== this.#round) return;
    batch(() => [this.rows.value, this.#next.value, this.isLoaded.value] = [rows, next, true]);
  }

  forward(): Promise<void> {
    const next = this.#next.value;
    return next === undefined ? Promise.resolve() : this.#go([...this.#marks.value, next]);
  }
  back = (): Promise<void> => this.#go(this.#marks.value.slice(0, -1));
  restart = (): Promise<void> => this.#go([]);

  #go(marks: After[]): Promise<void> {
    this.#marks.value = marks;
    return this.refresh();
  }
}
