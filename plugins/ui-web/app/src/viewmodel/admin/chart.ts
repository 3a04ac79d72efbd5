// The last hour of one amount as lines in a box, and in words.
import type { Amount } from '../../repository/administration';

export const box = { width: 720, height: 160 };
export const slots = 360; // of an hour; fewer values stand at its end

export interface Chart {
  line: string; // path; broken where nothing is known
  area: string; // the same, down to zero
  top: number; // the value at the upper edge
  values: readonly Amount[];
  now: Amount;
  least: Amount;
  most: Amount;
  mean: Amount;
}

// The smallest of 1, 2, 4, 6, 8, 10 times a power of ten that is not below: half of it is round, too.
export function roundTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 6, 8, 10].find((step) => step * power >= most)! * power;
}

export const xOf = (index: number, count: number): number => ((slots - count + index) / (slots - 1)) * box.width;
export const yOf = (value: number, top: number): number => box.height * (1 - value / top);
// The value under a place across the box, 0 to 1; what is left of the first is the first.
export const indexAt = (part: number, count: number): number => Math.min(count - 1, Math.max(0, Math.round(part * (slots - 1)) - (slots - count)));
export const timeOf = (index: number, count: number, until: number, everyMs: number): number => until - (count - 1 - index) * everyMs;

// Neighbours that are known.
function stretches(values: readonly Amount[]): [number, number][][] {
  const found: [number, number][][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (index && values[index - 1] !== null) found[found.length - 1]!.push([index, value]);
    else found.push([[index, value]]);
  });
  return found;
}

// `leastTop`: an axis that never ends below this.
export function chartOf(given: readonly Amount[], leastTop: number): Chart {
  const values = given.slice(-slots);
  const known = values.filter((value) => value !== null);
  const top = Math.max(leastTop, roundTop(Math.max(0, ...known)));
  const place = (number: number) => Number(number.toFixed(1));
  const paths = stretches(values).map((points) => points.map(([index, value]) => [place(xOf(index, values.length)), place(yOf(value, top))] as const));
  const line = paths.map((points) => `M${points.map((point) => point.join(' ')).join('L')}${points.length === 1 ? 'h0' : ''}`).join('');
  const area = paths.map((points) => `M${points[0]![0]} ${box.height}L${points.map((point) => point.join(' ')).join('L')}V${box.height}Z`).join('');
  const of = (choose: () => number): Amount => (known.length ? choose() : null);
  return {
    line, area, top, values, now: values[values.length - 1] ?? null,
    least: of(() => Math.min(...known)), most: of(() => Math.max(...known)), mean: of(() => known.reduce((sum, each) => sum + each, 0) / known.length),
  };
}
