// The language of the page; every view reads `words.value`.
import { computed, signal } from '@preact/signals';
import { en } from './en';
import { ko } from './ko';

export type Words = typeof ko;
export type Language = 'ko' | 'en';

export const dictionaries: Record<Language, Words> = { ko, en };
export const language = signal<Language>('ko');
export const words = computed(() => dictionaries[language.value]);

// What the browser prefers, of what there is.
export const preferred = (languages: readonly string[]): Language => (languages[0]?.startsWith('ko') ? 'ko' : 'en');
