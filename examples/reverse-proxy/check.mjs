// Poort behind nginx and behind Apache, as nginx.conf and apache.conf have it, over TLS: what reaches it of its callers, their certificates and their cards.
//
//   node check.mjs <poort>          the program, as it was built; needs openssl
//
// A proxy that is not on this machine is skipped. NGINX_PROGRAM, APACHE and APACHE_MODULES say where they are, when elsewhere than distributions
// put them.
import assert from 'node:assert/strict';
import { X509Certificate, createHash, createPublicKey, randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { freePort } from '../apache/server.mjs';
import { Browser, ask, check, heading } from '../node-portal/browser.mjs';
import { Certificates } from './certificates.mjs';
import { poort } from './poort.mjs';
import { PROXIES } from './proxies.mjs';

// Fictional persons: Poort knows the first.
const [JOKE, STRANGER] = ['85073100130', '72252503331'];
const CALLBACK = 'http://127.0.0.1:3000/callback';
const CARD = '/aanmelden/eid';
const EID = 'urn:be:vlaanderen:authmech:eid';

const directory = mkdtempSync(join(tmpdir(), 'poort-proxy-'));
chmodSync(directory, 0o711);
const ports = { site: await freePort(), cards: await freePort(), poort: await freePort(), revocations: await freePort() };
const addresses = {
  site: `https://poort.example:${ports.site}`,
  clients: `https://mtls.poort.example:${ports.site}`,
  cards: `https://poort.example:${ports.cards}`,
  poort: `http://127.0.0.1:${ports.poort}`,
};
// Where the names above are.
const at = Object.fromEntries(['site', 'clients', 'cards'].map((name) => [addresses[name], `https://127.0.0.1:${new URL(addresses[name]).port}`]));

const certificates = new Certificates(directory);
const server = certificates.selfSigned('certificate', '/CN=poort.example', ['poort.example', 'mtls.poort.example']);
const [clients, others, citizens] = ['Clients CA', 'Others CA', 'Citizen CA'].map((name) => certificates.authority(name.replace(' ', ''), `/C=BE/CN=${name}`));
const signed = {
  hr: certificates.signed('hr', '/C=BE/O=Zandmeer/CN=hr', clients),
  other: certificates.signed('other', '/C=BE/O=Zandmeer/CN=other', clients),
  forged: certificates.signed('forged', '/C=BE/O=Zandmeer/CN=hr', others),
};
const own = { portal: certificates.selfSigned('portal', '/CN=portaal'), stolen: certificates.selfSigned('stolen', '/C=BE/O=Zandmeer/CN=hr') };
const card = (name, number) => certificates.signed(name, `/C=BE/CN=Iemand (Authentication)/serialNumber=${number}`, citizens, `http://127.0.0.1:${ports.revocations}`);
const cards = { joke: card('joke', JOKE), lost: card('lost', JOKE), stranger: card('stranger', STRANGER) };
const responder = certificates.responder(citizens, () => ({ good: [cards.joke, cards.stranger], withdrawn: [cards.lost] }));
responder.listen(ports.revocations, '127.0.0.1');

let installed;
let failed = false;
try {
  installed = await poort(process.argv[2], directory, addresses, JOKE);
  for (const [name, proxy] of Object.entries(PROXIES)) {
    if (proxy.lacks) console.log(`skipped  ${name}: ${proxy.lacks}`);
    else await behind(name, proxy);
    failed ||= process.exitCode === 1;
  }
} finally {
  process.exitCode = failed ? 1 : process.exitCode;
  await installed?.stop();
  responder.close();
  responder.closeAllConnections();
  rmSync(directory, { recursive: true, force: true });
}

/** Starts one proxy, checks, and stops it. */
async function behind(name, proxy) {
  const place = join(directory, name);
  mkdirSync(place);
  for (const [from, to] of [[server.certificate, 'certificate.pem'], [server.key, 'certificate.key'], [clients.certificate, 'client-authorities.pem'], [citizens.certificate, 'eid-authorities.pem']]) {
    copyFileSync(from, join(place, to));
  }
  const answers = () => send(`${addresses.site}/health`);
  const running = await proxy.start(place, ports, answers);
  try {
    await furnish();
    await check(name, checks(name === 'nginx' ? 2 : 3));
  } finally {
    await running.stop();
  }
}

/** What a connection shows: a certificate with its key, or none. */
function tls(shown, more = {}) {
  const pair = shown ? { cert: readFileSync(shown.certificate), key: readFileSync(shown.key) } : {};
  return { ca: readFileSync(server.certificate), ...pair, ...more };
}

/** One request, over a connection of its own that shows a certificate. */
async function send(address, { shown, connection, ...request } = {}) {
  const url = new URL(address);
  const body = request.form && new URLSearchParams(request.form);
  const headers = { Host: url.host, ...(body && { 'Content-Type': 'application/x-www-form-urlencoded' }), ...request.headers };
  const answer = await ask(url, at[url.origin], { method: body ? 'POST' : 'GET', body, ...request, headers }, tls(shown, connection));
  return { ...answer, json: () => JSON.parse(answer.text) };
}

function token(client, request) {
  return send(`${addresses.clients}/op/v1/token`, { form: { grant_type: 'client_credentials', client_id: client, scope: 'vo' }, ...request });
}

function thumbprint({ certificate }) {
  return createHash('sha256').update(new X509Certificate(readFileSync(certificate)).raw).digest('base64url');
}

function claims(jwt) {
  return JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));
}

