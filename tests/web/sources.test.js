// The sources of the page: sound, tested without a browser, and what plugins/ui-web/dist was made of.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const app = fileURLToPath(new URL('../../plugins/ui-web/app', import.meta.url));
const tool = (name, ...args) => promisify(execFile)(path.join(app, 'node_modules/.bin', name), args, { cwd: app });

async function filesOf(folder) {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => path.relative(folder, path.join(each.parentPath ?? each.path, each.name)));
  return new Map(await Promise.all(files.sort().map(async (name) => [name, await readFile(path.join(folder, name))])));
}

test('its types are sound', async () => {
  await tool('tsc', '--noEmit').catch(({ stdout }) => assert.fail(stdout));
});

test('its layers do what they say', async () => {
  await tool('vitest', 'run').catch(({ stdout, stderr }) => assert.fail(stdout + stderr));
});

test('the committed page is the one its sources make, and all of it is smaller than 60 KB', async () => {
  const fresh = await mkdtemp(path.join(tmpdir(), 'cocotalk-page-'));
  try {
    await tool('vite', 'build', '--logLevel', 'error', '--emptyOutDir', '--outDir', fresh);
    const [made, committed] = [await filesOf(fresh), await filesOf(path.join(app, '../dist'))];
    assert.deepEqual([...committed.keys()], [...made.keys()], 'run `npm run build` in plugins/ui-web/app and commit dist');
    for (const [name, bytes] of made) assert.ok(bytes.equals(committed.get(name)), `${name} is stale: run \`npm run build\` in plugins/ui-web/app and commit dist`);
    const bytes = [...made.values()].reduce((sum, each) => sum + gzipSync(each).length, 0);
    assert.ok(bytes < 60_000, `${bytes} bytes`);
  } finally {
    await rm(fresh, { recursive: true });
  }
});

test('layers know only what is below them', async () => {
  const below = { network: [], repository: ['network'], viewmodel: ['network', 'repository'], view: ['network', 'repository', 'viewmodel'] };
  for (const [name, bytes] of await filesOf(path.join(app, 'src'))) {
    const layer = name.split(path.sep)[0];
    if (!(layer in below)) continue;
    for (const [, target] of String(bytes).matchAll(/from '(?:\.\.\/)+(network|repository|viewmodel|view)\//g))
      assert.ok(target === layer || below[layer].includes(target), `${name} imports from ${target}`);
  }
});
