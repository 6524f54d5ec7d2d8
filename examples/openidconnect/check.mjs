// Does the browser's part of a sign-in with the crate openidconnect, against a running demo.
//
//   node check.mjs <demo.json> <example-openidconnect>
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Browser, check, heading } from '../node-portal/browser.mjs';

const [file, program] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(file, 'utf8'));
const holder = (right) => demo.personas.find((one) => one.werkrelaties.some(({ rights }) => rights.some((held) => held.right === right)));

/** What the verified ID token says beside the standard claims. */
async function claims(clientId, algorithm, person) {
  const flow = spawn(program, [file, clientId, algorithm], { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints = [];
  flow.stderr.on('data', (data) => complaints.push(String(data)));
  const ended = once(flow, 'exit');
  const lines = createInterface(flow.stdout)[Symbol.asyncIterator]();
  const { value: address } = await lines.next();
  assert.ok(address, complaints.join(''));
  const { redirectUris } = demo.clients.find((one) => one.clientId === clientId);
  const browser = new Browser();
  const back = await browser.signIn(await browser.open(address, { until: redirectUris[0] }), person, 'Zandmeer', redirectUris[0]);
  assert.ok(back.url.searchParams.has('code'), heading(back));
  flow.stdin.end(`${back.url}\n`);
  const { value: told } = await lines.next();
  const [status] = await ended;
  assert.equal(status, 0, complaints.join(''));
  return JSON.parse(told);
}

await check('openidconnect', {
  'code flow with ES256': async () => {
    const told = await claims('cultuurmonitor-portaal', 'ES256', holder('CultuurmonitorInvoerder'));
    assert.ok(told.ccinc_cultuurmonitor_rol_3D.includes('CultuurMonitorInvoerder-cultuurcentra:0999001515'), JSON.stringify(told));
  },
  'code flow with RS256': async () => {
    const person = holder('PremiezoekerGebruiker');
    assert.equal((await claims('premiezoeker-portaal', 'RS256', person)).vo_id, person.voId);
  },
  'an ID token in another algorithm than was agreed is refused': async () => {
    await assert.rejects(claims('premiezoeker-portaal', 'ES256', holder('PremiezoekerGebruiker')), /algorithm|Algorithm|signature/);
  },
});
