// Signs in at a portal as a browser would, against a running demo, and holds what the portal shows against what was granted.
//
//   node check.mjs <demo.json> [program argument...]     the portal to check; node portal.mjs when none is named
//
// The portal is started on a free port, and reached as if it were where the demo's clients have their redirect address.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Browser, check, heading } from './browser.mjs';

const ADDRESS = 'http://127.0.0.1:3000';
const [file, ...named] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(file, 'utf8'));
const an = demo.personas.find((one) => one.username === 'an');
const command = named.length > 0 ? named : ['node', new URL('portal.mjs', import.meta.url).pathname];
const environment = { ...process.env, PORTAL_LISTEN: '127.0.0.1:0', PORTAL_ADDRESS: ADDRESS };
const portal = spawn(command[0], [...command.slice(1), file], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
const complaints = [];
portal.stderr.on('data', (data) => complaints.push(String(data)));
try {
  const browser = new Browser({ [ADDRESS]: await listening(portal) });
  await check(command.join(' ').split('/').pop(), checks(browser));
} finally {
  portal.kill();
}

function checks(browser) {
  return {
    'who is not signed in sees nothing': async () => {
      const home = await browser.open(`${ADDRESS}/`);
      assert.match(home.text, /niet aangemeld/);
    },
    'a sign-in ends at the rights that were granted': async () => {
      const login = await browser.open(`${ADDRESS}/aanmelden`);
      const home = await browser.signIn(login, an, 'Zandmeer');
      assert.equal(home.url.href, `${ADDRESS}/`, `ends at ${home.url.origin}${home.url.pathname}: ${heading(home)} ${complaints.join('')}`);
      for (const shown of [an.name, 'Gemeente Zandmeer', '<td>CultuurMonitorInvoerder</td><td>cultuurcentra</td><td>0999001515</td>']) {
        assert.ok(home.text.includes(shown), `${shown} is not on the page`);
      }
      assert.equal(home.text.match(/<tr><td>/g).length, 2, 'another number of rights than was granted');
    },
    'a right opens its page, and no other': async () => {
      const figures = (module, who = browser) => who.open(`${ADDRESS}/cijfers?module=${module}`);
      assert.deepEqual([(await figures('cultuurcentra')).status, (await figures('bibliotheken')).status], [200, 403]);
      const stranger = await figures('cultuurcentra', new Browser(browser.at));
      assert.match(stranger.text, /name="password"/);
    },
    'the answer to another browser is refused': async () => {
      const login = await browser.open(`${ADDRESS}/aanmelden`, { until: `${ADDRESS}/callback` });
      const stranger = new Browser(browser.at);
      const refused = await stranger.open(`${ADDRESS}/callback?code=x&state=y&iss=${encodeURIComponent(demo.issuer)}`);
      assert.equal(refused.status, 400);
      // The browser is known at Poort, so it came back with a code at once; another one brings it to the portal.
      const answer = login.url.pathname === '/callback' ? login : await browser.signIn(login, an, 'Zandmeer', `${ADDRESS}/callback`);
      assert.ok(answer.url.searchParams.has('code'), 'no code');
      assert.equal((await stranger.open(answer.url)).status, 400);
    },
    'signing out ends both sessions': async () => {
      const home = await browser.open(`${ADDRESS}/`);
      let page = await browser.submit(home, {});
      if (page.url.origin !== ADDRESS) page = await browser.submit(page, {});
      assert.equal(page.url.href, `${ADDRESS}/`, heading(page));
      assert.match(page.text, /niet aangemeld/);
      const again = await browser.open(`${ADDRESS}/aanmelden`);
      assert.match(again.text, /name="password"/, 'Poort still knows the browser');
    },
  };
}

/** The address that the portal prints when it is ready. */
async function listening(child) {
  for await (const line of createInterface(child.stdout)) {
    const found = /listens on (http:\/\/[\d.]+:\d+)/.exec(line);
    if (found) return found[1];
  }
  throw new Error(`the portal ended: ${complaints.join('')}`);
}
