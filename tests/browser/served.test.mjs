// The folder as an intranet serves it that allows a page nothing but its own files: everything is there and nothing is refused.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { SAMPLE } from './pages.mjs';

const TYPES = { '.html': 'text/html', '.css': 'text/css', '.woff2': 'font/woff2', '.csv': 'text/csv' };

let browser;
let server;
before(async () => {
  browser = await launch();
  server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    try {
      const content = await readFile(join(dirname(SAMPLE), path));
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': "default-src 'self'" });
      response.end(content);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve));
});

/** A page of the folder, with what the browser says of it. */
async function opened(name) {
  const page = await browser.newPage();
  const messages = [];
  page.on('console', (message) => messages.push(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/${name}`, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  const fonts = await page.evaluate(() => [...document.fonts].filter((font) => font.status === 'loaded').length);
  // The browser asks for a picture of the site by itself.
  return { page, messages: messages.filter((text) => !text.includes('404')), fonts };
}

test('the page in the folder works where only files of the site are allowed', async () => {
  const { page, messages, fonts } = await opened('index.html');
  assert.deepEqual(messages, []);
  assert.ok(fonts >= 2, `${fonts} fonts`);
  const goals = await page.evaluate(() => [...document.querySelectorAll('a[download]')].map((link) => link.href));
  assert.ok(goals.length > 20, `${goals.length} downloads`);
  for (const goal of goals) {
    const answer = await page.request.get(goal);
    assert.equal(answer.status(), 200, goal);
  }
});

test('a table and a chart in a frame have their style, their fonts and their download', async () => {
  for (const name of ['embed/chart-topics.html', 'embed/table-complaint_topics.html']) {
    const { page, messages, fonts } = await opened(name);
    assert.deepEqual(messages, [], name);
    assert.ok(fonts >= 2, `${name}: ${fonts} fonts`);
    const goal = await page.evaluate(() => document.querySelector('a[download]').href);
    assert.equal((await page.request.get(goal)).status(), 200, goal);
  }
});

test('the page that stands alone is refused there, so this test can fail', async () => {
  const { messages } = await opened('report.html');
  assert.ok(messages.some((text) => text.includes('Content Security Policy')), messages.join('\n'));
});
