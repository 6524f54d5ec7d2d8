// Who calls in this check, and how: authorities, certificates and cards, and requests that show them to the names of the proxies.
import assert from 'node:assert/strict';
import { X509Certificate, createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { freePort } from '../apache/server.mjs';
import { Browser, ask, heading } from '../node-portal/browser.mjs';
import { Certificates } from './certificates.mjs';

// Fictional persons: Poort knows the first.
export const [JOKE, STRANGER] = ['85073100130', '72252503331'];
export const CALLBACK = 'http://127.0.0.1:3000/callback';
export const CARD = '/aanmelden/eid';
export const EID = 'urn:be:vlaanderen:authmech:eid';

/** Where everything of this check is; its servers may enter. */
export const directory = mkdtempSync(join(tmpdir(), 'poort-proxy-'));
chmodSync(directory, 0o711);
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

export const ports = { site: await freePort(), cards: await freePort(), poort: await freePort(), revocations: await freePort() };
export const addresses = {
  site: `https://poort.example:${ports.site}`,
  clients: `https://mtls.poort.example:${ports.site}`,
  cards: `https://poort.example:${ports.cards}`,
  poort: `http://127.0.0.1:${ports.poort}`,
};
// Where the names above are.
export const at = Object.fromEntries(['site', 'clients', 'cards'].map((name) => [addresses[name], `https://127.0.0.1:${new URL(addresses[name]).port}`]));

const certificates = new Certificates(directory);
export const server = certificates.selfSigned('certificate', '/CN=poort.example', ['poort.example', 'mtls.poort.example']);
export const [clients, others, citizens] = ['Clients CA', 'Others CA', 'Citizen CA'].map((name) => certificates.authority(name.replace(' ', ''), `/C=BE/CN=${name}`));
export const signed = {
  hr: certificates.signed('hr', '/C=BE/O=Zandmeer/CN=hr', clients),
  other: certificates.signed('other', '/C=BE/O=Zandmeer/CN=other', clients),
  forged: certificates.signed('forged', '/C=BE/O=Zandmeer/CN=hr', others),
};
export const own = { portal: certificates.selfSigned('portal', '/CN=portaal'), stolen: certificates.selfSigned('stolen', '/C=BE/O=Zandmeer/CN=hr') };
const card = (name, number) => certificates.signed(name, `/C=BE/CN=Iemand (Authentication)/serialNumber=${number}`, citizens, `http://127.0.0.1:${ports.revocations}`);
export const cards = { joke: card('joke', JOKE), lost: card('lost', JOKE), stranger: card('stranger', STRANGER) };
export const responder = certificates.responder(citizens, () => ({ good: [cards.joke, cards.stranger], withdrawn: [cards.lost] }));

/** What a connection shows: a certificate with its key, or none. */
export function tls(shown, more = {}) {
  const pair = shown ? { cert: readFileSync(shown.certificate), key: readFileSync(shown.key) } : {};
  return { ca: readFileSync(server.certificate), ...pair, ...more };
}

/** One request, over a connection of its own that shows a certificate. */
export async function send(address, { shown, connection, ...request } = {}) {
  const url = new URL(address);
  const body = request.form && new URLSearchParams(request.form);
  const headers = { Host: url.host, ...(body && { 'Content-Type': 'application/x-www-form-urlencoded' }), ...request.headers };
  const answer = await ask(url, at[url.origin], { method: body ? 'POST' : 'GET', body, ...request, headers }, tls(shown, connection));
  return { ...answer, json: () => JSON.parse(answer.text) };
}

export function token(client, request) {
  return send(`${addresses.clients}/op/v1/token`, { form: { grant_type: 'client_credentials', client_id: client, scope: 'vo' }, ...request });
}

export function thumbprint({ certificate }) {
  return createHash('sha256').update(new X509Certificate(readFileSync(certificate)).raw).digest('base64url');
}

export function claims(jwt) {
  return JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));
}

export async function refused(answer, what) {
  const { status, text } = await answer;
  assert.deepEqual([status, /"error":"([^"]*)"/.exec(text)?.[1]], [401, 'invalid_client'], `${what}: ${text}`);
}

/** A proxy may end the connection of who shows what does not hold. */
export function ended(error) {
  if (!/^(ERR_SSL_|ECONNRESET|EPIPE)/.test(error.code ?? '')) throw error;
  return { ended: true };
}

/** Presses the button of the card on the login page of an application: what the browser comes to, and where it would be sent then. */
export async function byCard(browser, query) {
  const login = await browser.open(`${addresses.site}/op/v1/auth?${query}`);
  assert.equal(login.status, 200, heading(login));
  assert.ok(login.text.includes(`action="${addresses.cards}${CARD}"`), 'the login page has a button for the card');
  const field = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(login.text)[1].replace(/&#38;|&amp;/g, '&');
  const body = new URLSearchParams({ csrf: field('csrf'), continue: field('continue') });
  const headers = { Origin: 'null', 'Sec-Fetch-Site': 'same-site', 'Content-Type': 'application/x-www-form-urlencoded' };
  return browser.open(`${addresses.cards}${CARD}`, { method: 'POST', body, headers, until: CALLBACK });
}

/** What the administrators' client asks. */
export function asked(verifier = 'x') {
  const scope = 'openid profile vo poort.me poort.organisations.write poort.applications.write';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const proof = { code_challenge: challenge, code_challenge_method: 'S256', state: 'x', nonce: 'y' };
  return new URLSearchParams({ client_id: 'beheer', redirect_uri: CALLBACK, response_type: 'code', scope, acr_values: EID, ...proof });
}

/** A token of the administrators' client for who has a card, over a connection with a certificate. */
export async function signedIn(shown) {
  const verifier = randomBytes(32).toString('base64url');
  const back = await byCard(new Browser(at, tls(cards.joke)), asked(verifier));
  assert.ok(back.url.searchParams.has('code'), `${back.status}: ${heading(back)}`);
  const form = { grant_type: 'authorization_code', client_id: 'beheer', redirect_uri: CALLBACK, code: back.url.searchParams.get('code'), code_verifier: verifier };
  const answer = await send(`${addresses.clients}/op/v1/token`, { form, shown });
  assert.equal(answer.status, 200, answer.text);
  return answer.json();
}

/** What a client may begin its next connection to a host with; nothing where the proxy forgets. */
export function sessionOf(shown, address, maxVersion) {
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
