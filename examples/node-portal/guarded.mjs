// The same application as guarded as the standards go: what it asks is pushed and signed, its tokens are bound to a key, what it hears is signed. Beside it a
// device without a browser, and an API that asks another one.
//
//   node guarded.mjs <demo.json>
import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { Browser, check } from './browser.mjs';
import { an, demo, flow, insecure, of, server } from './flow.mjs';
import { keyed, register } from './register.mjs';

const REDIRECT_URI = 'http://127.0.0.1:3000/callback';
const SCOPE = 'openid profile poort.me';
const DOSSIERS = 'https://dossiers.example';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

const own = await keyed({ userinfo_signed_response_alg: 'ES256', introspection_signed_response_alg: 'ES256', require_auth_time: true });
const { client, key, authentication } = own;
const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
const settings = {
  profile: 'strict',
  grantTypes: ['authorization_code', DEVICE, EXCHANGE],
  redirectUris: [REDIRECT_URI],
  scopes: [...SCOPE.split(' '), 'vo'],
  requirePushedRequests: true,
  requireSignedRequests: true,
  dpopBoundAccessTokens: true,
  userinfoSignedResponseAlg: 'ES256',
  exchangeAudiences: [DOSSIERS],
};

/** What stays of the parameters in the browser: a reference to what was pushed, signed. */
async function pushed(parameters) {
  const object = await oauth.issueRequestObject(server, client, parameters, key, insecure);
  const response = await oauth.pushedAuthorizationRequest(server, client, authentication, { request: object }, insecure);
  const { request_uri } = await oauth.processPushedAuthorizationResponse(server, client, response);
  return new URLSearchParams({ client_id: client.client_id, request_uri });
}

const signIn = (more = {}) => flow({ client, authentication, redirectUri: REDIRECT_URI, scope: SCOPE, changed: pushed, options: { DPoP }, ...more });

/** What the other API makes of a token that comes with a proof of its key. */
async function accepted(token) {
  const headers = new Headers();
  await oauth.protectedResourceRequest(token, 'GET', new URL(DOSSIERS), headers, undefined, { DPoP, [oauth.customFetch]: (_, { headers: sent }) => Response.json(sent) })
    .then((answer) => answer.json()).then((sent) => Object.entries(sent).forEach(([name, value]) => headers.set(name, value)));
  return oauth.validateJwtAccessToken(server, new Request(DOSSIERS, { headers }), DOSSIERS, { requireDPoP: true, ...insecure });
}

let signedIn;
await check('as guarded as it goes', {
  'an operator registers it': () => register(own, settings),
  'it signs in with a request that was pushed and signed': async () => {
    signedIn = await signIn();
    assert.equal(signedIn.tokens.token_type, 'dpop');
  },
  'a request in the address is refused': async () => {
    await assert.rejects(signIn({ changed: (parameters) => parameters }));
  },
  'without the proof of its key it gets no token': async () => {
    await assert.rejects(signIn({ options: {} }), (error) => error.error === 'invalid_dpop_proof' || error.error === 'invalid_request');
  },
  'userinfo is signed, and about the same person': async () => {
    const { tokens, claims } = signedIn;
    const response = await oauth.userInfoRequest(server, client, tokens.access_token, { DPoP, ...insecure });
    const told = await oauth.processUserInfoResponse(server, client, claims.sub, response);
    await oauth.validateApplicationLevelSignature(server, response, insecure);
    assert.equal(told.family_name, claims.family_name);
  },
  'introspection is signed': async () => {
    const response = await oauth.introspectionRequest(server, client, authentication, signedIn.tokens.access_token, insecure);
    const told = await oauth.processIntrospectionResponse(server, client, response);
    await oauth.validateApplicationLevelSignature(server, response, insecure);
    assert.deepEqual([told.active, typeof told.cnf.jkt], [true, 'string']);
  },
  'the token opens the API with its key, and is nothing without': async () => {
    const address = new URL('/v1/me', demo.issuer);
    const { access_token: token } = signedIn.tokens;
    const answer = await oauth.protectedResourceRequest(token, 'GET', address, undefined, undefined, { DPoP, ...insecure });
    assert.equal((await answer.json()).id, an.voId);
    const stolen = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(stolen.status, 401);
  },
  'a device that its person lets in': async () => {
    const asked = await oauth.deviceAuthorizationRequest(server, client, authentication, { scope: 'openid poort.me' }, insecure);
    const device = await oauth.processDeviceAuthorizationResponse(server, client, asked);
    const browser = new Browser();
    const page = await browser.submit(await browser.open(device.verification_uri_complete), an);
    const confirm = await browser.submit(page, { user_code: device.user_code });
    await browser.submit(confirm, {}, 'Zandmeer');
    const response = await oauth.deviceCodeGrantRequest(server, client, authentication, device.device_code, { DPoP, ...insecure });
    assert.equal((await oauth.processDeviceCodeResponse(server, client, response)).token_type, 'dpop');
  },
  'an API asks another one for the same person': async () => {
    // A token for Poort's own API is for nobody else.
    const { access_token: subject } = (await signIn({ scope: 'openid vo' })).tokens;
    const parameters = { subject_token: subject, subject_token_type: ACCESS_TOKEN, audience: DOSSIERS, scope: 'vo' };
    const response = await oauth.genericTokenEndpointRequest(server, client, authentication, EXCHANGE, parameters, { DPoP, ...insecure });
    const tokens = await oauth.processGenericTokenEndpointResponse(server, client, response, { recognizedTokenTypes: { dpop: () => {} } });
    assert.equal(tokens.issued_token_type, ACCESS_TOKEN);
    assert.equal((await accepted(tokens.access_token)).act.sub, client.client_id);
  },
});
