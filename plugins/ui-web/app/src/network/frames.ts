// STOMP 1.2 frames, as text. https://stomp.github.io/stomp-specification-1.2.html

export interface Frame {
  command: string;
  headers: Record<string, string>;
  body: string;
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', ':': '\\c' };
const meanings: Record<string, string> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r', '\\c': ':' };

const escape = (text: string) => text.replace(/[\\\n\r:]/g, (c) => escapes[c]!);
const unescape = (text: string) => text.replace(/\\[\\nrc]/g, (c) => meanings[c]!);

// CONNECT and CONNECTED are not escaped, so that 1.0 understands them.
export function encode({ command, headers, body }: Frame): string {
  const plain = command === 'CONNECT';
  const lines = Object.entries(headers).map(([name, value]) => (plain ? `${name}:${value}` : `${escape(name)}:${escape(value)}`));
  return `${command}\n${lines.join('\n')}${lines.length ? '\n' : ''}\n${body}\0`;
}

// One WebSocket message is one frame of this host, or a heart-beat: undefined. Throws when it is neither.
export function decode(text: string): Frame | undefined {
  const from = text.search(/[^\r\n]/);
  if (from < 0) return undefined;
  const blank = /\r?\n\r?\n/.exec(text.slice(from));
  const last = text.lastIndexOf('\0');
  if (!blank || last < from + blank.index) throw new Error('a frame is cut off');
  const end = from + blank.index;
  const [command = '', ...lines] = text.slice(from, end).split(/\r?\n/);
  const read = command === 'CONNECTED' ? (word: string) => word : unescape;
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = read(line.slice(0, colon));
    if (!(name in headers)) headers[name] = read(line.slice(colon + 1)); // of repeated ones the first counts
  }
  return { command, headers, body: text.slice(end + blank[0].length, last) };
}