async function refused(answer, what) {
  const { status, text } = await answer;
  assert.deepEqual([status, /"error":"([^"]*)"/.exec(text)?.[1]], [401, 'invalid_client'], `${what}: ${text}`);
}

/** A proxy may end the connection of who shows what does not hold. */
function ended(error) {
  if (!/^(ERR_SSL_|ECONNRESET|EPIPE)/.test(error.code ?? '')) throw error;
  return { ended: true };
}

/** Presses the button of the card on the login page of an application: what the browser comes to, and where it would be sent then. */
async function byCard(browser, query) {
  const login = await browser.open(`${addresses.site}/op/v1/auth?${query}`);
  assert.equal(login.status, 200, heading(login));
  assert.ok(login.text.includes(`action="${addresses.cards}${CARD}"`), 'the login page has a button for the card');
  const field = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(login.text)[1].replace(/&#38;|&amp;/g, '&');
  const body = new URLSearchParams({ csrf: field('csrf'), continue: field('continue') });
  const headers = { Origin: 'null', 'Sec-Fetch-Site': 'same-site', 'Content-Type': 'application/x-www-form-urlencoded' };
  return browser.open(`${addresses.cards}${CARD}`, { method: 'POST', body, headers, until: CALLBACK });
}

/** What the administrators' client asks. */
function asked(verifier = 'x') {
  const scope = 'openid profile vo poort.me poort.organisations.write poort.applications.write';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const proof = { code_challenge: challenge, code_challenge_method: 'S256', state: 'x', nonce: 'y' };
  return new URLSearchParams({ client_id: 'beheer', redirect_uri: CALLBACK, response_type: 'code', scope, acr_values: EID, ...proof });
}

/** A token of the administrators' client for who has a card, over a connection with a certificate. */
async function signedIn(shown) {
  const verifier = randomBytes(32).toString('base64url');
  const back = await byCard(new Browser(at, tls(cards.joke)), asked(verifier));
  assert.ok(back.url.searchParams.has('code'), `${back.status}: ${heading(back)}`);
  const form = { grant_type: 'authorization_code', client_id: 'beheer', redirect_uri: CALLBACK, code: back.url.searchParams.get('code'), code_verifier: verifier };
  const answer = await send(`${addresses.clients}/op/v1/token`, { form, shown });
  assert.equal(answer.status, 200, answer.text);
  return answer.json();
}

/** The first operator signs in by his card, and makes by the API what the checks need; once. */
async function furnish() {
  const { access_token: access } = await signedIn(signed.other);
  const make = async (path, what) => {
    const headers = { Authorization: `Bearer ${access}`, 'Content-Type': 'application/json' };
    const answer = await send(`${addresses.clients}${path}`, { method: 'POST', body: JSON.stringify(what), headers, shown: signed.other });
    assert.ok([201, 409].includes(answer.status), answer.text);
    return answer.json();
  };
  const today = new Date().toISOString().slice(0, 10);
  const { id } = await make('/v1/organisations', { kbo: '0999001515', name: 'Gemeente Zandmeer', doelgroepen: ['LB'], classification: 'gemeente', period: { begin: today } });
  if (!id) return;
  const machine = { organisation: id, kind: 'confidential', grantTypes: ['client_credentials'], scopes: ['vo'] };
  await make('/v1/clients', { ...machine, clientId: 'hr', name: 'HR', tlsClientAuthSubjectDn: 'CN=hr,O=Zandmeer,C=BE', tlsClientCertificateBoundAccessTokens: true });
  const key = createPublicKey(readFileSync(own.portal.certificate)).export({ format: 'jwk' });
  await make('/v1/clients', { ...machine, clientId: 'portaal', name: 'Portaal', jwks: { keys: [key] } });
}

/** `address`: of this loopback network, whence tries are made that nobody made yet. */
function checks(address) {
  return {
    'discovery and the login page have the public address, whatever a request says of it': async () => {
      const headers = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http', Forwarded: 'for=127.0.0.1;host=evil.example', 'X-Forwarded-For': '127.0.0.1' };
      const told = (await send(`${addresses.site}/op/.well-known/openid-configuration`, { headers })).json();
      assert.deepEqual([told.issuer, told.authorization_endpoint], [`${addresses.site}/op`, `${addresses.site}/op/v1/auth`]);
      assert.equal(told.mtls_endpoint_aliases.token_endpoint, `${addresses.clients}/op/v1/token`);
      assert.deepEqual(told.token_endpoint_auth_methods_supported.filter((one) => one.includes('tls')), ['tls_client_auth', 'self_signed_tls_client_auth']);
      const page = await send(`${addresses.site}/aanmelden`, { headers });
      assert.equal(page.status, 200);
      assert.ok(!page.text.includes('evil.example') && page.cookies.every((one) => one.startsWith('__Host-') && /; secure/i.test(one)), page.cookies.join());
    },
    'tries of a password are counted by the address of who called, not by what he says of it': async () => {
      const tries = async (last, number) => {
        const browser = new Browser(at, tls(undefined, { localAddress: `127.0.${address}.${last}` }));
        const page = await browser.open(`${addresses.site}/aanmelden`);
        const csrf = /name="csrf" value="([^"]*)"/.exec(page.text)[1];
        const statuses = [];
        for (let one = 0; one < number; one += 1) {
          const body = new URLSearchParams({ csrf, username: 'iemand', password: 'verkeerd wachtwoord' });
          const invented = { 'X-Forwarded-For': `192.0.2.${one}`, 'X-Real-IP': `192.0.2.${one}`, Connection: 'close, X-Forwarded-For' };
          const headers = { Origin: addresses.site, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded', ...invented };
          statuses.push((await browser.open(`${addresses.site}/aanmelden`, { method: 'POST', body, headers })).status);
        }
        return statuses;
      };
      assert.equal((await tries(2, 7)).at(-1), 429, 'the seventh of one address');
      assert.deepEqual(await tries(3, 1), [422], 'the first of another');
    },
    'a client with a certificate of the authority gets a token that is bound to it': async () => {
      const answer = await token('hr', { shown: signed.hr });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(claims(answer.json().access_token).cnf, { 'x5t#S256': thumbprint(signed.hr) });
    },
    'another certificate, one of another authority, one that nobody signed, and none get nothing': async () => {
      await refused(token('hr', {}), 'none');
      await refused(token('hr', { shown: signed.other }), 'another name');
      for (const shown of [signed.forged, own.stolen]) {
        const answer = await token('hr', { shown }).catch(ended);
        if (!answer.ended) await refused(answer, 'nobody who counts signed it');
      }
    },
    'a certificate that somebody writes in a header field himself is taken out': async () => {
      const pem = readFileSync(signed.hr.certificate, 'utf8');
      const ways = [`:${new X509Certificate(pem).raw.toString('base64')}:`, encodeURIComponent(pem), pem.trim().replaceAll('\n', ' ')];
      for (const value of ways) {
        for (const name of ['Client-Cert', 'client_cert', 'X-Self-Signed-Cert']) {
          const headers = { [name]: value };
          await refused(token('hr', { headers }), `${name} where certificates are asked`);
          await refused(token('hr', { headers, shown: signed.other }), `${name} beside another certificate`);
          const form = { grant_type: 'client_credentials', client_id: name.startsWith('X') ? 'portaal' : 'hr', scope: 'vo' };
          await refused(send(`${addresses.site}/op/v1/token`, { form, headers }), `${name} where they are not`);
          await refused(send(`${addresses.site}/op/v1/token`, { form, headers, shown: signed.hr }), `${name} beside one that is not asked`);
        }
      }
    },
    'a certificate that a client signed itself is good for the key that is registered, and for no name': async () => {
      const answer = await token('portaal', { shown: own.portal });
      assert.equal(answer.status, 200, answer.text);
      await refused(token('portaal', { shown: own.stolen }), 'another key');
      await refused(token('portaal', { shown: signed.other }), 'a certificate that is signed, with another key');
      await refused(token('portaal', {}), 'none');
    },
    'a connection that is resumed is worth no more than the first, and needs the card again': async () => {
      for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
        const forged = await sessionOf(own.stolen, addresses.clients, maxVersion);
        await refused(token('hr', { shown: own.stolen, connection: { session: forged, maxVersion } }), maxVersion);
        const session = await sessionOf(cards.joke, addresses.cards, maxVersion);
        assert.equal((await byCard(new Browser(at, tls(undefined, { session, maxVersion })), asked())).url.pathname, CARD, maxVersion);
      }
    },
    'who names another host than at the beginning of the connection shows nothing there': async () => {
      const headers = { Host: new URL(addresses.clients).host };
      const form = { grant_type: 'client_credentials', client_id: 'hr', scope: 'vo' };
      const field = { 'Client-Cert': encodeURIComponent(readFileSync(signed.hr.certificate, 'utf8')) };
      const answer = await send(`${addresses.site}/op/v1/token`, { form, headers: { ...headers, ...field }, shown: signed.hr, connection: { servername: 'poort.example' } });
      assert.ok([401, 421].includes(answer.status), `${answer.status}: ${answer.text}`);
    },
    'a token that is bound to a certificate is worth nothing without it': async () => {
      const access = (await token('hr', { shown: signed.hr })).json().access_token;
      const introspected = (shown) => send(`${addresses.clients}/op/v1/introspect`, { form: { client_id: 'hr', token: access }, shown });
      assert.deepEqual((await introspected(signed.hr)).json().cnf, { 'x5t#S256': thumbprint(signed.hr) });
      await refused(introspected(signed.other), 'introspection by another');
      const person = (await signedIn(signed.other)).access_token;
      for (const path of ['/op/v1/userinfo', '/v1/me']) {
        const get = async (shown, base = addresses.clients) => (await send(`${base}${path}`, { headers: { Authorization: `Bearer ${person}` }, shown })).status;
        const statuses = [await get(signed.other), await get(signed.hr), await get(), await get(signed.other, addresses.site)];
        assert.deepEqual(statuses, [200, 401, 401, 401], path);
      }
    },
    'the pages are not where certificates are asked': async () => {
      assert.deepEqual([(await send(`${addresses.clients}/aanmelden`)).status, (await send(`${addresses.cards}/op/.well-known/openid-configuration`)).status], [404, 404]);
    },
    'who has a card is signed in by it, for the most there is': async () => {
      const { id_token: id } = await signedIn(signed.other);
      assert.deepEqual([claims(id).acr, claims(id).amr], [EID, ['sc', 'pin', 'mfa']]);
    },
    'a card that was withdrawn, of a stranger, of another authority, and none sign nobody in': async () => {
      for (const [what, shown] of Object.entries({ lost: cards.lost, stranger: cards.stranger, other: signed.hr, none: undefined })) {
        const page = await byCard(new Browser(at, tls(shown)), asked()).catch(ended);
        assert.ok(page.ended ?? (page.url.pathname === CARD && page.url.origin === addresses.site && page.text.includes('kaart is niet gelukt')), `${what}: ${page.status} ${page.url}`);
      }
    },
  };
}

/** What a client may begin its next connection to a host with; nothing where the proxy forgets. */
function sessionOf(shown, address, maxVersion) {
  const { hostname, host } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect({ ...tls(shown), host: '127.0.0.1', port: new URL(at[address]).port, servername: hostname, maxVersion });
    let session;
    socket.on('session', (one) => (session = one));
    socket.on('secureConnect', () => socket.write(`GET ${CARD} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer from ${address}`)));
    socket.resume();
    socket.on('error', reject);
    socket.on('close', () => resolve(session));
  });
}
