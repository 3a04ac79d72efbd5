// How long to wait before the next attempt: 0.5 s, doubled each time up to 15 s, and anything between half and all of it, so that
// a thousand pages do not come back in the same moment.
export const longestWait = 15_000;

export function backoff(attempt: number, chance: () => number = Math.random): number {
  const whole = Math.min(longestWait, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(whole * (0.5 + 0.5 * chance()));
}
