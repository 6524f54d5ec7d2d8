// Poort itself, as an operator installs it: own configuration, migrate, bootstrap, the first client, serve.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { started } from '../apache/server.mjs';

/** What administrators use: with a token of it a person may do what his mandates say. Its tokens are bound to a certificate. */
const BEHEER = {
  clientId: 'beheer',
  name: 'Beheer',
  kind: 'public',
  redirectUris: ['http://127.0.0.1:3000/callback'],
  grantTypes: ['authorization_code'],
  scopes: ['openid', 'profile', 'vo', 'poort.me', 'poort.organisations.write', 'poort.applications.write'],
  tlsClientCertificateBoundAccessTokens: true,
};

/** Poort with one person, who is platform operator; `addresses`: as the proxies need them, and where it listens itself. */
export async function poort(program, directory, addresses, number) {
  const file = (name, text) => {
    writeFileSync(join(directory, name), text);
    return JSON.stringify(join(directory, name));
  };
  const configuration = file('poort.toml', `
    public_url = "${addresses.site}"
    listen = "${new URL(addresses.poort).host}"
    trusted_proxies = ["127.0.0.1"]
    master_key_file = ${file('master-key', randomBytes(32).toString('base64'))}
    database.url = "sqlite:${join(directory, 'poort.db')}"
    register.file = ${file('persons.toml', `[[person]]\ninsz = "${number}"\ngiven = "Joke"\nfamily = "Janssens"\n`)}
    metrics.listen = "off"
    log.level = "error"
    [client_certificates]
    header = "Client-Cert"
    self_signed_header = "X-Self-Signed-Cert"
    address = "${addresses.clients}"
    [eid]
    issuers = ["CN=Citizen CA,C=BE"]
    address = "${addresses.cards}"
  `);
  const command = (...more) => ['--config', JSON.parse(configuration), ...more];
  const run = (input, ...more) => execFileSync(program, command(...more), { input, stdio: 'pipe' });
  run('', 'migrate');
  run(`${number}\n`, 'admin', 'bootstrap', '--reason', 'de eerste');
  run('', 'admin', 'client', JSON.parse(file('beheer.json', JSON.stringify(BEHEER))), '--reason', 'de eerste');
  const child = spawn(program, command('serve'), { stdio: ['ignore', 'ignore', 'inherit'] });
  return started('Poort', child, () => fetch(`${addresses.poort}/health`), () => 'see above');
}
