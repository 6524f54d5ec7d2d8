// A browser for the checks: it keeps cookies, follows redirects and fills in forms, and has no screen.
import * as http from 'node:http';
import * as https from 'node:https';

// What browsers say when somebody goes to a page.
const NAVIGATION = { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };

// How long an answer may take, in milliseconds.
const PATIENCE = 30_000;

export class Browser {
  #cookies = new Map();

  /** `at`: for an address that is not where it says, where it is (as a proxy would). `tls`: whom it trusts, the certificate that it shows to who asks. */
  constructor(at = {}, tls = {}) {
    this.at = at;
    this.tls = tls;
  }

  /** Follows redirects to a page, or to the first address that begins with `until`, which is not asked. */
  async open(address, { until, ...request } = {}) {
    for (let hops = 0; hops < 20; hops += 1) {
      const url = new URL(address);
      if (until && url.href.startsWith(until)) return { url };
      const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
      const headers = { ...NAVIGATION, ...request.headers, Host: url.host, Cookie: cookie };
      const { status, location, cookies, text } = await ask(url, this.at[url.origin] ?? url.origin, { ...request, headers }, this.tls);
      for (const set of cookies) this.#keep(set);
      if (!location) return { url, status, text };
      address = new URL(location, url);
      request = {};
    }
    throw new Error(`redirects without an end, at ${new URL(address).origin}`);
  }

  /** Posts a form of a page: `fields` for what is to be typed, `choose` for a part of the label of what is to be chosen. */
  submit(page, fields, choose, until) {
    const form = forms(page.text).find((one) => one.inputs.some(({ name }) => name in fields)) ?? forms(page.text)[0];
    if (!form) throw new Error(`no form on ${page.url.pathname} (${page.status}): ${heading(page)}`);
    const body = new URLSearchParams();
    for (const { name, type, value } of form.inputs) {
      if (type === 'hidden') body.set(name, value);
      else if (type !== 'radio' && name in fields) body.set(name, fields[name]);
    }
    const radios = form.inputs.filter(({ type }) => type === 'radio');
    const chosen = radios.find(({ label }) => choose && label.includes(choose)) ?? radios[0];
    if (chosen) body.set(chosen.name, chosen.value);
    // Who presses the enter key presses the first button.
    if (form.button?.name) body.set(form.button.name, form.button.value);
    const headers = { Origin: page.url.origin, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.open(new URL(form.action, page.url), { until, method: 'POST', body, headers });
  }

  /** Goes on from a page of Poort until the browser is somewhere else: user name and password, and the organisation to act for. */
  async signIn(page, { username, password }, organisation, until) {
    const poort = page.url.origin;
    for (let pages = 0; pages < 5 && page.url.origin === poort && page.text; pages += 1) {
      if (page.status !== 200) throw new Error(`Poort answers ${page.status}: ${heading(page)}`);
      page = await this.submit(page, { username, password }, organisation, until);
    }
    return page;
  }

  #keep(set) {
    const [pair] = set.split(';');
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (/max-age=0(;|$)/i.test(set)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** Asks where a page really is. (`fetch` says of itself that it goes to no page, which some servers heed.) */
export function ask(url, origin, { method = 'GET', headers, body }, tls = {}) {
  return new Promise((resolve, reject) => {
    const { protocol, hostname, port } = new URL(origin);
    const options = { ...tls, hostname, port, path: url.pathname + url.search, method, headers, agent: false };
    const request = (protocol === 'https:' ? https : http).request(options, async (response) => {
      const { location, 'set-cookie': cookies = [] } = response.headers;
      const text = (await response.setEncoding('utf8').toArray()).join('');
      resolve({ status: response.statusCode, headers: response.headers, location, cookies, text });
    });
    request.setTimeout(PATIENCE, () => request.destroy(new Error(`no answer from ${origin}`)));
    request.on('error', reject).end(body && String(body));
  });
}

/** What stands above a page, or its alarm: for who reads why a check failed. */
export function heading({ text = '' }) {
  return [...text.matchAll(/<h1>([^<]*)|role="alert"[^>]*>([^<]*)/g)].map(([, title, alarm]) => title ?? alarm).join(': ');
}

function forms(html) {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes, inside]) => {
    const inputs = [...inside.matchAll(/<input\b([^>]*)>([^]*?)(?=<input|$)/g)];
    const button = /<button\b([^>]*)>/.exec(inside)?.[1] ?? '';
    return {
      button: { name: attribute(button, 'name'), value: attribute(button, 'value') },
      action: attribute(attributes, 'action') ?? '',
      inputs: inputs.map(([, of, label]) => ({ name: attribute(of, 'name'), type: attribute(of, 'type') ?? 'text', value: attribute(of, 'value') ?? '', label })),
    };
  });
}

function attribute(text, name) {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1];
  return found?.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replace(/&quot;/g, '"').replace(/&amp;/g, '&');
}

/** Runs named checks one after the other, prints pass or fail, and sets the exit status. */
export async function check(title, checks) {
  let failed = 0;
  for (const [name, run] of Object.entries(checks)) {
    try {
      await run();
      console.log(`pass  ${title}: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${title}: ${name}\n      ${error.message} ${error.cause?.message ?? ''}`);
    }
  }
  process.exitCode = failed > 0 ? 1 : 0;
}
