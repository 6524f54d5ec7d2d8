// What the checks with oauth4webapi share: the issuer as it was discovered, and one sign-in.
import { readFileSync } from 'node:fs';
import * as oauth from 'oauth4webapi';
import { Browser } from './browser.mjs';

export const demo = JSON.parse(readFileSync(process.argv[2], 'utf8'));
export const an = demo.personas.find((one) => one.username === 'an');
export const insecure = { [oauth.allowInsecureRequests]: new URL(demo.issuer).protocol === 'http:' };
export const of = (id) => demo.clients.find((one) => one.clientId === id);

const issuer = new URL(demo.issuer);
export const server = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...insecure }).then((response) => oauth.processDiscoveryResponse(issuer, response));

/**
 * One sign-in, from the request for a code to verified tokens. `client`: how the application is known; `person`: who signs in; `changed`: makes other parameters of
 * the authorization request; `options`: for the request for tokens, such as a DPoP handle.
 */
export async function flow({ client, authentication, person = an, redirectUri, scope, changed = (parameters) => parameters, options = {} }) {
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const parameters = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state,
    nonce,
    max_age: '600',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const request = new URL(server.authorization_endpoint);
  request.search = await changed(parameters);
  const browser = new Browser();
  const callback = await browser.signIn(await browser.open(request, { until: redirectUri }), person, 'Zandmeer', redirectUri);
  const answer = oauth.validateAuthResponse(server, client, callback.url, state);
  const redeem = () => oauth.authorizationCodeGrantRequest(server, client, authentication, answer, redirectUri, verifier, { ...insecure, ...options });
  const response = await redeem();
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce, maxAge: 600, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, response, insecure);
  const again = () => redeem().then((second) => oauth.processAuthorizationCodeResponse(server, client, second));
  return { client, authentication, tokens, claims: oauth.getValidatedIdTokenClaims(tokens), again };
}
