// The host said no, or could not be asked.

export type Status =
  | 'invalid' | 'denied' | 'not-found' | 'conflict' | 'unauthorized' // no; asking again changes nothing
  | 'rate' | 'busy' | 'retry' | 'quota' | 'too-large' // later, or less
  | 'offline'; // nobody heard the question

export class Refusal extends Error {
  constructor(readonly status: Status, readonly code = '', detail = '', readonly retryAfterMs?: number) {
    super(detail || code || status);
  }
  // The same may be sent again, and changes nothing twice.
  get isPassing(): boolean {
    return ['rate', 'busy', 'retry', 'offline'].includes(this.status);
  }
}

export const asRefusal = (error: unknown): Refusal => (error instanceof Refusal ? error : new Refusal('offline', '', String(error)));
