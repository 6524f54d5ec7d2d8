// What a demo does not have: Poort with identity cards and other providers, and a provider that takes everybody for the same person.
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A fictional person. */
const INSZ = '85073100130';

/** Starts both; `program`: Poort, as it was built. */
export async function further(program) {
  const { server, issuer } = await provider();
  const directory = mkdtempSync(join(tmpdir(), 'poort-pages-'));
  const base = `http://127.0.0.1:${await free()}`;
  const child = await started(program, directory, base, issuer);
  const end = () => {
    child.kill();
    server.close();
    server.closeAllConnections();
    rmSync(directory, { recursive: true, force: true });
  };
  return { issuer: `${base}/op`, provider: issuer, end };
}

/** A provider (OpenID Connect Core 1.0) whose codes are the nonces that they are asked with. */
async function provider() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const answers = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    }),
    '/keys': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'one' }] }),
    '/token': (form) => ({ access_token: 'x', token_type: 'Bearer', id_token: idToken(form.get('code')) }),
  };
  const idToken = (nonce) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: 'joke', aud: 'poort', iat: now, exp: now + 60, auth_time: now, nonce, rrn: INSZ };
    const encoded = [{ alg: 'ES256', kid: 'one' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const signature = sign('sha256', Buffer.from(encoded.join('.')), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return [...encoded, signature.toString('base64url')].join('.');
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
    let body = '';
    for await (const part of request) body += part;
    if (pathname === '/auth') {
      const back = new URL(searchParams.get('redirect_uri'));
      back.search = new URLSearchParams({ code: searchParams.get('nonce'), state: searchParams.get('state'), iss: issuer });
      response.writeHead(302, { Location: back.href }).end();
    } else {
      const answer = answers[pathname]?.(new URLSearchParams(body));
      response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer ?? {}));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return { server, issuer };
}

/** Poort, with one person. */
async function started(program, directory, base, issuer) {
  const file = (name, text) => {
    writeFileSync(join(directory, name), text);
    return JSON.stringify(join(directory, name));
  };
  const upstream = (id, name, known) => `
    [[upstream]]
    id = "${id}"
    name = "${name}"
    issuer = "${issuer}"
    client_id = "poort"
    client_secret_file = ${file('secret', randomUUID())}
    scopes = ["openid"]
    default_acr = "urn:be:vlaanderen:authmech:csamsms"
    ${known}
  `;
  const configuration = file('poort.toml', `
    public_url = "${base}"
    listen = "${new URL(base).host}"
    trusted_proxies = ["127.0.0.1"]
    master_key_file = ${file('key', randomBytes(32).toString('base64'))}
    database.url = "sqlite:${join(directory, 'poort.db')}"
    register.file = ${file('persons.toml', `[[person]]\ninsz = "${INSZ}"\ngiven = "Joke"\nfamily = "Janssens"\n`)}
    metrics.listen = "off"
    log.level = "error"
    outgoing.allow = ["${issuer}"]
    client_certificates.header = "Client-Cert"
    eid.issuers = ["CN=Citizen CA,C=BE"]
    ${upstream('nummer', 'itsme', 'insz_claim = "rrn"')}
    ${upstream('koppeling', 'Het Agentschap voor Voorbeelden en Langenaamgevingen', 'links = true')}
  `);
  const command = (...more) => ['--config', JSON.parse(configuration), ...more];
  execFileSync(program, command('migrate'), { stdio: 'pipe' });
  execFileSync(program, command('admin', 'bootstrap', '--reason', 'de eerste'), { input: `${INSZ}\n`, stdio: 'pipe' });
  const child = spawn(program, command('serve'), { stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    const health = await fetch(`${base}/health`).catch(() => undefined);
    if (health?.ok) return child;
    await pause(50);
  }
  child.kill();
  throw new Error('Poort did not start');
}

/** A port that nobody has now. */
async function free() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}
