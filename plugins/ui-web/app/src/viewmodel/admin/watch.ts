// Looks again and again while somebody watches; the next look begins a while after the last one ended.

export class Watch {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOn = false;
  #isLooking = false;
  #isWanted = false; // again, as soon as this look is over

  constructor(private readonly everyMs: number, private readonly look: () => Promise<void>) {}

  // Whoever comes back sees at once how things are.
  watch(isOn: boolean): void {
    this.#isOn = isOn;
    clearTimeout(this.#timer);
    if (isOn) void this.now();
  }

  async now(): Promise<void> {
    this.#isWanted = true;
    if (this.#isLooking) return;
    clearTimeout(this.#timer);
    this.#isLooking = true;
    while (this.#isOn && this.#isWanted) {
      this.#isWanted = false;
      await this.look();
    }
    this.#isLooking = false;
    if (this.#isOn) this.#timer = setTimeout(() => void this.now(), this.everyMs);
  }
}
