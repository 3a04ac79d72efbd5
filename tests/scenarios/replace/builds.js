// A second build of a plugin, by another compiler where that is there: what replaces it must not have to be what it was.
import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { program, root } from '../lib/host.js';

const run = promisify(execFile);
const build = path.resolve(program, '../..');
export const pluginFolder = path.join(build, 'lib/cocotalk/plugins');

const libcxx = 'clang, libc++', libstdcxx = 'clang, libstdc++';

// What each is linked with, and by what its other build is made. Five stay with the standard library that g++ uses: Poco and simdjson were built with it
// and speak in its strings, and libc++ 14 has no algorithms on ranges, which the two transports use.
const plugins = {
  'session-policy': { with: libcxx, libraries: [] },
  auth: { with: libcxx, libraries: ['-lsodium'] },
  storage: { with: libstdcxx, libraries: ['-lPocoDataSQLite', '-lPocoData', '-lPocoFoundation', '-lsqlite3'] },
  search: { with: libcxx, libraries: ['-lsqlite3', '-lutf8proc'] },
  files: { with: libcxx, libraries: [] },
  pictures: { with: libcxx, libraries: [] },
  'mail-folder': { with: libcxx, libraries: [] },
  'push-log': { with: libcxx, libraries: [] },
  poll: { with: libstdcxx, libraries: ['-lPocoJSON', '-lPocoFoundation'] },
  'ui-web': { with: libstdcxx, libraries: ['-lPocoFoundation'], made: ['plugins/ui-web/embedded.cpp'] },
  'transport-http': { with: libstdcxx, libraries: ['-lsimdjson'] },
  'transport-sse': { with: libcxx, libraries: [] },
  'transport-stomp': { with: libstdcxx, libraries: ['-lsimdjson'] },
};
export const names = Object.keys(plugins);

// As many compilers at once as there are processors; a plugin that did not change is compiled once for ever.
const turns = Array.from({ length: availableParallelism() }, () => Promise.resolve());
let asked = 0;
function compile(args) {
  const at = asked++ % turns.length;
  const done = turns[at].then(() => run('ccache', ['clang++', ...args]));
  turns[at] = done.catch(() => {});
  return done;
}

// Answers the file of another build of `name`, and by what it was built.
export async function otherBuild(name, folder) {
  const { with: by, libraries, made = [] } = plugins[name];
  const flags = ['-std=c++20', '-O0', '-fPIC', '-fvisibility=hidden', '-pthread', ...(by === libcxx ? ['-stdlib=libc++'] : []),
    `-I${path.join(root, 'sdk/include')}`, `-I${path.join(root, 'plugins')}`];
  const own = path.join(root, 'plugins', name), parts = path.join(folder, name), file = path.join(folder, `${name}.so`);
  await mkdir(parts);
  const sources = [...(await readdir(own)).filter((entry) => entry.endsWith('.cpp')).map((entry) => path.join(own, entry)), ...made.map((entry) => path.join(build, entry))];
  const objects = await Promise.all(sources.map(async (source) => {
    const object = path.join(parts, `${path.basename(source)}.o`);
    await compile([...flags, '-c', source, '-o', object]);
    return object;
  }));
  await run('clang++', [...flags, '-shared', '-Wl,-z,defs', ...objects, ...libraries, '-o', file]);
  return { name, file, by };
}

// A session policy that ends the process it is created in; with '-DEARLY', the one it is loaded into.
export async function explosive(folder, ...flags) {
  const file = path.join(folder, `explosive${flags.join('')}.so`);
  await run('cc', [...flags, '-shared', '-fPIC', '-fvisibility=hidden', `-I${path.join(root, 'sdk/include')}`, `-I${path.join(root, 'tests/zoo/plugins')}`,
    path.join(root, 'tests/scenarios/replace/explosive.c'), '-o', file]);
  return file;
}
