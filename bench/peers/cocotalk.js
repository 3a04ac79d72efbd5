// The host itself, on fresh data: as a broker for applications, or as the messenger with people in rooms.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freshFolder, root, Server } from './process.js';

const program = (build) => path.join(build, 'bin/cocotalk');

async function run(name, config, folder, { core, build, settings }) {
  const args = ['run', path.join(root, 'config', config), '--data', path.join(folder, 'data'), '--listen', '127.0.0.1:0'];
  for (const setting of settings) args.push('--set', setting);
  const server = new Server(name, [program(build), ...args], { core, folder });
  const [, port] = await server.says(/^ready http:\/\/\S+:(\d+)$/m);
  return { server, load: ['--protocol', 'stomp', '--port', port] };
}

// config/broker.json. `kept` topics are durable before their receipt, all others are relayed only.
export const broker = ({ lanes = 1 } = {}) => ({
  name: lanes === 1 ? 'cocotalk' : `cocotalk, ${lanes} lanes`,
  missing: () => false,
  async start({ core, build }) {
    const settings = [`net.lanes=${lanes}`, 'transport-stomp.tcp=127.0.0.1:0', 'service.topics=/topic/kept/ kept,/topic/'];
    const started = await run('cocotalk', 'broker.json', await freshFolder(), { core, build, settings });
    return {
      server: started.server,
      load: [...started.load, '--login', 'guest', '--passcode', 'guest'],
      kept: ['--destination', '/topic/kept/load-{c}'],
    };
  },
});

// The messenger with `people` in rooms of ten. Everything said is committed with synchronous=FULL before anybody hears it.
export const messenger = (people) => ({
  name: 'cocotalk rooms',
  missing: () => false,
  async start({ core, build }) {
    const folder = await freshFolder();
    const lines = path.join(folder, 'people');
    const seeded = seed(program(build), path.join(folder, 'data'), people);
    // The rooms are filled in order: ten accounts each.
    await writeFile(lines, seeded.accounts.map(({ accessToken }, i) => `${accessToken} ${seeded.rooms[Math.floor(i / 10)]}\n`).join(''));
    const started = await run('cocotalk', 'cocotalk.json', folder, { core, build, settings: ['net.lanes=1', 'service.message_burst=0'] });
    const said = ['--destination', '/room/{2}', '--send-header', 'client-msg-id:{t}'];
    return {
      server: started.server,
      load: [...started.load, '--lines', lines, '--connect-header', 'access-token:{1}', ...said],
      kept: [],
    };
  },
});

function seed(cocotalk, data, people) {
  const args = ['seed', people, '--rooms', Math.ceil(people / 10), '--members', 10, '--messages', 0, '--tokens', '--data', data];
  const { status, stdout, stderr } = spawnSync(cocotalk, args.map(String), { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`cocotalk seed failed:\n${stderr}`);
  return JSON.parse(stdout);
}
