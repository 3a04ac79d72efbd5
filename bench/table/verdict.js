// What a handful of rounds says about a target. Pure.

// Beyond these a round was disturbed: processor time that others took from the server's core, in cores, and that the machine's other
// guests took from all of them.
export const foreignLimit = 0.05;
export const stealLimit = 0.03;
// Rounds that differ by more than this share of their median do not agree.
export const spreadLimit = 0.15;
// From noisy rounds a verdict is taken only when all of them are on the same side of the target by this factor; and no failure from
// disturbed ones, as what disturbs makes servers look worse, never better.
export const clearFactor = 1.25;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const spread = (values) => (Math.max(...values) - Math.min(...values)) / Math.abs(median(values));

// How far one measurement was disturbed: 1 is the limit.
export const disturbance = ({ foreign_cores = 0, steal = 0 }) => Math.max(foreign_cores / foreignLimit, steal / stealLimit);

// `values`: one per round. `least` or `most`: the target. `isCount`: noise is no excuse, and one bad round is enough. `disturbed`: the
// largest disturbance of what they were computed from.
export function verdict({ values, least, most, isCount = false, disturbed }) {
  const isGood = (value, by = 1) => (least !== undefined ? value >= least * by : value * by <= most);
  const isBad = (value, by = 1) => (least !== undefined ? value * by < least : value > most * by);
  if (isCount) return values.every((value) => isGood(value)) ? 'met' : 'missed';
  const isNoisy = disturbed > 1 || spread(values) > spreadLimit;
  if (!isNoisy) return isGood(median(values)) ? 'met' : 'missed';
  if (values.every((value) => isGood(value, clearFactor))) return 'met';
  if (disturbed <= 1 && values.every((value) => isBad(value, clearFactor))) return 'missed';
  return 'too noisy to tell';
}
