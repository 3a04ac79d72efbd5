// Every item of the wire document's checklist, flows, quirks and defects is named by a test of the scenarios.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const scenarios = fileURLToPath(new URL('..', import.meta.url));
const upTo = (n, name) => Array.from({ length: n }, (_, i) => name(i + 1));
const items = {
  'section 12, the checklist': upTo(26, (i) => `12.${i}`),
  'section 9, the flows': upTo(19, (i) => `9.${i}`),
  'section 10.1, the quirks of the clients': upTo(24, (i) => `Q${i}`),  // Q25 is about pictures on other servers
  'section 10.2, the defects of the original': [...upTo(15, (i) => `S${i}`), ...upTo(21, (i) => `D${i}`)],
};

async function namesIn(folder) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.test.js'));
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/\btest\(\s*(['`])((?:\\.|(?!\1).)*)\1/g)].map((match) => match[2]));
}

// The items stand before the colon: "9.2, Q2: …".
const itemsOf = (name) => name.slice(0, name.indexOf(':')).split(/, | and /);

test('each item has its test', async () => {
  const names = [...(await namesIn(scenarios)), ...(await namesIn(path.join(scenarios, 'original')))];
  const named = new Set(names.flatMap(itemsOf));
  for (const [what, wanted] of Object.entries(items)) assert.deepEqual(wanted.filter((item) => !named.has(item)), [], what);
});
