// The reference the host gives of itself: documents that the validators of npm accept, complete, and a page without anything from elsewhere.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv';
import { hostForAll } from './lib/host.js';
import { request } from './lib/http.js';

const stage = hostForAll({ before, after });
const get = (path, headers) => request('GET', stage.host.url + path, { headers });
const document = async (path) => (await get(path)).json;

// Whatever a document refers to is in it.
function referencesOf(value, found = new Set()) {
  if (value === null || typeof value !== 'object') return found;
  if (typeof value.$ref === 'string') found.add(value.$ref);
  Object.values(value).forEach((each) => referencesOf(each, found));
  return found;
}

function assertResolves(root) {
  for (const reference of referencesOf(root)) {
    assert.match(reference, /^#\//);
    const steps = reference.slice(2).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    assert.notEqual(steps.reduce((at, step) => at?.[step], root), undefined, `${reference} is not there`);
  }
}

async function reference() {
  const { json } = await get('/docs/openapi.json');
  const asyncapi = await document('/docs/asyncapi.json');
  return { openapi: json, asyncapi };
}

test('openapi.json is OpenAPI 3.1, and the validator finds nothing wrong', async () => {
  const openapi = await document('/docs/openapi.json');
  const { valid, errors } = await new Validator().validate(structuredClone(openapi));
  assert.ok(valid, JSON.stringify(errors, null, 1));
  assert.equal(openapi.openapi, '3.1.0');
  assertResolves(openapi);
  const ids = Object.values(openapi.paths).flatMap((path) => Object.values(path)).map((operation) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length, 'an operationId stands twice');
});

test('asyncapi.json is AsyncAPI 3.0, by the schema of its specification', async () => {
  const asyncapi = await document('/docs/asyncapi.json');
  const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json');
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, meta: false, validateSchema: false }).compile(schema);
  assert.ok(validate(asyncapi), JSON.stringify(validate.errors?.slice(0, 5), null, 1));
  assertResolves(asyncapi);
});

test('every command of the REST API can be asked over STOMP too', async () => {
  const { openapi, asyncapi } = await reference();
  const commands = new Set(Object.values(asyncapi.channels).map(({ address }) => address).filter((address) => address.startsWith('/command/')));
  const operations = Object.values(openapi.paths).flatMap((path) => Object.values(path));
  for (const operation of operations.filter((each) => each['x-command']))
    assert.ok(commands.has(`/command/${operation['x-command']}`), operation['x-command']);
  assert.ok(commands.size > 40);
  assert.ok(![...commands].some((address) => address.startsWith('/command/operator.')), 'the operator’s commands are nobody’s business');
});

test('the page shows every command, loads nothing, runs nothing, and knows its style by its hash', async () => {
  const { asyncapi } = await reference();
  const { status, text, headers } = await get('/docs', { 'User-Agent': 'Mozilla/5.0' });
  assert.equal(status, 200);
  assert.match(headers['content-type'], /^text\/html; charset=utf-8/);
  for (const { address } of Object.values(asyncapi.channels))
    if (address.startsWith('/command/')) assert.ok(text.includes(`<article id="${address.slice('/command/'.length)}">`), address);
  assert.doesNotMatch(text, /<script|\son\w+=|https?:|url\(|@import/i);
  const style = /<style>([^]*?)<\/style>/.exec(text)[1];
  const hash = createHash('sha256').update(style).digest('base64');
  assert.equal(headers['content-security-policy'], `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`);
});

test('every link of the page leads somewhere on it', async () => {
  const { text } = await get('/docs');
  const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.has(target), `#${target}`);
  for (const [, path] of text.matchAll(/href="(\/[^"]+)"/g)) assert.equal((await get(path)).status, 200, path);
});
