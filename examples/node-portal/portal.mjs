// A portal that signs people in through Poort and shows what they may do. Everything that must be checked before a token is believed is done by
// openid-client; what is left for the portal is to remember, for each browser, what it asked.
//
//   node portal.mjs [demo.json]        settings: see settings.mjs
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import * as oidc from 'openid-client';
import { settings } from './settings.mjs';

const { issuer, clientId, clientSecret, scope, algorithm, listen, address } = settings();
const redirectUri = `${address}/callback`;
// Without TLS on one's own machine only.
const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(issuer).hostname);
const poort = await oidc.discovery(
  new URL(issuer),
  clientId,
  { id_token_signed_response_alg: algorithm },
  oidc.ClientSecretBasic(clientSecret),
  { execute: loopback ? [oidc.allowInsecureRequests] : [] },
);

// What is remembered of browsers, by the random text in their cookie. In memory: this is an example.
const attempts = new Map();
const sessions = new Map();

const routes = {
  'GET /': ({ cookies }) => page(sessions.has(cookies.portal_session) ? rights(sessions.get(cookies.portal_session)) : WELCOME),

  // For who enters the figures of a module (cultuurcentra, bibliotheken) of the organisation that he signed in for.
  'GET /cijfers': ({ url, cookies }) => {
    const claims = sessions.get(cookies.portal_session);
    if (!claims) return redirect('/aanmelden');
    const may = roles(claims).some((role) => role.join() === ['CultuurMonitorInvoerder', url.searchParams.get('module'), claims.vo_orgcode].join());
    return may ? page(`<h2>Cijfers</h2><p>Van ${escaped(claims.vo_orgnaam)}.</p>`) : page(DENIED, 403);
  },

  'GET /aanmelden': async ({ url }) => {
    const attempt = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const parameters = {
      redirect_uri: redirectUri,
      scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    };
    // To choose another organisation without signing in again.
    if (url.searchParams.get('switch') === 'true') parameters.login_hint = Buffer.from('{"switch_id": true}').toString('base64');
    return redirect(oidc.buildAuthorizationUrl(poort, parameters), remember(attempts, 'portal_attempt', attempt));
  },

  'GET /callback': async ({ url, cookies }) => {
    // Without the cookie it is another browser that comes back, sent by somebody.
    const attempt = attempts.get(cookies.portal_attempt);
    if (!attempt) throw new Error('the answer belongs to no request of this browser');
    attempts.delete(cookies.portal_attempt);
    const tokens = await oidc.authorizationCodeGrant(poort, url, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      idTokenExpected: true,
    });
    return redirect('/', remember(sessions, 'portal_session', tokens.claims()));
  },

  'POST /afmelden': ({ cookies }) => {
    sessions.delete(cookies.portal_session);
    return redirect(oidc.buildEndSessionUrl(poort, { client_id: clientId, post_logout_redirect_uri: `${address}/` }));
  },
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, address);
  const cookies = Object.fromEntries((request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=', 2)));
  let answer;
  try {
    const route = routes[`${request.method} ${url.pathname}`];
    answer = route ? await route({ url, cookies }) : page('<p>Deze pagina bestaat niet.</p>', 404);
  } catch (error) {
    // People learn that it failed, the log why.
    console.error(`sign-in refused: ${error.message} ${error.cause?.message ?? ''}`);
    answer = page(REFUSED, 400);
  }
  response.writeHead(answer.status, answer.headers).end(answer.body);
});
server.listen(listen.port, listen.host, () => {
  const { address: host, port } = server.address();
  console.log(`the portal of ${clientId} listens on http://${host}:${port}; it signs in at ${issuer}`);
});

const WELCOME = '<p>Je bent niet aangemeld.</p><p><a href="/aanmelden">Aanmelden</a></p>';
const DENIED = '<p role="alert">Je mag dit niet voor je organisatie.</p>';
const REFUSED = '<p role="alert">Aanmelden is niet gelukt.</p><p><a href="/aanmelden">Probeer opnieuw</a></p>';

/** What somebody may do, and where. */
function rights(claims) {
  const where = claims.vo_orgnaam ? `${claims.vo_orgnaam} (${claims.vo_orgcode})` : 'je organisaties';
  const rows = roles(claims).map((role) => `<tr>${role.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`);
  const table = `<table><thead><tr><th>Recht</th><th>Context</th><th>Organisatie</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return `<p>Je bent aangemeld als <strong>${escaped(`${claims.given_name} ${claims.family_name}`)}</strong> voor ${escaped(where)}.</p>
    <h2>Wat je mag doen</h2>${rows.length > 0 ? table : '<p>Je hebt hier geen rechten.</p>'}
    <p><a href="/aanmelden?switch=true">Wissel van organisatie</a></p><form method="post" action="/afmelden"><button>Afmelden</button></form>`;
}

/** Right, context and organisation of each role: `<Recht>-<context>:<orgcode>`, in the claims whose name ends in `rol_3d`. */
function roles(claims) {
  const texts = Object.entries(claims).filter(([name]) => /_rol_?3d$/i.test(name)).flatMap(([, values]) => values);
  return texts.map((text) => /^([^:-]+)(?:-([^:]+))?:([^:]+)$/.exec(text)).filter(Boolean).map(([, right, context, organisation]) => [right, context ?? '-', organisation]);
}

function page(body, status = 200) {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status, headers, body: `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Voorbeeldportaal</title></head><body><main><h1>Voorbeeldportaal</h1>${body}</main></body></html>` };
}

function redirect(url, cookie) {
  return { status: 303, headers: { Location: String(url), ...(cookie && { 'Set-Cookie': cookie }) } };
}

/** Keeps something of a browser; the cookie is out of reach of scripts and of forms of other sites. Over https it would be `Secure` too. */
function remember(all, name, value) {
  if (all.size >= 10_000) all.clear();
  const key = randomBytes(32).toString('base64url');
  all.set(key, value);
  return `${name}=${key}; Path=/; HttpOnly; SameSite=Lax`;
}

function escaped(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
