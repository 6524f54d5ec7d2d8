// Runs Apache with poort.conf in front of a legacy application of ten lines, against a running demo, and signs in as a browser would.
//
//   node check.mjs <demo.json>
//
// Needs Apache 2.4 with mod_auth_openidc; without them it says what to install, and skips (server.mjs knows where they are).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser, check, heading } from '../node-portal/browser.mjs';
import { apache, freePort, module, start } from './server.mjs';

const PORTAL = 'http://127.0.0.1:3000';

const demo = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const an = demo.personas.find((one) => one.username === 'an');
if (!apache || !module('auth_openidc')) {
  const lacks = apache ? 'Apache has no mod_auth_openidc' : 'Apache is not on this machine';
  console.log(`skipped  Apache: ${lacks}. Debian, Ubuntu: apt-get install apache2-bin libapache2-mod-auth-openidc; Fedora: dnf install httpd mod_auth_openidc`);
} else {
  const legacy = createServer(answer);
  await new Promise((listening) => legacy.listen(0, '127.0.0.1', listening));
  const directory = mkdtempSync(join(tmpdir(), 'poort-apache-'));
  let running;
  try {
    running = await configured(directory, legacy.address().port);
    await check('Apache', checks(new Browser({ [PORTAL]: running.address })));
  } finally {
    await running?.stop();
    legacy.close();
    legacy.closeAllConnections();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The legacy application: it knows header fields, and nothing of OpenID Connect. */
function answer(request, response) {
  const claim = (name) => request.headers[`oidc_claim_${name}`];
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ person: claim('vo_id'), organisation: claim('vo_orgcode'), roles: claim('ccinc_cultuurmonitor_rol_3d')?.split(','), path: request.url }));
}

function checks(browser) {
  const status = async (path) => (await browser.open(`${PORTAL}${path}`)).status;
  return {
    'who is not signed in is sent to Poort': async () => {
      const page = await browser.open(`${PORTAL}/`, { headers: { OIDC_CLAIM_vo_id: an.voId } });
      assert.equal(page.url.origin, new URL(demo.issuer).origin, `${page.status}: ${page.text}`);
      assert.match(page.text, /name="password"/);
    },
    'the application learns who signed in, for which organisation, with which roles': async () => {
      const home = await browser.signIn(await browser.open(`${PORTAL}/`), an, 'Zandmeer');
      assert.equal(home.status, 200, heading(home) || home.text);
      const told = JSON.parse(home.text);
      assert.deepEqual([told.person, told.organisation], [an.voId, '0999001515']);
      assert.ok(told.roles.includes('CultuurMonitorInvoerder-cultuurcentra:0999001515'), home.text);
    },
    'what a browser says about itself does not reach the application': async () => {
      const page = await browser.open(`${PORTAL}/`, { headers: { OIDC_CLAIM_vo_orgcode: '0316380841', 'OIDC-CLAIM-vo_id': 'x' } });
      assert.deepEqual([JSON.parse(page.text).organisation, JSON.parse(page.text).person], ['0999001515', an.voId]);
    },
    'a role opens its pages and no others': async () => {
      assert.deepEqual([await status('/invoeren'), await status('/bibliotheken')], [200, 401]);
    },
    'signing out ends the session': async () => {
      const back = await browser.open(`${PORTAL}/callback?logout=${encodeURIComponent(`${PORTAL}/`)}`, { until: `${new URL(demo.issuer).origin}/` });
      assert.ok(back.url.pathname.endsWith('/v1/logout'), `${back.status}: ${back.url.href}`);
      const again = await browser.open(`${PORTAL}/`, { until: `${new URL(demo.issuer).origin}/` });
      assert.ok(again.url.pathname.endsWith('/v1/auth'), `still signed in: ${again.status}`);
    },
  };
}

/** On a free port. */
async function configured(directory, legacy) {
  const port = await freePort();
  const client = demo.clients.find((one) => one.clientId === 'cultuurmonitor-portaal');
  const define = {
    POORT_ISSUER: demo.issuer,
    POORT_CLIENT_ID: client.clientId,
    POORT_CLIENT_SECRET: client.clientSecret,
    PORTAL_ADDRESS: PORTAL,
    PORTAL_PASSPHRASE: randomBytes(32).toString('hex'),
    LEGACY_APPLICATION: `http://127.0.0.1:${legacy}`,
  };
  const lines = [
    `Listen 127.0.0.1:${port}`,
    ...Object.entries(define).map(([name, value]) => `Define ${name} "${value}"`),
    `Include "${new URL('poort.conf', import.meta.url).pathname}"`,
  ];
  const address = `http://127.0.0.1:${port}`;
  const answers = () => fetch(`${address}/callback`, { redirect: 'manual' });
  return { address, ...(await start(directory, ['authz_user', 'auth_openidc'], lines, answers)) };
}
