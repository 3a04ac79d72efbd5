// What the numbers that end a link mean (native-wire.md).

export type Ending =
  | { kind: 'again'; afterMs?: number } // come back, and resume
  | { kind: 'renew' } // the token has ended: renew it, or sign in
  | { kind: 'over'; why: 'replaced' | 'signed-out' }; // the person is told

const words: Record<string, number> = {
  replaced: 4009, 'signed-out': 4010, unauthorized: 4001, slow: 4013, rate: 4029, draining: 1012, protocol: 1002,
};

// `word`: the code of an ERROR frame that came before the close, if one did.
export function endingOf(close: number, word?: string, retryAfterMs?: number): Ending {
  const code = (word !== undefined && words[word]) || close;
  switch (code) {
    case 4009: return { kind: 'over', why: 'replaced' };
    case 4010: return { kind: 'over', why: 'signed-out' };
    case 4001: return { kind: 'renew' };
    default: return retryAfterMs === undefined ? { kind: 'again' } : { kind: 'again', afterMs: retryAfterMs };
  }
}
