// Poort's pages in a real browser: `node check.mjs <demo.json> <browser> <poort> [page]`, of which the last two are the program and a part of the names of the
// pages to look at (without it: at all).
//
// Each page in each language: axe finds nothing (WCAG 2.1 AA), in light and in dark, on a screen and on a phone of 320 pixels, where nothing is cut off.
// A page asks nothing of anybody but Poort, and is written in the language that was asked.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { further } from './further.mjs';
import { languages, views } from './views.mjs';

const [description, executablePath, program, only = ''] = process.argv.slice(2);
const wanted = views.filter(([name]) => name.includes(only));
const demo = JSON.parse(await readFile(description, 'utf8'));
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const SCREENS = [
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 320, height: 640 } },
];

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const other = await further(program);
const found = [];
let looked = 0;
for (const language of languages) {
  for (const screen of SCREENS) {
    for (const [name, open] of wanted) {
      const complaints = await look(language, screen, open).catch((error) => [error.message.split('\n')[0]]);
      found.push(...complaints.map((one) => `${name} (${language}, ${screen.colorScheme}, ${screen.viewport.width} pixels): ${one}`));
      looked += 1;
    }
  }
}
await browser.close();
other.end();
for (const one of found) console.error(`FAIL ${one}`);
console.log(`${found.length === 0 ? 'PASS' : 'FAIL'} ${wanted.length} pages, looked at ${looked} times`);
process.exit(found.length === 0 ? 0 : 1);

/** What is wrong with a page. */
async function look(language, screen, open) {
  const context = await browser.newContext({ ...screen, locale: language, reducedMotion: 'reduce' });
  const strangers = [];
  const poorts = [demo.issuer, other.issuer].map((address) => new URL(address).origin);
  await context.route((url) => !poorts.includes(url.origin), (route) => {
    const request = route.request();
    if (!request.isNavigationRequest()) strangers.push(request.url());
    else if (new URL(request.url()).origin === other.provider) return route.continue();
    // The applications of the demo do not run here.
    return route.fulfill({ contentType: 'text/plain', body: 'the application' });
  });
  const page = await context.newPage();
  try {
    await open({ page, demo, other, language });
    await page.evaluate(axe);
    const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), STANDARD);
    const said = await page.evaluate(() => document.documentElement.lang);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    return [
      ...violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html}`),
      ...(said === language ? [] : [`the page says it is in ${said}`]),
      ...(wide > 0 ? [`${wide} pixels are cut off`] : []),
      ...strangers.map((url) => `asks ${url}`),
    ];
  } finally {
    await context.close();
  }
}
