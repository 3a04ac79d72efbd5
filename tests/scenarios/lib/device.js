// A signed-in device of the original clients, as far as REST goes: the headers are those they really send (cocotalk-wire.md, 1.4).
import { multipart, request } from './http.js';

export const WEB = 'WEB';
export const MOBILE = 'MOBILE';

export const agents = {
  WEB: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/97.0.4692.99 Safari/537.36',
  MOBILE: 'CocoTalk/1.0 (com.cocotalk.CocoTalk; build:1; iOS 15.2.0) Alamofire/5.5.0',
};
export const pageOrigin = 'http://localhost:8080';

export class Device {
  constructor(host, kind) {
    this.host = host;
    this.kind = kind;
    this.accessToken = '';
    this.refreshToken = '';
  }

  headers(extra = {}) {
    const headers = { 'User-Agent': agents[this.kind] };
    if (this.kind === WEB) Object.assign(headers, { Origin: pageOrigin, 'X-ACCESS-TOKEN': this.accessToken });
    else if (this.accessToken) Object.assign(headers, { 'Content-type': 'application/json', 'X-ACCESS-TOKEN': this.accessToken });
    return { ...headers, ...extra };
  }

  get(path) {
    return request('GET', this.host.url + path, { headers: this.headers() });
  }

  send(method, path, json) {
    return request(method, this.host.url + path, { headers: this.headers({ 'Content-Type': 'application/json' }), body: JSON.stringify(json) });
  }

  post(path, json) {
    return this.send('POST', path, json);
  }

  upload(method, path, parts) {
    const { body, contentType } = multipart(parts);
    return request(method, this.host.url + path, { headers: this.headers({ 'Content-Type': contentType }), body });
  }

  // `data` of an envelope B; fails on anything else.
  async data(path) {
    return unwrapped(await this.get(path), path);
  }

  async posted(path, json) {
    return unwrapped(await this.post(path, json), path);
  }

  async signIn(cid, password, fcmToken = `fcm-${cid}-${this.kind}`) {
    const answer = await this.post('/auth/signin', { cid, password, fcmToken });
    if (answer.json?.isSuccess === true) Object.assign(this, answer.json.result, { cid, fcmToken });
    return answer;
  }

  async reissue() {
    const headers = { 'User-Agent': agents[this.kind], 'X-REFRESH-TOKEN': this.refreshToken };
    if (this.kind === WEB) headers.Origin = pageOrigin;
    return request('GET', `${this.host.url}/auth/reissue`, { headers });
  }

  // R1: the address of a STOMP endpoint, good for one connection.
  socketAddress() {
    return this.data('/presence/stomp/connect');
  }
}

function unwrapped(answer, path) {
  if (answer.status >= 300 || answer.json === undefined || 'error' in answer.json)
    throw new Error(`${path}: HTTP ${answer.status} ${answer.text}`);
  return answer.json.data;
}
