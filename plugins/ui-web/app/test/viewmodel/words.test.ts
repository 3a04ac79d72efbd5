import { expect, test } from 'vitest';
import { sentenceOf } from '../../src/viewmodel/sentence';
import { Refusal } from '../../src/network/refusal';
import { adminDictionaries } from '../../src/viewmodel/words/admin_words';
import { dictionaries, preferred } from '../../src/viewmodel/words/words';

test.each([{ ...dictionaries }, { ...adminDictionaries }])('no text is missing or empty in either language, and each is in its own', ({ ko, en }) => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(ko).sort());
  for (const [key, text] of Object.entries(ko)) {
    const translated = (en as Record<string, unknown>)[key];
    expect(typeof translated).toBe(typeof text);
    const [korean, english] = [text, translated].map((each) => (typeof each === 'function' ? (each as (x: any) => string)('1') : each instanceof Object ? Object.values(each).join() : each));
    expect(korean, key).toMatch(/[가-힣]/);
    expect(english, key).not.toMatch(/[가-힣]/);
    expect(english, key).toMatch(/[A-Za-z]/);
  }
});
test('every refusal has a sentence that says what to do', () => {
  for (const status of ['invalid', 'denied', 'not-found', 'conflict', 'unauthorized', 'rate', 'busy', 'retry', 'quota', 'too-large', 'offline'] as const)
    for (const words of Object.values(dictionaries)) expect(sentenceOf(new Refusal(status), words).split(/[.。]/).length).toBeGreaterThan(1);
});
test('the browser chooses the language first', () => expect([preferred(['ko-KR', 'en']), preferred(['de', 'ko']), preferred([])]).toEqual(['ko', 'en', 'en']));
