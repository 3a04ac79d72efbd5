// Sending files as the original clients do: the page with axios (all parts in one form, the same file as its thumbnail), the phone
// with a real thumbnail (cocotalk-wire.md, C12).
import http from 'node:http';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import axios from 'axios';
import { agents, pageOrigin } from './device.js';
import { withDeadline } from './inbox.js';

// The smallest JPEG there is: one grey pixel.
export const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
  'base64',
);
export const mp4 = (bytes) => Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), Buffer.alloc(bytes - 24, 'v')]);

// What the web client does with a chosen file.
export async function pageUpload(device, roomId, bytes, name, type) {
  const form = new FormData();
  form.append('messageFile', new Blob([bytes], { type }), name);
  form.append('messageFileThumb', new Blob([bytes], { type }), name);
  form.append('roomId', roomId);
  return byAxios(device, 'POST', '/chat/messages/file', form);
}

// axios in a browser leaves the form to the browser; here `Response` writes it down.
export async function byAxios(device, method, address, form) {
  const encoded = new Response(form);
  const headers = { 'User-Agent': agents.WEB, Origin: pageOrigin, 'X-ACCESS-TOKEN': device.accessToken, 'Content-Type': encoded.headers.get('content-type') };
  const data = Buffer.from(await encoded.arrayBuffer());
  return axios({ method, url: device.host.url + address, headers, data, maxBodyLength: Infinity, validateStatus: () => true });
}

// Sends a file of many bytes without having them all: { status, json }. `stopAfter`: cuts the connection there.
export function streamUpload(device, roomId, name, bytes, { type = 'video/mp4', stopAfter = Infinity, within = 60_000 } = {}) {
  const boundary = 'a-boundary';
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="roomId"\r\n\r\n${roomId}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="messageFile"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const answer = new Promise((resolve, reject) => {
    const out = http.request(device.host.url + '/chat/messages/file', {
      method: 'POST',
      headers: device.headers({ 'Content-Type': `multipart/form-data; boundary=${boundary}`, 'Content-Length': head.length + bytes + tail.length }),
    });
    out.on('error', (error) => (stopAfter < bytes ? resolve({ status: 0 }) : reject(error)));
    out.on('response', (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => resolve({ status: response.statusCode, json: JSON.parse(Buffer.concat(pieces)) }));
    });
    out.write(head);
    const first = mp4(64 * 1024);
    const rest = Buffer.alloc(64 * 1024, 'v');
    let sent = 0;
    const goOn = () => {
      while (sent < bytes) {
        if (sent >= stopAfter) return out.destroy();
        const piece = (sent === 0 ? first : rest).subarray(0, Math.min(rest.length, bytes - sent));
        sent += piece.length;
        if (!out.write(piece)) return out.once('drain', goOn);
      }
      out.end(tail);
    };
    goOn();
  });
  return withDeadline(answer, `the upload of ${name}`, within);
}

// Every file of the store, unfinished ones too.
export async function filesOf(host, below = '') {
  const names = [];
  for (const entry of await readdir(path.join(host.data, 'files', below), { withFileTypes: true })) {
    const name = path.posix.join(below, entry.name);
    names.push(...(entry.isDirectory() ? await filesOf(host, name) : [name]));
  }
  return names;
}
