// The proxies of this directory, as they stand in their files but for the ports, the addresses and the directory.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apache, module, start, started } from '../apache/server.mjs';

const NGINX = [process.env.NGINX_PROGRAM, '/usr/sbin/nginx', '/opt/homebrew/bin/nginx', '/usr/local/bin/nginx'];
const APACHE_MODULES = ['socache_shmcb', 'ssl', 'headers'];

const nginx = NGINX.find((path) => path && existsSync(path));

/** Each: why it cannot be run here, or how it is started. */
export const PROXIES = {
  nginx: { lacks: isNew(nginx) ? undefined : 'nginx 1.19 or later is not on this machine. Debian, Ubuntu: apt-get install nginx', start: startNginx },
  Apache: {
    lacks: apache && APACHE_MODULES.every(module) ? undefined : 'Apache with mod_ssl is not on this machine. Debian, Ubuntu: apt-get install apache2-bin; Fedora: dnf install httpd mod_ssl',
    start: startApache,
  },
};

/** Older ones do not ask whether a certificate was withdrawn. */
function isNew(program) {
  const [, major, minor] = (program && /nginx\/(\d+)\.(\d+)/.exec(spawnSync(program, ['-v'], { encoding: 'utf8' }).stderr)) || [];
  return Number(major) > 1 || Number(minor) >= 19;
}

/** One in the foreground, in a directory that its workers can enter. */
function startNginx(directory, ports, answers) {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(directory, name)};`);
  const lines = [
    'daemon off;',
    `pid ${join(directory, 'nginx.pid')};`,
    'worker_processes 1;',
    'events {}',
    `http {\naccess_log off;\n${paths.join('\n')}\ninclude ${placed('nginx.conf', directory, ports)};\n}`,
  ];
  const whole = join(directory, 'whole.conf');
  writeFileSync(whole, `${lines.join('\n')}\n`);
  const log = join(directory, 'errors');
  const child = spawn(nginx, ['-p', directory, '-e', log, '-c', whole], { stdio: ['ignore', 'inherit', 'inherit'] });
  return started('nginx', child, answers, () => (existsSync(log) ? readFileSync(log, 'utf8') : ''));
}

function startApache(directory, ports, answers) {
  return start(directory, APACHE_MODULES, [`Include "${placed('apache.conf', directory, ports)}"`], answers);
}

/** The file as it is meant for this machine. */
function placed(name, directory, { site, cards, poort }) {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8')
    .replaceAll('/etc/poort', directory)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${poort}`)
    .replace(/^( *listen|Listen) 443\b/gm, `$1 127.0.0.1:${site}`)
    .replace(/^( *listen|Listen) 8443\b/gm, `$1 127.0.0.1:${cards}`)
    .replaceAll('*:443>', `*:${site}>`)
    .replaceAll('*:8443>', `*:${cards}>`)
    .replaceAll('=303 https://poort.example/', `=303 https://poort.example:${site}/`);
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}
