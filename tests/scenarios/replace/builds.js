// A second build of a plugin, by another compiler where that is there: what replaces it must not have to be what it was.
import { execFile } from 'node:child_process';
import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { program, root } from '../lib/host.js';

const run = promisify(execFile);
export const pluginFolder = path.resolve(program, '../../lib/cocotalk/plugins');

// Those that use no library of C++ but the standard one are built with another of those, too.
const libraries = {
  'session-policy': [], 'session-policy-max': [], 'mail-folder': [], 'push-log': [], files: [],
  auth: ['-lsodium'], search: ['-lsqlite3', '-lutf8proc'],
};

const hasClang = run('clang++', ['--version']).then(() => true, () => false);

// Answers the file of another build of `name` in `folder`, and by what it was built.
export async function otherBuild(name, folder) {
  const file = path.join(folder, `${name}.so`);
  if (name in libraries && (await hasClang)) {
    const own = path.join(root, 'plugins', name);
    const sources = (await readdir(own)).filter((entry) => entry.endsWith('.cpp')).map((entry) => path.join(own, entry));
    const built = await run('clang++', ['-std=c++20', '-O1', '-stdlib=libc++', '-shared', '-fPIC', '-fvisibility=hidden', '-Wl,-z,defs', '-pthread',
      `-I${path.join(root, 'sdk/include')}`, `-I${path.join(root, 'plugins')}`, ...sources, ...libraries[name], '-o', file]).then(() => true, (error) => error);
    if (built === true) return { file, by: 'clang, libc++' };
    console.log(`${name} is not built by clang with libc++: ${String(built.stderr).slice(0, 300)}`);
  }
  await copyFile(path.join(pluginFolder, `${name}.so`), file);
  return { file, by: 'a copy' };
}

// A session policy that ends the process it is created in.
export async function explosive(folder) {
  const file = path.join(folder, 'explosive.so');
  await run('cc', ['-shared', '-fPIC', '-fvisibility=hidden', `-I${path.join(root, 'sdk/include')}`, `-I${path.join(root, 'tests/zoo/plugins')}`,
    path.join(root, 'tests/scenarios/replace/explosive.c'), '-o', file]);
  return file;
}
