// What goes over HTTP: everything before there is a link, and files. Envelopes: cocotalk-wire.md, 1.6.
import { Refusal, type Status } from './refusal';

const statusOf: Record<number, Status> = { 401: 'unauthorized', 403: 'denied', 404: 'not-found', 408: 'retry', 413: 'too-large', 429: 'rate', 503: 'busy' };

const authCodes: Record<number, [Status, string]> = {
  2001: ['invalid', 'BAD_REQUEST'], 2002: ['invalid', 'NO_VALUES'], 2003: ['conflict', 'EXISTS_INFO'], 2004: ['unauthorized', 'UNAUTHORIZED'], 2011: ['retry', 'SERVER_ERROR'], 2012: ['retry', 'INTERNAL'],
};

// `result` or `data` of an answer, or a Refusal.
export function opened(status: number, json: any, retryAfter: string | null): any {
  const wait = retryAfter ? Number(retryAfter) * 1000 : undefined;
  if (json?.isSuccess === true) return json.result ?? {};
  if (json?.isSuccess === false) {
    if (status >= 400) throw new Refusal(statusOf[status] ?? 'retry', '', json.message, wait);
    const [word, code] = authCodes[json.code] ?? ['invalid', ''];
    throw new Refusal(word, code, json.message);
  }
  if (json?.error?.type) {
    const type: string = json.error.type;
    throw new Refusal(status >= 400 ? statusOf[status] ?? 'retry' : type === 'JWT_AUTHENTICATION' ? 'unauthorized' : type === 'NOT_PERMITTED' ? 'denied' : 'invalid', type, json.error.desc, wait);
  }
  if (status >= 400 || !json) throw new Refusal(statusOf[status] ?? 'retry', '', '', wait);
  return json.data;
}

// Over `fetch`; where nobody answers: Refusal 'offline'.
export class Rest {
  constructor(private readonly base = '', private readonly fetched: typeof fetch = (...args) => fetch(...args)) {}

  async call<T = any>(method: string, path: string, { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {}): Promise<T> {
    const isForm = typeof FormData !== 'undefined' && body instanceof FormData;
    const response = await this.fetched(this.base + path, {
      method,
      headers: body && !isForm ? { 'Content-Type': 'application/json', ...headers } : headers,
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    }).catch(() => {
      throw new Refusal('offline');
    });
    const json = await response.json().catch(() => undefined);
    return opened(response.status, json, response.headers.get('Retry-After'));
  }
}
