// A complete flow with oauth4webapi, which checks every answer against the letter of the specifications: discovery, the authorization response (state, iss), the token
// response, the ID token and its signature, userinfo, introspection, the access token (RFC 9068), client credentials, and errors.
//
//   node strict.mjs <demo.json>
import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { check } from './browser.mjs';
import { an, demo, flow, insecure, of, server } from './flow.mjs';

const holder = (right) => demo.personas.find((one) => one.werkrelaties.some(({ rights }) => rights.some((held) => held.right === right)));

/** A sign-in at an application of the demo; `algorithm` is what it agreed on. */
function signIn(clientId, algorithm, authentication, person = an) {
  const { redirectUris: [redirectUri], scopes } = of(clientId);
  const client = { client_id: clientId, id_token_signed_response_alg: algorithm, require_auth_time: false };
  return flow({ client, authentication, person, redirectUri, scope: scopes.filter((scope) => scope !== 'rrn').join(' ') });
}

/** What the library makes of an access token that comes with a request. */
function accepted(token, audience) {
  const request = new Request('http://127.0.0.1/', { headers: { Authorization: `Bearer ${token}` } });
  return oauth.validateJwtAccessToken(server, request, audience, insecure);
}

let signedIn;
await check('oauth4webapi', {
  'code flow with client_secret_basic and ES256': async () => {
    signedIn = await signIn('cultuurmonitor-portaal', 'ES256', oauth.ClientSecretBasic(of('cultuurmonitor-portaal').clientSecret));
    const roles = signedIn.claims.ccinc_cultuurmonitor_rol_3D;
    assert.ok(roles.includes('CultuurMonitorInvoerder-cultuurcentra:0999001515'), `roles: ${roles}`);
  },
  'code flow with client_secret_post and RS256': async () => {
    const premiezoeker = of('premiezoeker-portaal');
    await signIn(premiezoeker.clientId, 'RS256', oauth.ClientSecretPost(premiezoeker.clientSecret), holder('PremiezoekerGebruiker'));
  },
  'code flow of a public client': async () => {
    await signIn('beheer', 'ES256', oauth.None());
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
