// Signs people in at Poort by way of another provider: the certified oidc-provider, with Poort as its client. Twice: once with a secret and the number in
// the ID token; once as itsme has it, with private_key_jwt, tokens that are encrypted to Poort, and the number at userinfo.
//
//   node check.mjs <poort>          the program, as it was built
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Provider from 'oidc-provider';
import { Browser, check, heading } from '../node-portal/browser.mjs';

const program = process.argv[2];
const directory = mkdtempSync(join(tmpdir(), 'poort-upstream-'));
const at = async () => `http://127.0.0.1:${await free()}`;
const [issuer, guarded, poort] = [await at(), await at(), await at()];
const secret = randomBytes(32).toString('base64url');
// Fictional persons: what the provider calls them, and their numbers. Poort knows the first.
const numbers = { joke: '85073100130', stranger: '72252503331' };

const listening = [
  certified(issuer, { client_id: 'poort', client_secret: secret, redirect_uris: [`${poort}/aanmelden/terug/certified`] }, { claimsParameter: { enabled: true } }),
  certified(guarded, {
    client_id: 'poort',
    redirect_uris: [`${poort}/aanmelden/terug/guarded`],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks_uri: `${poort}/aanmelden/sleutels/guarded`,
    id_token_encrypted_response_alg: 'RSA-OAEP-256',
    id_token_encrypted_response_enc: 'A256GCM',
    userinfo_signed_response_alg: 'ES256',
    userinfo_encrypted_response_alg: 'RSA-OAEP',
    userinfo_encrypted_response_enc: 'A128CBC-HS256',
  }, { encryption: { enabled: true }, jwtUserinfo: { enabled: true } }),
];
const child = await started();
try {
  await check('oidc-provider', {
    'a person signs in where Poort signs, and all that it gets is encrypted': async () => {
      const browser = new Browser();
      const page = await browser.open((await answered(browser, 'joke', 'guarded')).url);
      assert.equal(page.status, 200, heading(page));
      assert.match(page.text, /Joke Janssens/);
    },
    'a person whom Poort knows signs in': async () => {
      const browser = new Browser();
      const page = await browser.open((await answered(browser, 'joke')).url);
      assert.equal(page.status, 200, heading(page));
      assert.match(page.text, /Joke Janssens/);
    },
    'a person whom it does not know hears so': async () => {
      const browser = new Browser();
      const page = await browser.open((await answered(browser, 'stranger')).url);
      assert.equal(page.status, 403, heading(page));
      assert.match(page.text, /niet gekend/);
    },
    'an answer is of no use to another browser, nor a second time': async () => {
      const browser = new Browser();
      const { url } = await answered(browser, 'joke');
      assert.equal((await new Browser().open(url)).status, 403);
      assert.equal((await browser.open(url)).status, 200);
      assert.equal((await browser.open(url)).status, 403);
    },
    'who refuses there is told so here': async () => {
      const browser = new Browser();
      const asked = await left(browser);
      const abort = /href="([^"]*\/abort)"/.exec(asked.text)[1];
      const page = await browser.open(new URL(abort, asked.url));
      assert.equal(page.status, 422, heading(page));
    },
  });
} finally {
  const ended = child.exitCode ?? once(child, 'exit');
  child.kill();
  await ended;
  for (const one of listening) {
    one.close();
    one.closeAllConnections();
  }
  rmSync(directory, { recursive: true, force: true });
}

/** A provider that asks anybody who he is and believes him, with one client. */
function certified(issuer, client, features) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(issuer, {
    clients: [{ ...client, id_token_signed_response_alg: 'ES256', require_auth_time: true }],
    features,
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'one' }] },
    scopes: ['openid', 'rrn'],
    claims: { openid: ['sub'], rrn: ['rrn'] },
    enabledJWA: {
      clientAuthSigningAlgValues: ['ES256'],
      idTokenEncryptionAlgValues: ['RSA-OAEP-256'],
      userinfoEncryptionAlgValues: ['RSA-OAEP'],
    },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, rrn: numbers[id] }) }),
    // Without its guard against addresses that are not public: Poort, whose keys it fetches, is on this machine.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 30, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
  });
  return provider.listen(new URL(issuer).port, '127.0.0.1');
}

/** Poort, with one person and these providers. */
async function started() {
  const file = (name, text) => {
    writeFileSync(join(directory, name), text);
    return JSON.stringify(join(directory, name));
  };
  const configuration = file('poort.toml', `
    public_url = "${poort}"
    listen = "${new URL(poort).host}"
    master_key_file = ${file('key', randomBytes(32).toString('base64'))}
    database.url = "sqlite:${join(directory, 'poort.db')}"
    register.file = ${file('persons.toml', `[[person]]\ninsz = "${numbers.joke}"\ngiven = "Joke"\nfamily = "Janssens"\n`)}
    metrics.listen = "off"
    log.level = "error"
    outgoing.allow = ["${issuer}", "${guarded}"]
    [[upstream]]
    id = "certified"
    name = "De provider"
    issuer = "${issuer}"
    client_id = "poort"
    client_secret_file = ${file('secret', secret)}
    scopes = ["openid", "rrn"]
    insz_claim = "rrn"
    default_acr = "urn:be:vlaanderen:authmech:csamsms"
    [[upstream]]
    id = "guarded"
    name = "De strenge provider"
    issuer = "${guarded}"
    client_id = "poort"
    signing_key_files = [${file('signing.pem', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' })))}]
    decryption_key_files = [${file('decryption.pem', pem(generateKeyPairSync('rsa', { modulusLength: 2048 })))}]
    scopes = ["openid", "rrn"]
    insz_claim = "rrn"
    default_acr = "urn:be:vlaanderen:authmech:itsme"
  `);
  const command = (...more) => ['--config', JSON.parse(configuration), ...more];
  execFileSync(program, command('migrate'), { stdio: 'pipe' });
  execFileSync(program, command('admin', 'bootstrap', '--reason', 'de eerste'), { input: `${numbers.joke}\n`, stdio: 'pipe' });
  const serving = spawn(program, command('serve'), { stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 200 && serving.exitCode === null; tries += 1) {
    const health = await fetch(`${poort}/health`).catch(() => undefined);
    if (health?.ok) return serving;
    await pause(50);
  }
  serving.kill();
  throw new Error('Poort did not start');
}

/** A private key as `openssl genpkey` writes it. */
function pem({ privateKey }) {
  return privateKey.export({ type: 'pkcs8', format: 'pem' });
}

/** Presses the button of a provider on the login page: the page on which that asks who he is. */
async function left(browser, id = 'certified') {
  const login = await browser.open(`${poort}/aanmelden`);
  const field = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(login.text)[1];
  const body = new URLSearchParams({ csrf: field('csrf'), continue: field('continue'), provider: id });
  const headers = { Origin: poort, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
  const onward = await browser.open(`${poort}/aanmelden/bij`, { method: 'POST', body, headers });
  assert.equal(onward.status, 200, heading(onward));
  const address = /href="(http:\/\/127[^"]*)"/.exec(onward.text)[1];
  return browser.open(address.replace(/&#38;|&amp;/g, '&'));
}

/** Goes on until the provider answers: where it sends the browser, which does not go there yet. */
async function answered(browser, login, id) {
  let page = await left(browser, id);
  for (let pages = 0; pages < 4 && page.text; pages += 1) {
    page = await browser.submit(page, { login, password: 'x' }, undefined, `${poort}/aanmelden/terug/`);
  }
  assert.ok(page.url.searchParams.has('code'), heading(page));
  return page;
}

/** A port that nobody has now. */
async function free() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}
