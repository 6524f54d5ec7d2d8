// A complete flow with oauth4webapi, which checks every answer against the letter of the specifications: discovery, the authorization response (state, iss), the token
// response, the ID token and its signature, userinfo, introspection, the access token (RFC 9068), client credentials, and errors.
//
//   node strict.mjs <demo.json>
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as oauth from 'oauth4webapi';
import { Browser, check } from './browser.mjs';

const demo = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const an = demo.personas.find((one) => one.username === 'an');
const insecure = { [oauth.allowInsecureRequests]: new URL(demo.issuer).protocol === 'http:' };
const holder = (right) => demo.personas.find((one) => one.werkrelaties.some(({ rights }) => rights.some((held) => held.right === right)));
const of = (id) => demo.clients.find((one) => one.clientId === id);

const issuer = new URL(demo.issuer);
const server = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...insecure }).then((response) => oauth.processDiscoveryResponse(issuer, response));

/** One sign-in, from the request for a code to verified tokens. `algorithm` is what the client agreed on. */
async function flow(clientId, algorithm, authentication, person = an) {
  const known = of(clientId);
  const client = { client_id: clientId, id_token_signed_response_alg: algorithm, require_auth_time: false };
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const [redirectUri] = known.redirectUris;
  const request = new URL(server.authorization_endpoint);
  request.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: known.scopes.filter((scope) => scope !== 'rrn').join(' '),
    state,
    nonce,
    max_age: '600',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const browser = new Browser();
  const callback = await browser.signIn(await browser.open(request, { until: redirectUri }), person, 'Zandmeer', redirectUri);
  const parameters = oauth.validateAuthResponse(server, client, callback.url, state);
  const response = await oauth.authorizationCodeGrantRequest(server, client, authentication, parameters, redirectUri, verifier, insecure);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce, maxAge: 600, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, response, insecure);
  return { client, authentication, tokens, claims: oauth.getValidatedIdTokenClaims(tokens), again: () =>
    oauth.authorizationCodeGrantRequest(server, client, authentication, parameters, redirectUri, verifier, insecure)
      .then((second) => oauth.processAuthorizationCodeResponse(server, client, second)) };
}

/** What the library makes of an access token that comes with a request. */
function accepted(token, audience) {
  const request = new Request('http://127.0.0.1/', { headers: { Authorization: `Bearer ${token}` } });
  return oauth.validateJwtAccessToken(server, request, audience, insecure);
}

let signedIn;
await check('oauth4webapi', {
  'code flow with client_secret_basic and ES256': async () => {
    signedIn = await flow('cultuurmonitor-portaal', 'ES256', oauth.ClientSecretBasic(of('cultuurmonitor-portaal').clientSecret));
    const roles = signedIn.claims.ccinc_cultuurmonitor_rol_3D;
    assert.ok(roles.includes('CultuurMonitorInvoerder-cultuurcentra:0999001515'), `roles: ${roles}`);
  },
  'code flow with client_secret_post and RS256': async () => {
    const premiezoeker = of('premiezoeker-portaal');
    await flow(premiezoeker.clientId, 'RS256', oauth.ClientSecretPost(premiezoeker.clientSecret), holder('PremiezoekerGebruiker'));
  },
  'code flow of a public client': async () => {
    await flow('beheer', 'ES256', oauth.None());
  },
  'userinfo is about the same person': async () => {
    const { client, tokens, claims } = signedIn;
    const response = await oauth.userInfoRequest(server, client, tokens.access_token, insecure);
    const told = await oauth.processUserInfoResponse(server, client, claims.sub, response);
    assert.equal(told.vo_id, an.voId);
  },
  'introspection says that the token is active': async () => {
    const { client, authentication, tokens } = signedIn;
    const response = await oauth.introspectionRequest(server, client, authentication, tokens.access_token, insecure);
    const told = await oauth.processIntrospectionResponse(server, client, response);
    assert.deepEqual([told.active, told.client_id], [true, client.client_id]);
  },
  'the access token is one of RFC 9068 for its audience, and for no other': async () => {
    const { client, tokens } = signedIn;
    assert.equal((await accepted(tokens.access_token, client.client_id)).client_id, client.client_id);
    await assert.rejects(accepted(tokens.access_token, demo.api));
    await assert.rejects(accepted(tokens.id_token, client.client_id));
  },
  'a code works once': async () => {
    await assert.rejects(signedIn.again(), (error) => error.error === 'invalid_grant');
  },
  'client credentials of a machine': async () => {
    const machine = of('hr-zandmeer');
    const client = { client_id: machine.clientId };
    const parameters = { scope: 'poort.werkrelaties.read' };
    const ask = (secret) => oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretBasic(secret), parameters, insecure);
    const tokens = await oauth.processClientCredentialsResponse(server, client, await ask(machine.clientSecret));
    assert.equal((await accepted(tokens.access_token, demo.api)).sub, machine.clientId);
    const refused = ask('wrong').then((response) => oauth.processClientCredentialsResponse(server, client, response));
    await assert.rejects(refused, (error) => error.error === 'invalid_client' || error.cause?.[0]?.scheme === 'basic');
  },
});
