import { adminWords } from '../../viewmodel/words/admin_words';

export const Presence = ({ isOnline }: { isOnline: boolean }) => (
  <span class={`mark ${isOnline ? 'is-on' : 'is-off'}`}>{isOnline ? adminWords.value.online : adminWords.value.offline}</span>
);
