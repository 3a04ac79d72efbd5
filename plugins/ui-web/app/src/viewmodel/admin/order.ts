// Something the host is told to do: under way, done with what it said, or refused and why.
import { signal } from '@preact/signals';
import { asRefusal } from '../../network/refusal';
import { sentenceOf } from '../sentence';
import { adminWords } from '../words/admin_words';
import { words } from '../words/words';

// `detail`: the host's own words, which are English.
export type Outcome = { kind: 'done'; lines: string[] } | { kind: 'refused'; sentence: string; detail: string };

export class Order {
  readonly isUnderWay = signal(false);
  readonly outcome = signal<Outcome | undefined>(undefined);

  async give(step: () => Promise<string[]>): Promise<void> {
    if (this.isUnderWay.value) return;
    this.isUnderWay.value = true;
    this.outcome.value = undefined;
    try {
      this.outcome.value = { kind: 'done', lines: await step() };
    } catch (error) {
      this.outcome.value = refused(error);
    } finally {
      this.isUnderWay.value = false;
    }
  }

  forget(): void {
    this.outcome.value = undefined;
  }
}

// Without an answer nobody knows whether it was done.
function refused(error: unknown): Outcome {
  const { status, code, message } = asRefusal(error);
  if (status === 'offline' || code === 'TIMEOUT') return { kind: 'refused', sentence: adminWords.value.noAnswer, detail: '' };
  const isSentence = message !== code && message !== status;
  return { kind: 'refused', sentence: isSentence ? adminWords.value.hostRefuses : sentenceOf(error, words.value), detail: isSentence ? message : '' };
}
