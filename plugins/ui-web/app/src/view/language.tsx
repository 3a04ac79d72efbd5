import { chooseLanguage } from '../viewmodel/preferences';
import { language } from '../viewmodel/words/words';

// Both are written in themselves.
export const LanguageChoice = () => (
  <p class="languages">
    {(['ko', 'en'] as const).map((each) => (
      <button key={each} type="button" class="link" lang={each} aria-pressed={language.value === each} onClick={() => chooseLanguage(each)}>
        {each === 'ko' ? '한국어' : 'English'}
      </button>
    ))}
  </p>
);
