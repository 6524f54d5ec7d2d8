// The pages, and how somebody gets there.

/** The languages that Poort speaks. */
export const languages = ['nl', 'en', 'fr', 'de'];

export const views = [
  ['the first page', ({ page, demo }) => go(page, demo, '/')],
  ['login', ({ page, demo, language }) => go(page, demo, authorization(language, 'beheer'))],
  ['login, mistyped', async ({ page, demo, language }) => {
    await go(page, demo, authorization(language, 'beheer'));
    await logIn(page, { username: 'nobody', password: 'x' });
    await heard(page, '[role=alert]');
  }],
  ['login, with cards and other providers', ({ page, other }) => go(page, other, '/aanmelden')],
  ['login, with a card that is none', ({ page, other }) => go(page, other, '/aanmelden/eid')],
  ['on the way to another provider', async ({ page, other }) => {
    // It never answers, so that the page stays.
    await page.route((url) => url.origin === other.provider, (route) => route.fulfill({ status: 204 }));
    await go(page, other, '/aanmelden');
    await page.click('button[value=nummer]');
    await heard(page, `a[href^="${other.provider}"]`);
  }],
  ['choice of an organisation', async ({ page, demo, language }) => {
    await go(page, demo, authorization(language, 'beheer'));
    await logIn(page, persona(demo, 'nele'));
    await heard(page, 'input[type=radio]');
  }],
  ['signed in', (site) => signedIn(site, '/')],
  ['password', (site) => signedIn(site, '/wachtwoord')],
  ['consent', async (site) => {
    await signedIn(site, '/');
    await go(site.page, site.demo, `${authorization(site.language, 'beheer')}&prompt=consent`);
    if (await site.page.$('input[type=radio]')) {
      await site.page.click('input[type=radio]');
      await site.page.click('button[type=submit]');
    }
    await heard(site.page, 'button[value=akkoord]');
  }],
  ['consents', (site) => signedIn(site, '/toestemmingen')],
  ['a recovery address', (site) => signedIn(site, '/hersteladres')],
  ['a forgotten password', ({ page, demo }) => go(page, demo, '/wachtwoord/vergeten')],
  ['a forgotten password, asked', async ({ page, demo }) => {
    await go(page, demo, '/wachtwoord/vergeten');
    await page.fill('#username', 'nobody');
    await page.click('button[type=submit]');
    await heard(page, '[role=status]');
  }],
  ['sessions', (site) => signedIn(site, '/sessies')],
  ['a second factor', (site) => signedIn(site, '/tweede-factor')],
  ['a second factor, mistyped', async (site) => {
    await signedIn(site, '/tweede-factor');
    await site.page.fill('#code', '000000');
    await site.page.click('button[type=submit]');
    await heard(site.page, '[role=alert]');
  }],
  ['a second step', (site) => signedIn(site, '/tweede-stap')],
  ['links', async ({ page, other }) => {
    await go(page, other, '/aanmelden');
    await page.click('button[value=nummer]');
    await heard(page, 'a[href*=logout]');
    await go(page, other, '/koppelingen');
    if (await page.$('button[name=remove]')) return;
    await page.click('button[value=koppeling]');
    await heard(page, 'button[name=remove]');
  }],
  ['sign out', (site) => signedIn(site, '/op/v1/logout')],
  ['signed out', ({ page, demo }) => go(page, demo, '/op/v1/logout')],
  ['a code of a device', (site) => signedIn(site, '/toestel')],
  ['an unknown application', ({ page, demo, language }) => go(page, demo, authorization(language, 'nobody'))],
  ['no such page', ({ page, demo }) => go(page, demo, '/nergens')],
];

function authorization(language, client) {
  const query = new URLSearchParams({
    client_id: client,
    redirect_uri: 'http://127.0.0.1:3000/callback',
    response_type: 'code',
    scope: 'openid vo poort.me',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ui_locales: language,
  });
  return `/op/v1/auth?${query}`;
}

function persona(demo, username) {
  const found = demo.personas.find((one) => one.username === username);
  if (!found) throw new Error(`the demo has no ${username}`);
  return found;
}

async function go(page, demo, path) {
  await page.goto(new URL(path, demo.issuer).href);
  await heard(page, 'h1');
}

async function logIn(page, { username, password }) {
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
}

async function signedIn({ page, demo }, path) {
  await go(page, demo, '/aanmelden');
  await logIn(page, persona(demo, 'an'));
  await heard(page, 'a[href*=logout]');
  if (path !== '/') await go(page, demo, path);
}

/** Waits for what the page must have. */
async function heard(page, selector) {
  await page.waitForSelector(selector, { timeout: 10_000 });
}
