// Debian's Chromium, and a page opened in one view of it.

import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { colour } from './colour.mjs';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

// Nothing of Chromium's own goes to the network while pages are watched for doing so.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One headless browser for all views. */
export async function launch() {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('no Chromium: set CHROMIUM or install the package chromium');
  return chromium.launch({ executablePath, args: QUIET });
}

/**
 * A page as one reader sees it: opened from the disk in a context of its own, with everything it says on
 * the console and every address it asks for.
 */
export async function open(browser, file, view) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.colorScheme,
    forcedColors: view.forcedColors,
    reducedMotion: 'reduce',
    locale: 'de-DE',
  });
  await context.addInitScript(colour);
  const page = await context.newPage();
  const messages = [];
  const requests = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`error: ${error.message}`));
  page.on('request', (request) => requests.push(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  // What is folded is looked at like the rest; paper closes it again.
  await page.evaluate(() => document.querySelectorAll('details').forEach((it) => { it.open = true; }));
  return { browser, page, view, file, url, messages, requests, close: () => context.close() };
}
