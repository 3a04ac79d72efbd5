// The texts of the administrator's page, which come with it.
import { computed } from '@preact/signals';
import { adminEn } from './admin_en';
import { adminKo } from './admin_ko';
import { language, type Language } from './words';

export type AdminWords = typeof adminKo;
export const adminDictionaries: Record<Language, AdminWords> = { ko: adminKo, en: adminEn };
export const adminWords = computed(() => adminDictionaries[language.value]);
