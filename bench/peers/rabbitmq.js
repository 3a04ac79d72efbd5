// RabbitMQ (Debian) with its plugin web-stomp: one scheduler, as it gets one processor; a node of its own beside any other.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { find, freePort, freshFolder, Server } from './process.js';

// Not Debian's wrapper in /usr/sbin, which insists on the broker's own user.
const program = '/usr/lib/rabbitmq/bin/rabbitmq-server';

// epmd is Erlang's directory of nodes: a daemon that outlives the node, so this one has a port of its own and is asked to end.
class Node extends Server {
  epmdPort;
  async stop() {
    await super.stop();
    spawnSync(find('epmd'), ['-port', String(this.epmdPort), '-kill']);
  }
  abandon() {
    super.abandon();
    spawnSync(find('epmd'), ['-port', String(this.epmdPort), '-kill']);
  }
}

async function start({ core }) {
  const folder = await freshFolder();
  const [port, stompPort, amqpPort, distributionPort, epmdPort] =
    await Promise.all([freePort(), freePort(), freePort(), freePort(), freePort()]);
  await writeFile(path.join(folder, 'rabbitmq.conf'), [
    `listeners.tcp.1 = 127.0.0.1:${amqpPort}`,
    `stomp.listeners.tcp.1 = 127.0.0.1:${stompPort}`,
    'web_stomp.tcp.ip = 127.0.0.1',
    `web_stomp.tcp.port = ${port}`,
    'log.console = false',
    'log.file.level = error',
    '',
  ].join('\n'));
  await writeFile(path.join(folder, 'enabled_plugins'), '[rabbitmq_web_stomp].\n');
  const env = {
    HOME: folder, // where Erlang keeps the node's cookie
    RABBITMQ_NODENAME: `cocotalk-bench-${port}@localhost`,
    RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: path.join(folder, 'none'),
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: path.join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: path.join(folder, 'log'),
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '+S 1:1 +SDcpu 1:1 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
  const server = new Node('RabbitMQ', [program], { core, folder, env });
  server.epmdPort = epmdPort;
  await server.listens(port);
  return {
    server,
    load: ['--protocol', 'stomp', '--port', port, '--path', '/ws', '--login', 'guest', '--passcode', 'guest'],
    // A durable queue: the receipt comes when the message has been synced.
    kept: ['--destination', '/queue/load-{c}', '--send-header', 'persistent:true'],
  };
}

export const rabbitmq = {
  name: 'RabbitMQ',
  isPeer: true,
  missing: () => !existsSync(program) && 'Debian package rabbitmq-server',
  start,
};
