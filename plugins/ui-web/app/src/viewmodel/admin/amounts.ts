// Amounts as a person reads them; what is not known is a dash.
import type { Amount } from '../../repository/administration';
import { shortDate } from '../format';
import { adminWords } from '../words/admin_words';
import { language, words } from '../words/words';

const unknown = '–';

// Three digits say enough of a measured value; counts are whole.
export const number = (value: Amount): string =>
  value === null ? unknown : new Intl.NumberFormat(language.value, value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }).format(value);

export const milliseconds = (value: Amount): string => (value === null ? unknown : `${number(value)} ms`);

// Of a call: what is below a millisecond in microseconds.
export const microseconds = (value: Amount): string => (value === null ? unknown : value < 1000 ? `${number(value)} µs` : milliseconds(value / 1000));

export function bytes(value: Amount): string {
  if (value === null) return unknown;
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${number(value / 1024 ** step)} ${units[step]}`;
}

// How long something has been so, in its two largest units.
export function duration(ms: number): string {
  const { days, hours, minutes } = adminWords.value;
  const minute = Math.max(0, Math.floor(ms / 60_000)), hour = Math.floor(minute / 60), day = Math.floor(hour / 24);
  if (day) return `${days(day)} ${hours(hour % 24)}`;
  return hour ? `${hours(hour)} ${minutes(minute % 60)}` : minutes(minute);
}

export const moment = (at: number | null): string => (at === null ? adminWords.value.never : shortDate(at, words.value, language.value));
