// Signs people in at Poort by way of another provider: the certified oidc-provider, with Poort as its client.
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
const [issuer, poort] = [await at(), await at()];
const secret = randomBytes(32).toString('base64url');
// Fictional persons: what the provider calls them, and their numbers. Poort knows the first.
const numbers = { joke: '85073100130', stranger: '72252503331' };

const provider = certified();
const listening = provider.listen(new URL(issuer).port, '127.0.0.1');
const child = await started();
try {
  await check('oidc-provider', {
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
  listening.close();
  listening.closeAllConnections();
  rmSync(directory, { recursive: true, force: true });
}

/** The provider, which asks anybody who he is and believes him. */
function certified() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const client = {
    client_id: 'poort',
    client_secret: secret,
    redirect_uris: [`${poort}/aanmelden/terug/certified`],
    id_token_signed_response_alg: 'ES256',
    require_auth_time: true,
  };
  return new Provider(issuer, {
    clients: [client],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'one' }] },
    scopes: ['openid', 'rrn'],
    claims: { openid: ['sub'], rrn: ['rrn'] },
    // In the ID token, where Poort reads it.
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, rrn: numbers[id] }) }),
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 30, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
  });
}

/** Poort, with one person and this provider. */
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
    outgoing.allow = ["${issuer}"]
    [[upstream]]
    id = "certified"
    name = "De provider"
    issuer = "${issuer}"
    client_id = "poort"
    client_secret_file = ${file('secret', secret)}
    scopes = ["openid", "rrn"]
    insz_claim = "rrn"
    default_acr = "urn:be:vlaanderen:authmech:csamsms"
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

/** Presses the button of the provider on the login page: the page on which that asks who he is. */
async function left(browser) {
  const login = await browser.open(`${poort}/aanmelden`);
  const field = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(login.text)[1];
  const body = new URLSearchParams({ csrf: field('csrf'), continue: field('continue'), provider: 'certified' });
  const headers = { Origin: poort, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
  const onward = await browser.open(`${poort}/aanmelden/bij`, { method: 'POST', body, headers });
  assert.equal(onward.status, 200, heading(onward));
  const address = new RegExp(`href="(${issuer}[^"]*)"`).exec(onward.text)[1];
  return browser.open(address.replace(/&#38;|&amp;/g, '&'));
}

/** Goes on until the provider answers: where it sends the browser, which does not go there yet. */
async function answered(browser, login) {
  let page = await left(browser);
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
