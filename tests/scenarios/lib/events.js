// A client of docs/sse.md: fetch, and a small reader of event streams (WHATWG HTML, 9.2.6) that comes back as EventSource does.
import { Inbox, withDeadline } from './inbox.js';

// What a block of lines says: { event, data, id }; undefined for comments.
export function parseBlock(block) {
  const event = { event: 'message', data: undefined, id: undefined };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === 0 || line === '') continue;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') event.data = event.data === undefined ? value : `${event.data}\n${value}`;
    else if (name === 'event' || name === 'id' || name === 'retry') event[name] = value;
  }
  return event.data === undefined ? undefined : { ...event, json: JSON.parse(event.data) };
}

export class Events {
  // Opens a stream and waits for its `open`. `topics` are joined; throws { status, body } when it is refused.
  static async open(host, { token, ticket, topics = [], lastEventId, headers = {} } = {}) {
    const query = new URLSearchParams([...topics.map((topic) => ['topic', topic]), ...(ticket ? [['ticket', ticket]] : [])]);
    const stream = new Events();
    stream.cutter = new AbortController();
    const response = await withDeadline(fetch(`${host.url}/events?${query}`, {
      signal: stream.cutter.signal,
      headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}), ...headers },
    }), 'the answer to GET /events');
    if (response.status !== 200) throw Object.assign(new Error(`refused: ${response.status}`), { status: response.status, body: await response.json() });
    stream.inbox = new Inbox('event stream');
    stream.reading = stream.#read(response.body);
    stream.opened = (await stream.inbox.next('open', ({ event }) => event === 'open')).json;
    return stream;
  }

  async #read(body) {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const bytes of body) {
        const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
        rest = blocks.pop();
        for (const event of blocks.map(parseBlock).filter(Boolean)) {
          if (event.id) this.lastEventId = event.id;
          this.inbox.push(event);
        }
      }
      this.inbox.close('the stream ended');
    } catch (error) {
      this.inbox.close(`the stream broke: ${error.message}`);
    }
  }

  next(what, kind) {
    return this.inbox.next(what, ({ event }) => event === kind);
  }

  cut() {
    this.cutter.abort();
  }
}

// A command, with the token: { status, json }.
export async function ask(host, token, command, json = {}) {
  const response = await fetch(`${host.url}/events/ask/${command}`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: JSON.stringify(json) });
  return { status: response.status, json: await response.json() };
}
