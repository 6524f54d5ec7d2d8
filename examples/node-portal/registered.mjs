// An application of which an operator registers the public keys: it proves who it is by signing, stays signed in, and gives up what it does not need any more.
//
//   node registered.mjs <demo.json>
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { check } from './browser.mjs';
import { demo, flow, insecure, of, server } from './flow.mjs';

const REDIRECT_URI = 'http://127.0.0.1:3000/callback';
const SCOPE = 'openid profile poort.me offline_access';

const keys = await oauth.generateKeyPair('ES256');
const kid = 'key-1';
const client = { client_id: `registered-${randomUUID().slice(0, 8)}`, id_token_signed_response_alg: 'ES256' };
const authentication = oauth.PrivateKeyJwt({ key: keys.privateKey, kid });

/** An operator registers it, by REST. */
async function register() {
  const platform = of('platform');
  const operator = { client_id: platform.clientId };
  const asked = await oauth.clientCredentialsGrantRequest(server, operator, oauth.ClientSecretBasic(platform.clientSecret), { scope: 'poort.applications.write' }, insecure);
  const { access_token: token } = await oauth.processClientCredentialsResponse(server, operator, asked);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  const body = {
    clientId: client.client_id,
    name: 'An application with keys',
    kind: 'confidential',
    grantTypes: ['authorization_code', 'refresh_token'],
    redirectUris: [REDIRECT_URI],
    scopes: SCOPE.split(' '),
    jwks: { keys: [{ kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }] },
  };
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(new URL('/v1/clients', demo.issuer), { method: 'POST', headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 201, await answer.text());
}

function refresh(token) {
  return oauth.refreshTokenGrantRequest(server, client, authentication, token, insecure).then((response) => oauth.processRefreshTokenResponse(server, client, response));
}

async function isActive(token) {
  const response = await oauth.introspectionRequest(server, client, authentication, token, insecure);
  return (await oauth.processIntrospectionResponse(server, client, response)).active;
}

const signIn = (more = {}) => flow({ client, authentication, redirectUri: REDIRECT_URI, scope: SCOPE, ...more });

let first;
let second;
await check('an application with keys', {
  'an operator registers it': register,
  'it signs in with private_key_jwt': async () => {
    first = (await signIn()).tokens;
    assert.ok(first.refresh_token);
  },
  'a refresh gives new tokens': async () => {
    second = await refresh(first.refresh_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal(await isActive(second.access_token), true);
  },
  'a token that is given up is worth nothing': async () => {
    const { tokens } = await signIn();
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, tokens.access_token, insecure));
    assert.equal(await isActive(tokens.access_token), false);
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, tokens.refresh_token, insecure));
    await assert.rejects(refresh(tokens.refresh_token), (error) => error.error === 'invalid_grant');
  },
  'another key is not believed': async () => {
    const { privateKey } = await oauth.generateKeyPair('ES256');
    const stranger = oauth.PrivateKeyJwt({ key: privateKey, kid });
    const asked = oauth.refreshTokenGrantRequest(server, client, stranger, second.refresh_token, insecure);
    await assert.rejects(asked.then((response) => oauth.processRefreshTokenResponse(server, client, response)), (error) => error.error === 'invalid_client' || error.cause?.[0]?.scheme === 'basic');
  },
});
