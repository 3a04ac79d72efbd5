// What a browser puts around the original page's axios (cocotalk-wire.md 1.4, 1.5): its own headers, a pre-flight before every call that
// needs one, and no answer that does not allow the page's origin.
import axios from 'axios';
import overHttp from 'axios/lib/adapters/http.js';
import http from 'node:http';
import { agents, pageOrigin } from './device.js';
import { request } from './http.js';

const simpleHeaders = new Set(['accept', 'content-type']);
const simpleTypes = ['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded'];

// The axios instance of one open page. Relative paths, as the page has them. `calls` hears "METHOD path" of each, pre-flights left out.
export function axiosInBrowser(host, calls) {
  const preflights = new Set();  // per method, headers and address, query included
  const adapter = async (config) => {
    const url = axios.getUri({ ...config, url: new URL(config.url, config.baseURL).href });
    calls.push(`${config.method.toUpperCase()} ${url.slice(config.baseURL.length)}`);
    if (config.data === undefined || config.formType) for (const name of Object.keys(config.headers)) if (/^content-type$/i.test(name)) delete config.headers[name];
    if (config.formType) config.headers['Content-Type'] = config.formType;  // of a form the browser names the type itself
    await preflight(preflights, url, config);
    const headers = { ...config.headers, 'User-Agent': agents.WEB, Origin: pageOrigin };
    const answer = await overHttp({ ...config, headers }).catch((error) => {
      if (error.response) isAllowed(error.response.headers, url);
      throw error;
    });
    isAllowed(answer.headers, url);
    return answer;
  };
  const httpAgent = new http.Agent({ keepAlive: true, maxSockets: 6 });
  return axios.create({ baseURL: `${host.url}/`, headers: { 'Content-type': 'application/json' }, proxy: false, httpAgent, adapter });
}

async function preflight(cache, url, config) {
  const method = config.method.toUpperCase();
  const asked = Object.entries(config.headers)
    .filter(([name, value]) => !simpleHeaders.has(name.toLowerCase()) || (/^content-type$/i.test(name) && !simpleTypes.some((type) => value.startsWith(type))))
    .map(([name]) => name.toLowerCase())
    .sort()
    .join(',');
  const key = `${method} ${url} ${asked}`;
  if (asked === '' || cache.has(key)) return;
  const headers = { Origin: pageOrigin, 'User-Agent': agents.WEB, 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': asked };
  const answer = await request('OPTIONS', url, { headers });
  const allowed = (answer.headers['access-control-allow-headers'] ?? '').toLowerCase().split(/\s*,\s*/);
  const methods = (answer.headers['access-control-allow-methods'] ?? '').split(/\s*,\s*/);
  if (answer.status < 200 || answer.status > 299) throw new Error(`the pre-flight of ${key}: HTTP ${answer.status}`);
  isAllowed(answer.headers, url);
  if (!asked.split(',').every((name) => allowed.includes(name))) throw new Error(`the pre-flight of ${key} allows the headers ${allowed}`);
  if (!methods.includes(method)) throw new Error(`the pre-flight of ${key} allows the methods ${methods}`);
  cache.add(key);
}

// Repeated headers arrive joined by a comma, which no browser takes.
function isAllowed(headers, url) {
  const origin = headers['access-control-allow-origin'];
  if (origin !== '*' && origin !== pageOrigin) throw new Error(`${url}: no page of ${pageOrigin} may read an answer that allows '${origin}'`);
}
