// A refusal as a sentence for the person: what happened, and what to do.
import { asRefusal } from '../network/refusal';
import type { Letter } from '../repository/outbox_store';
import type { Words } from './words/words';

const longestText = 16 * 1024; // bytes; the host's default

const byCode: Record<string, keyof Words> = { EXISTS_INFO: 'errExists', NO_VALUES: 'errMissing', QUOTA: 'errQuota', NOT_PERMITTED: 'errDenied' };
const byStatus: Record<string, keyof Words> = {
  invalid: 'errInvalid', denied: 'errDenied', 'not-found': 'errNotFound', conflict: 'errConflict', unauthorized: 'expired',
  rate: 'errRate', busy: 'errBusy', retry: 'errBusy', quota: 'errQuota', 'too-large': 'errTooLarge', offline: 'errOffline',
};

export function sentenceOf(error: unknown, words: Words): string {
  const { code, status } = asRefusal(error);
  return words[byCode[code] ?? byStatus[status] ?? 'errInvalid'] as string;
}

// Why a letter was refused for good.
export function sentenceOfFailure({ failed = '', text }: Letter, words: Words): string {
  if (failed === 'BAD_REQUEST' && new TextEncoder().encode(text).length > longestText) return words.errTooLong;
  return words[byCode[failed] ?? byStatus[failed] ?? 'errInvalid'] as string;
}
