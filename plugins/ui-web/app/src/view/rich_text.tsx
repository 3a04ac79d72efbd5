// A text with its links, its mentions, and what was searched for.
import { Fragment } from 'preact';
import { pieces } from '../viewmodel/pieces';

export const RichText = ({ text, names }: { text: string; names: string[] }) => (
  <span class="text">
    {pieces(text, names).map(({ kind, text: part }, at) =>
      kind === 'link' ? (
        <a key={at} href={part} target="_blank" rel="noopener noreferrer">
          {part}
        </a>
      ) : kind === 'mention' ? (
        <b key={at} class="mention">
          {part}
        </b>
      ) : (
        <Fragment key={at}>{part}</Fragment>
      ),
    )}
  </span>
);
