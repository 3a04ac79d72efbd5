// Who may do what, as a table: its rows are everything a host offers, its columns the people who try.
import { request, multipart } from './http.js';
import { Native } from './native.js';

// What stands in a cell. `–`: it cannot be tried, for this one has no link.
export const YES = 'yes';
export const NO = 'no';
export const CANNOT = '–';

export const columns = ['anonymous', 'stranger', 'admin', 'left', 'member', 'blocked', 'maker', 'expired', 'evicted', 'refresh token'];
const linked = ['stranger', 'left', 'member', 'maker', 'blocked', 'admin'];

// ---- the rows: { name, who, try } of a running host

// Whose request a route takes: anyone's, or whoever presents a token of this kind.
function credentialOf({ security = [] }) {
  if (security.length === 0 || security.some((one) => Object.keys(one).length === 0)) return 'anyone';
  return security.some((one) => 'refresh' in one) ? 'refresh' : 'access';
}

const namesRefreshToken = ({ security = [] }) => security.some((one) => 'refresh' in one);

function routesOf(openapi, whoOf) {
  return Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const credential = credentialOf(operation);
      const who = credential === 'access' ? whoOf.get(operation['x-command']) : credential;
      return { name: `${method.toUpperCase()} ${path}`, kind: 'http', who, method: method.toUpperCase(), path, operation };
    }));
}

// Everything a host offers, by its own reference.
export async function rowsOf(host, link) {
  const { body: reference } = await link.ask('host.reference');
  const { json: openapi } = await request('GET', `${host.url}/docs/openapi.json`);
  const { json: asyncapi } = await request('GET', `${host.url}/docs/asyncapi.json`);
  const whoOf = new Map(reference.commands.map(({ name, who }) => [name, who]));
  const original = Object.values(asyncapi.channels).filter(({ address }) => address.startsWith('/simple/'));
  const said = [{ address: '/room/{roomId}', who: 'member' }, ...original.map(({ address }) => ({ address, who: address.includes('{roomId}') ? 'member' : 'signed-in' }))];
  return [
    ...routesOf(openapi, whoOf),
    ...reference.commands.map((command) => ({ name: `/command/${command.name}`, kind: 'command', who: command.who, command })),
    ...said.map(({ address, who }) => ({ name: `SEND ${address}`, kind: 'send', who, address })),
    ...reference.topics.map(({ address, who }) => ({ name: `SUBSCRIBE ${address}`, kind: 'subscribe', who, address })),
  ];
}

// ---- what `who` means for each column: what a new row begins with

const byWho = {
  anyone: () => YES,
  'signed-in': (column) => (linked.includes(column) ? YES : NO),
  'ended-too': (column) => (linked.includes(column) || column === 'evicted' ? YES : NO),
  member: (column) => (['member', 'maker', 'blocked'].includes(column) ? YES : NO),
  maker: (column) => (column === 'maker' ? YES : NO),
  link: (column) => (linked.includes(column) ? YES : NO),
  refresh: (column) => (column === 'refresh token' ? YES : NO),
  leaving: (column) => (linked.includes(column) || column === 'refresh token' ? YES : NO),
  admin: (column) => (column === 'admin' ? YES : NO),
  operator: () => NO,
};
byWho['group-member'] = byWho['link-member'] = byWho.member;

export function expectedOf(row, column) {
  if (row.kind !== 'http' && !linked.includes(column)) return CANNOT;
  return byWho[row.who](column);
}

// ---- the table in the document

const start = '| what |';

export function readTable(document) {
  const lines = document.split('\n').filter((line) => line.startsWith('| '));
  const cells = (line) => line.split('|').slice(1, -1).map((cell) => cell.trim());
  const head = cells(lines.find((line) => line.startsWith(start))).slice(1);
  const rows = lines.filter((line) => line.startsWith('| `')).map(cells);
  return new Map(rows.map(([name, ...words]) => [name.slice(1, -1), new Map(head.map((column, i) => [column, words[i]]))]));
}

// The document with a table of these rows; what a row says already stays as it is.
export function withTable(document, rows) {
  const old = readTable(document);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const head = [line(['what', ...columns]), line(['---', ...columns.map(() => ':-:')])];
  const body = rows.map((row) => line([`\`${row.name}\``, ...columns.map((column) => old.get(row.name)?.get(column) ?? expectedOf(row, column))]));
  const before = document.slice(0, document.indexOf(start));
  return before + [...head, ...body].join('\n') + '\n';
}

// ---- trying

// Something for every field that must be there: enough to come as far as the question whether one may.
function sampleInput(schema, stage) {
  const known = { roomId: stage.room, userId: stage.other, toUid: stage.other, members: [{ userId: stage.other }], invitees: [{ userId: stage.other }], status: 0, bundleId: stage.room, messageId: stage.room, ...stage.known };
  const ofType = (field) => ({ integer: field.minimum ?? 1, boolean: true, array: [] })[[field.type].flat()[0]] ?? (field.enum?.[0] ?? 'x');
  return Object.fromEntries((schema.required ?? []).map((name) => [name, known[name] ?? ofType(schema.properties[name])]));
}

