// What Poort and this portal agreed on: from the environment; what is not there, from the demo.json that is named on the command line.
import { readFileSync } from 'node:fs';

export function settings(file = process.argv[2]) {
  const demo = file ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const clientId = process.env.PORTAL_CLIENT_ID ?? 'cultuurmonitor-portaal';
  const client = demo.clients?.find((one) => one.clientId === clientId) ?? {};
  const needed = (name, found) => {
    const value = process.env[name] ?? found;
    if (!value) throw new Error(`set ${name}, or name the demo.json of a running demo`);
    return value;
  };
  const listen = new URL(`http://${process.env.PORTAL_LISTEN ?? '127.0.0.1:3000'}`);
  return {
    issuer: needed('PORTAL_ISSUER', demo.issuer),
    clientId,
    clientSecret: needed('PORTAL_CLIENT_SECRET', client.clientSecret),
    // A number of somebody's is not asked by who has no use for it.
    scope: needed('PORTAL_SCOPE', client.scopes?.filter((scope) => scope !== 'rrn').join(' ')),
    // The one algorithm that is accepted: a token does not choose for itself how it is verified.
    algorithm: process.env.PORTAL_ALGORITHM ?? 'ES256',
    listen: { host: listen.hostname, port: Number(listen.port) },
    // Where browsers find the portal; its /callback is registered at Poort, to the letter.
    address: process.env.PORTAL_ADDRESS ?? listen.origin,
  };
}
