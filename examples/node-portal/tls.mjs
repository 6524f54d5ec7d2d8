// The checks of this directory over TLS: a demo of its own behind a proxy with a certificate of its own, which the clients are told to trust.
//
//   node tls.mjs <poort>                           the program, as it was built; needs openssl
//   node tls.mjs <poort> <check> <argument>...     another check than those of this directory; gets the demo.json before its arguments
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [program, ...other] = process.argv.slice(2);
const own = ['check.mjs', 'strict.mjs', 'registered.mjs', 'guarded.mjs'].map((script) => [new URL(script, import.meta.url).pathname]);
const wanted = other.length ? [other] : own;

const directory = mkdtempSync(join(tmpdir(), 'poort-tls-'));
const [key, certificate, data] = ['key.pem', 'certificate.pem', 'demo'].map((name) => join(directory, name));
const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:FALSE', '-days', '1'];
execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate, ...subject], { stdio: 'pipe' });

const port = await free();
const proxy = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (incoming, answer) => {
  const { method, url: path, headers } = incoming;
  const onwards = request({ host: '127.0.0.1', port, method, path, headers }, (from) => from.pipe(answer.writeHead(from.statusCode, from.headers)));
  onwards.on('error', () => answer.destroy());
  incoming.pipe(onwards);
});
await new Promise((listening) => proxy.listen(0, '127.0.0.1', listening));
const address = `https://127.0.0.1:${proxy.address().port}`;
const options = ['--fresh', '--port', String(port), '--data-dir', data, '--public-url', address];
const poort = spawn(program, ['demo', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  // Its welcome says that it listens.
  await Promise.race([once(poort.stdout, 'data'), once(poort, 'exit').then(() => Promise.reject(new Error('the demo ended')))]);
  poort.stdout.resume();
  console.log(`over TLS, at ${address}`);
  for (const [script, ...more] of wanted) {
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate, PORTAL_CERTIFICATE: certificate };
    const checks = spawn('node', [script, join(data, 'demo.json'), ...more], { env, stdio: 'inherit' });
    const [status] = await once(checks, 'exit');
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  const ended = poort.exitCode ?? once(poort, 'exit');
  poort.kill();
  await ended;
  proxy.close();
  proxy.closeAllConnections();
  rmSync(directory, { recursive: true, force: true });
}

/** A port that nobody has now. */
async function free() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}
