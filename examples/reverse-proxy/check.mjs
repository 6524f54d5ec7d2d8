// Poort behind nginx and behind Apache, as nginx.conf and apache.conf have it, over TLS: what reaches it of its callers, their certificates and their cards.
//
//   node check.mjs <poort>          the program, as it was built; needs openssl
//
// A proxy that is not on this machine is skipped. NGINX_PROGRAM, APACHE and APACHE_MODULES say where they are, when elsewhere than distributions
// put them.
import assert from 'node:assert/strict';
import { X509Certificate, createPublicKey } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser, check } from '../node-portal/browser.mjs';
import {
  CARD, EID, JOKE, addresses, asked, at, byCard, cards, citizens, claims, clients, directory, ended, own, ports, refused, responder, send, server,
  sessionOf, signed, signedIn, thumbprint, tls, token,
} from './callers.mjs';
import { poort } from './poort.mjs';
import { PROXIES } from './proxies.mjs';

let installed;
let failed = false;
responder.listen(ports.revocations, '127.0.0.1');
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

/** `network`: of loopback addresses whence nobody tried a password yet. */
function checks(network) {
  return {
    'discovery and the login page have the public address, whatever a request says of it': async () => {
      const headers = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http', Forwarded: 'for=127.0.0.1;host=evil.example', 'X-Forwarded-For': '127.0.0.1' };
      const told = (await send(`${addresses.site}/op/.well-known/openid-configuration`, { headers })).json();
      assert.deepEqual([told.issuer, told.authorization_endpoint], [`${addresses.site}/op`, `${addresses.site}/op/v1/auth`]);
      assert.equal(told.mtls_endpoint_aliases.token_endpoint, `${addresses.clients}/op/v1/token`);
      assert.deepEqual(told.token_endpoint_auth_methods_supported.filter((one) => one.includes('tls')), ['tls_client_auth', 'self_signed_tls_client_auth']);
      const page = await send(`${addresses.site}/aanmelden`, { headers });
      assert.deepEqual([page.status, page.headers['strict-transport-security']], [200, 'max-age=31536000']);
      assert.ok(!page.text.includes('evil.example') && page.cookies.every((one) => one.startsWith('__Host-') && /; secure/i.test(one)), page.cookies.join());
    },
    ...(process.platform === 'linux' && ofAddresses(network)),
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

/** Linux has more than one loopback address. */
function ofAddresses(network) {
  return {
    'tries of a password are counted by the address of who called, not by what he says of it': async () => {
      assert.equal((await tries(`127.0.${network}.2`, 7)).at(-1), 429, 'the seventh of one address');
      assert.deepEqual(await tries(`127.0.${network}.3`, 1), [422], 'the first of another');
    },
  };
}

/** Tries of a password from a loopback address, each said to be from another; the statuses. */
async function tries(localAddress, number) {
  const browser = new Browser(at, tls(undefined, { localAddress }));
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
}
