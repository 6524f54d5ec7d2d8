// Apache in the foreground, with nothing of this machine's own configuration. APACHE and APACHE_MODULES name the program and a directory of modules where they
// are elsewhere than distributions put them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAMS = [process.env.APACHE, '/usr/sbin/apache2', '/usr/sbin/httpd', '/opt/homebrew/bin/httpd', '/usr/local/bin/httpd'];
const MODULES = [process.env.APACHE_MODULES, '/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/opt/homebrew/lib/httpd/modules'];

/** What every configuration needs. */
const ALWAYS = ['mpm_event', 'unixd', 'authn_core', 'authz_core', 'proxy', 'proxy_http'];

/** The program, where there is one. */
export const apache = PROGRAMS.find((path) => path && existsSync(path));

/** Where a module is. */
export const module = (name) => MODULES.filter(Boolean).map((directory) => join(directory, `mod_${name}.so`)).find(existsSync);

// Whoever ends a check ends what it started.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Starts it in a directory of its own, with these modules and lines, and waits until `answers` says that it does. */
export async function start(directory, modules, lines, answers) {
  const whole = [
    `ServerRoot "${directory}"`,
    'ServerName 127.0.0.1',
    'PidFile "pid"',
    'ErrorLog "errors"',
    'DefaultRuntimeDir "."',
    ...[...ALWAYS, ...modules].map((name) => `<IfModule !${name}_module>\n  LoadModule ${name}_module "${module(name)}"\n</IfModule>`),
    ...(process.getuid() === 0 ? ['User nobody'] : []),
    ...lines,
  ];
  writeFileSync(join(directory, 'httpd.conf'), `${whole.join('\n')}\n`, { mode: 0o600 });
  const child = spawn(apache, ['-X', '-f', join(directory, 'httpd.conf')], { stdio: ['ignore', 'inherit', 'inherit'] });
  return started('Apache', child, answers, () => (existsSync(join(directory, 'errors')) ? readFileSync(join(directory, 'errors'), 'utf8') : ''));
}

/** A server that answers within ten seconds, and how to end it; without an answer why, of its log. */
export async function started(name, child, answers, log) {
  const kill = () => child.kill();
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    const ended = child.exitCode ?? child.signalCode ?? once(child, 'exit');
    kill();
    await ended;
  };
  for (let tries = 0; tries < 100 && child.exitCode === null; tries += 1) {
    if (await answers().then(() => true, () => false)) return { stop };
    await pause(100);
  }
  await stop();
  throw new Error(`${name} does not start: ${log()}`);
}

/** A port that nobody has now. */
export async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}
