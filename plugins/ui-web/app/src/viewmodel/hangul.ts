// Finding names as they are typed: 김ㅊ and ㄱㅊㅅ find 김철수.
const consonants = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

const first = (c: string): string => {
  const at = c.charCodeAt(0) - 0xac00;
  return at >= 0 && at < 11172 ? consonants[Math.floor(at / 588)]! : c;
};

export function matches(query: string, name: string): boolean {
  const wanted = [...query.trim().toLowerCase()];
  const text = [...name.toLowerCase()];
  if (!wanted.length) return true;
  return text.some((_, at) => wanted.every((c, i) => text[at + i] !== undefined && (c === text[at + i] || (consonants.includes(c) && first(text[at + i]!) === c))));
}
