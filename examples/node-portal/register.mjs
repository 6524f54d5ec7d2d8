// An operator registers an application that proves who it is with keys of its own, by REST.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { demo, insecure, of, server } from './flow.mjs';

const kid = 'key-1';

/** The token of the operator's machine. */
async function operator() {
  const platform = of('platform');
  const client = { client_id: platform.clientId };
  const asked = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretBasic(platform.clientSecret), { scope: 'poort.applications.write' }, insecure);
  return (await oauth.processClientCredentialsResponse(server, client, asked)).access_token;
}

/** An application with a fresh key: how oauth4webapi knows it, and how it proves who it is. */
export async function keyed(known = {}) {
  const keys = await oauth.generateKeyPair('ES256');
  const client = { client_id: `registered-${randomUUID().slice(0, 8)}`, id_token_signed_response_alg: 'ES256', ...known };
  const key = { key: keys.privateKey, kid };
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  return { client, key, authentication: oauth.PrivateKeyJwt(key), jwk: { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } };
}

/** Registers it. `settings`: those of its registration besides its name and key. */
export async function register({ client, jwk }, settings) {
  const body = { clientId: client.client_id, name: 'An application with keys', kind: 'confidential', jwks: { keys: [jwk] }, ...settings };
  const headers = { Authorization: `Bearer ${await operator()}`, 'Content-Type': 'application/json' };
  const answer = await fetch(new URL('/v1/clients', demo.issuer), { method: 'POST', headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 201, await answer.text());
}