const denials = new Set(['JWT_AUTHENTICATION', 'UNAUTHORIZED', 'NOT_LOGIN', 'NOT_PERMITTED']);
const deniedInA = new Set([2004, 2005, 4004, 4005, 6002]);

const wordFor = (isDenied) => (isDenied ? NO : YES);

async function tryRoute({ method, path, operation }, stage, token) {
  let target = path;
  const query = new URLSearchParams();
  for (const { name, in: place, schema, 'x-field': field = name } of operation.parameters ?? []) {
    const value = sampleInput({ required: [field], properties: { [field]: schema } }, stage)[field];
    if (place === 'path') target = target.replace(`{${name}}`, value);
    else query.set(name, value);
  }
  const headers = {};
  if (token) headers[namesRefreshToken(operation) ? 'X-REFRESH-TOKEN' : 'X-ACCESS-TOKEN'] = token;
  const [type, { schema }] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [undefined, {}];
  let body;
  if (type === 'multipart/form-data') {
    const input = sampleInput(schema, stage);
    const form = multipart(Object.entries(input).map(([name, value]) => ({ name, value: String(value) })));
    ({ body } = form);
    headers['Content-Type'] = form.contentType;
  } else if (type) {
    body = JSON.stringify(sampleInput(schema, stage));
    headers['Content-Type'] = type;
  }
  const { status, json, text } = await request(method, `${stage.host.url}${target}${query.size ? `?${query}` : ''}`, { headers, body });
  const isDenied = status === 401 || status === 403 || denials.has(json?.error?.type) || (json?.isSuccess === false && deniedInA.has(json.code) && json.result === undefined);
  return { word: wordFor(isDenied), said: `HTTP ${status} ${text.slice(0, 300)}` };
}

const deniedByBody = (body) => {
  try {
    return denials.has((typeof body === 'string' ? JSON.parse(body) : body)?.code);
  } catch {
    return false;
  }
};

async function tryCommand({ command }, stage, link, accessToken) {
  const { status, body } = await link.ask(command.name, sampleInput(command.input, { ...stage, known: { ...stage.known, accessToken } }));
  return { word: wordFor(deniedByBody(body)), said: `${status} ${JSON.stringify(body)?.slice(0, 300)}` };
}

async function tryWith(action) {
  try {
    await action();
    return { word: YES, said: 'a receipt' };
  } catch (error) {
    if (error.status === undefined) throw error;
    return { word: wordFor(error.status === 'denied' || error.status === 'unauthorized' || deniedByBody(error.body)), said: error.message };
  }
}

const addressIn = (address, stage) => address.replace('{roomId}', stage.room).replace('{self}', 'undefined');

// Answers { word, said }. `tokens` has one for every column, `links` one for those who have any.
export function tryOut(row, column, stage) {
  if (row.kind === 'http') return tryRoute(row, stage, stage.tokens[column]);
  const link = stage.links[column];
  if (!link) return { word: CANNOT, said: 'no link' };
  if (row.kind === 'command') return tryCommand(row, stage, link, stage.tokens[column]);
  if (row.kind === 'subscribe') return tryWith(() => link.hear(addressIn(row.address, stage)));
  const body = row.address.startsWith('/room/') ? 'hi' : JSON.stringify({ content: 'hi', type: 0, roomname: 'room', members: [{ userId: stage.other }], invitees: [{ userId: stage.other }] });
  return tryWith(() => link.sayTo(addressIn(row.address, stage), body, { contentType: row.address.startsWith('/room/') ? 'text/plain' : 'application/json' }));
}

// ---- the people

// A room of its own for every row: its maker, a member, one whom the maker has blocked, somebody who left it, and a stranger, and an admin who is one,
// too, each with a link.
export async function castOf(host, accounts, admin, known) {
  const [maker, member, blocked, left, stranger, other] = accounts;
  const as = (account) => ({ 'X-ACCESS-TOKEN': account.accessToken, 'Content-Type': 'application/json' });
  const draft = { roomname: 'room', type: 1, members: [maker, member, blocked, left].map(({ id }) => ({ userId: id })) };
  const made = await request('POST', `${host.url}/chat/rooms`, { headers: as(maker), body: JSON.stringify(draft) });
  const room = made.json.data.id;
  const people = { maker, member, blocked, left, stranger, admin };
  const links = {};
  await Promise.all(Object.entries(people).map(async ([name, account]) => (links[name] = await Native.connect(host, account.accessToken))));
  const silenced = await links.maker.ask('friends.block', { toUid: blocked.id });
  if (silenced.status !== 'ok') throw new Error(`nobody could be blocked: ${JSON.stringify(silenced)}`);
  const gone = await links.left.ask('room.leave', { roomId: room });
  if (gone.status !== 'ok') throw new Error(`nobody could leave: ${JSON.stringify(gone)}`);
  const tokens = Object.fromEntries(Object.entries(people).map(([name, account]) => [name, account.accessToken]));
  return { host, room, other: other.id, links, tokens, known };
}

export const part = (stage) => Promise.all(Object.values(stage.links).map((link) => link.disconnect().catch(() => {})));
