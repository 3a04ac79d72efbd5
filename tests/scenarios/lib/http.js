// One HTTP request with exactly the headers it is given: neither `fetch` nor axios leave them alone.
import http from 'node:http';
import https from 'node:https';
import { withDeadline } from './inbox.js';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

// Over https too, with the certificates that lib/tls.js trusts. Answers { status, headers, text, json }; `json` is undefined when the body is none.
export function request(method, url, { headers = {}, body, within } = {}) {
  const answer = new Promise((resolve, reject) => {
    const out = url.startsWith('https:') ? https.request(url, { method, headers }) : http.request(url, { method, headers, agent });
    out.on('response', (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(pieces);
        resolve({ status: response.statusCode, headers: response.headers, rawHeaders: response.rawHeaders, bytes, text: bytes.toString(), json: parsed(bytes) });
      });
    });
    out.on('error', reject);
    out.end(body);
  });
  return withDeadline(answer, `${method} ${url}`, within);
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes);
  } catch {
    return undefined;
  }
}

// A multipart/form-data body. `parts`: [{ name, value }] or [{ name, filename, type, value: Buffer }].
export function multipart(parts) {
  const boundary = '----WebKitFormBoundaryqLpGsyi2v3WsIyJZ';
  const pieces = [];
  for (const { name, filename, type, value } of parts) {
    let head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
    if (filename !== undefined) head += `; filename="${filename}"`;
    if (type !== undefined) head += `\r\nContent-Type: ${type}`;
    pieces.push(Buffer.from(`${head}\r\n\r\n`), Buffer.from(value), Buffer.from('\r\n'));
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}
