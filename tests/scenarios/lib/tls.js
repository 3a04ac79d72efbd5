// Certificates of our own, made by openssl, and what trusts them.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { freshFolder } from './host.js';
import { withDeadline } from './inbox.js';

const run = promisify(execFile);

// A certificate for localhost and 127.0.0.1, signed by itself, with its key.
export class Identity {
  static async make(name) {
    const identity = new Identity();
    identity.folder = await freshFolder();
    await identity.renew(name);
    return identity;
  }

  get certificate() {
    return path.join(this.folder, 'certificate.pem');
  }

  get key() {
    return path.join(this.folder, 'key.pem');
  }

  get settings() {
    return ['--set', `net.certificate=${this.certificate}`, '--set', `net.key=${this.key}`];
  }

  // Another one in its place, moved there as renewals are.
  async renew(name) {
    const made = { key: `${this.key}.new`, certificate: `${this.certificate}.new` };
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-subj', `/CN=${name}`,
      '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', made.key, '-out', made.certificate]);
    await rename(made.key, this.key);
    await rename(made.certificate, this.certificate);
  }

  // From here on, https and wss of this process believe it too, whichever library opens them.
  trust() {
    const certificate = readFileSync(this.certificate);
    const { createSecureContext } = tls;
    tls.createSecureContext = (options) => {
      const secure = createSecureContext(options);
      secure.context.addCACert(certificate);
      return secure;
    };
  }
}

// An authority of our own, and what it issues.
export class Authority {
  static async make() {
    const authority = new Authority();
    authority.folder = await freshFolder();
    authority.issued = 0;
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-subj', `/CN=${path.basename(authority.folder)}`,
      '-keyout', authority.#file('ca.key'), '-out', authority.certificate]);
    return authority;
  }

  get certificate() {
    return this.#file('ca.pem');
  }

  #file(name) {
    return path.join(this.folder, name);
  }

  // A certificate and its key, for a name as in a subjectAltName: 'DNS:localhost'. One that has expired was good in 2020.
  async issue({ name, expired = false }) {
    const stem = this.#file(`issued-${++this.issued}`);
    const made = { key: `${stem}.key`, request: `${stem}.csr`, certificate: `${stem}.pem`, extensions: `${stem}.ext` };
    await run('openssl', ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=issued', '-keyout', made.key, '-out', made.request]);
    await writeFile(made.extensions, `subjectAltName=${name}\n`);
    await writeFile(`${stem}.index`, '');
    await writeFile(`${stem}.cnf`, ['[ca]', 'default_ca=here', '[here]', `database=${stem}.index`, `new_certs_dir=${this.folder}`, 'rand_serial=yes', 'default_md=sha256', 'policy=any', '[any]', 'commonName=supplied', ''].join('\n'));
    const dates = expired ? ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'] : ['-days', '30'];
    await run('openssl', ['ca', '-batch', '-notext', '-config', `${stem}.cnf`, '-cert', this.certificate, '-keyfile', this.#file('ca.key'), '-extfile', made.extensions, '-in', made.request, '-out', made.certificate, ...dates]);
    return made;
  }
}

// Shakes hands and leaves: { protocol, cipher, alpn, name, resumed, session }. Rejects when it is refused.
export async function handshake(port, options = {}) {
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
  const session = new Promise((resolve) => socket.once('session', resolve));
  await withDeadline(new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject)), 'the TLS handshake');
  const seen = {
    protocol: socket.getProtocol(),
    cipher: socket.getCipher().standardName,
    alpn: socket.alpnProtocol,
    name: socket.getPeerCertificate().subject?.CN,
    resumed: socket.isSessionReused(),
    session: options.session ?? (await withDeadline(session, 'a ticket')),
  };
  socket.destroy();
  return seen;
}

// `openssl s_client` with these arguments and this input: what it printed, both ways.
export function sClient(port, args, input = '') {
  const child = execFile('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...args]);
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return withDeadline(new Promise((resolve) => child.on('close', () => resolve(said))), `openssl s_client ${args.join(' ')}`);
}
