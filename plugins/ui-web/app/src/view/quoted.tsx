import type { Quote } from '../repository/model';
import type { Conversation } from '../viewmodel/conversation';
import { words } from '../viewmodel/words/words';

// What a reply answers; leads there.
export const Quoted = ({ quote, model }: { quote: Quote; model: Conversation }) => (
  <button type="button" class="quote" onClick={() => void model.jumpToMessage(quote.messageId)}>
    <b>{words.value.repliesTo(model.nameOf(quote.sender))}</b>
    <span>{quote.text}</span>
  </button>
);
