// Moments, sizes and texts as a person reads them.
import type { Message } from '../repository/model';
import type { Language, Words } from './words/words';

export const dayOf = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
};
export const minuteOf = (at: number): number => Math.floor(at / 60_000);

// 오전 10:13 · 10:13 AM
export function clock(at: number, words: Words, language: Language): string {
  const date = new Date(at);
  const half = date.getHours() < 12 ? words.am : words.pm;
  const time = `${date.getHours() % 12 || 12}:${String(date.getMinutes()).padStart(2, '0')}`;
  return language === 'ko' ? `${half} ${time}` : `${time} ${half}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, options));
  return formats.get(key)!;
}

export const longDate = (at: number, language: Language): string => format(language, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }).format(at);

// In a list: the time today, then yesterday, then the day.
export function shortDate(at: number, words: Words, language: Language, now = Date.now()): string {
  if (dayOf(at) === dayOf(now)) return clock(at, words, language);
  if (dayOf(at) === dayOf(now - 86_400_000)) return words.yesterday;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(language, sameYear ? { month: 'short', day: 'numeric' } : { year: 'numeric', month: 'numeric', day: 'numeric' }).format(at);
}

// One line that stands for a message.
export function summary(message: Pick<Message, 'kind' | 'text' | 'deleted'>, words: Words): string {
  if (message.deleted) return words.deleted;
  switch (message.kind) {
    case 'photo': return words.photoSent;
    case 'video': return words.videoSent;
    case 'file': return words.fileSent;
    default: return message.text;
  }
}

// The name a file was sent under stands behind its address.
export function fileName(address: string): string {
  const [path = '', name] = address.split('#');
  try {
    return name ? decodeURIComponent(name) : path.slice(path.lastIndexOf('/') + 1);
  } catch {
    return path.slice(path.lastIndexOf('/') + 1);
  }
}

// docs/files.md: a thumbnail lies beside what it shows.
export const thumbnail = (address: string): string => address.replace(/\.[^./]*$/, '') + '_th.jpeg';
