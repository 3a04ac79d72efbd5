// A text cut into what is shown differently: links, mentions of these names, the rest.
export interface Piece {
  kind: 'text' | 'link' | 'mention';
  text: string;
}

// A link ends before the punctuation of its sentence.
const link = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/g;

export function pieces(text: string, names: readonly string[] = []): Piece[] {
  const found: { at: number; piece: Piece }[] = [];
  for (const match of text.matchAll(link)) found.push({ at: match.index, piece: { kind: 'link', text: match[0] } });
  for (const name of names) {
    const at = text.indexOf(`@${name}`);
    if (at >= 0 && found.every(({ at: from, piece }) => at >= from + piece.text.length || at + name.length < from)) found.push({ at, piece: { kind: 'mention', text: `@${name}` } });
  }
  const result: Piece[] = [];
  let done = 0;
  for (const { at, piece } of found.sort((a, b) => a.at - b.at)) {
    if (at < done) continue;
    if (at > done) result.push({ kind: 'text', text: text.slice(done, at) });
    result.push(piece);
    done = at + piece.text.length;
  }
  if (done < text.length || !result.length) result.push({ kind: 'text', text: text.slice(done) });
  return result;
}
