// An application of which an operator registers the public keys: it proves who it is by signing, stays signed in, and gives up what it does not need any more.
//
//   node registered.mjs <demo.json>
import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { check } from './browser.mjs';
import { flow, insecure, server } from './flow.mjs';
import { keyed, register } from './register.mjs';

const REDIRECT_URI = 'http://127.0.0.1:3000/callback';
const SCOPE = 'openid profile poort.me offline_access';

const { client, key, authentication, ...own } = await keyed();
const settings = { grantTypes: ['authorization_code', 'refresh_token'], redirectUris: [REDIRECT_URI], scopes: SCOPE.split(' ') };

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
  'an operator registers it': () => register({ client, ...own }, settings),
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
    const stranger = oauth.PrivateKeyJwt({ ...key, key: privateKey });
    const asked = oauth.refreshTokenGrantRequest(server, client, stranger, second.refresh_token, insecure);
    await assert.rejects(asked.then((response) => oauth.processRefreshTokenResponse(server, client, response)), (error) => error.error === 'invalid_client' || error.cause?.[0]?.scheme === 'basic');
  },
});
