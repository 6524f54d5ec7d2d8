// An authority, what it signs, and what it withdrew: made with the openssl command, good for a day and for this check.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const CONFIGURATION = `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign, digitalSignature
subjectKeyIdentifier = hash
[other]
basicConstraints = CA:FALSE
`;

export class Certificates {
  #directory;
  #number = 1000;

  constructor(directory) {
    this.#directory = directory;
    this.#file('openssl.cnf', CONFIGURATION);
  }

  /** An authority: `subject` as openssl writes it, `/C=BE/CN=Citizen CA`. */
  authority(name, subject) {
    return this.#make(name, subject, ['-x509', '-days', '1', '-extensions', 'authority']);
  }

  /** A certificate that nobody but its holder signed. */
  selfSigned(name, subject, hosts = []) {
    const named = hosts.length ? ['-addext', `subjectAltName=${hosts.map((host) => `DNS:${host}`).join()}`] : [];
    return this.#make(name, subject, ['-x509', '-days', '1', '-extensions', 'other', ...named]);
  }

  /** A certificate that an authority signed; `responder`: who is asked whether it was withdrawn. */
  signed(name, subject, authority, responder) {
    const made = this.#make(name, subject, []);
    const serial = (this.#number += 1);
    const extensions = this.#file(`${name}.ext`, `basicConstraints=CA:FALSE\n${responder ? `authorityInfoAccess=OCSP;URI:${responder}\n` : ''}`);
    const by = ['-CA', authority.certificate, '-CAkey', authority.key, '-set_serial', String(serial), '-days', '1', '-extfile', extensions];
    openssl('x509', '-req', '-in', made.certificate, '-out', made.certificate, ...by);
    return { ...made, serial };
  }

  /** Answers whether certificates of an authority were withdrawn (OCSP, RFC 6960): its server, to be listened with. */
  responder(authority, of) {
    const line = (state, at) => ({ serial }) => [state, '491231235959Z', at, serial.toString(16).toUpperCase().padStart(4, '0'), 'unknown', `/CN=${serial}\n`].join('\t');
    const answered = (asked) => {
      const { good, withdrawn } = of();
      const index = this.#file('index.txt', [...good.map(line('V', '')), ...withdrawn.map(line('R', '250101000000Z'))].join(''));
      const [question, answer] = [this.#file('asked.der', asked), join(this.#directory, 'answer.der')];
      const by = ['-CA', authority.certificate, '-rsigner', authority.certificate, '-rkey', authority.key];
      openssl('ocsp', '-index', index, ...by, '-ndays', '1', '-reqin', question, '-respout', answer);
      return readFileSync(answer);
    };
    return createServer(async (request, response) => {
      const posted = Buffer.concat(await request.toArray());
      try {
        const asked = request.method === 'POST' ? posted : Buffer.from(decodeURIComponent(request.url.slice(1)), 'base64');
        response.setHeader('Content-Type', 'application/ocsp-response').end(answered(asked));
      } catch (error) {
        console.log(`      ${error.message}`);
        response.destroy();
      }
    });
  }

  #make(name, subject, how) {
    const [key, certificate] = ['key', 'pem'].map((end) => join(this.#directory, `${name}.${end}`));
    const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate];
    openssl('req', '-new', '-config', join(this.#directory, 'openssl.cnf'), ...pair, '-subj', subject, ...how);
    return { key, certificate };
  }

  #file(name, content) {
    writeFileSync(join(this.#directory, name), content);
    return join(this.#directory, name);
  }
}

function openssl(...all) {
  execFileSync('openssl', all, { stdio: 'pipe' });
}
