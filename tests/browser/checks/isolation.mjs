// The page is alone: opened from the disk it asks for nothing, runs nothing and says nothing, and a policy
// forbids it to.

import { changed, withMarkup, withStyle } from '../edit.mjs';

const POLICY = /default-src 'none'/;

export default {
  name: 'isolation',

  async find({ page, url, messages, requests }) {
    const asked = requests.filter((request) => request !== url && !request.startsWith('data:'));
    const { policy, actors } = await page.evaluate(look);
    const problems = [
      ...messages.map((message) => `console: ${message}`),
      ...asked.map((request) => `request: ${request}`),
      ...actors.map((actor) => `may act: ${actor}`),
    ];
    if (!POLICY.test(policy)) problems.push(`policy: ${policy || 'none'}`);
    if (/script-src|connect-src|https?:|\*/.test(policy)) problems.push(`policy opens: ${policy}`);
    return problems;
  },

  faults: [
    { what: 'no policy', change: (html) => changed(html, /<meta http-equiv="Con[^>]*>/, ''), finds: /^policy: none/ },
    {
      what: 'a policy that lets scripts in',
      change: (html) => changed(html, "default-src 'none'", "default-src 'none'; script-src 'self'"),
      finds: /^policy opens/,
    },
    {
      what: 'a script',
      change: (html) => changed(html, '</body>', '<script>console.log(1)</script></body>'),
      finds: /^may act: script/,
    },
    {
      what: 'a word on the console',
      change: (html) => changed(html, '</body>', '<script>console.log(1)</script></body>'),
      finds: /^console/,
    },
    { what: 'a handler', change: withMarkup('<p onclick="void 0">x</p>'), finds: /^may act: .*onclick/ },
    {
      what: 'a picture from elsewhere',
      change: (html) =>
        changed(withMarkup('<p><img src="https://bild.invalid/a.png" alt="a"></p>')(html), /<meta http-equiv="Con[^>]*>/, ''),
      finds: /^request: https:\/\/bild\.invalid/,
    },
    {
      what: 'a font from the folder',
      change: (html) =>
        changed(
          withStyle('@font-face { font-family: X; src: url(fonts/x.woff2) } main p { font-family: X }')(html),
          /<meta http-equiv="Con[^>]*>/,
          '',
        ),
      finds: /^request: file:.*x\.woff2/,
    },
  ],
};

/** Runs in the page: its policy, and whatever could act. */
function look() {
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '';
  const actors = [];
  for (const element of document.querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase();
    if (['script', 'iframe', 'object', 'embed', 'form', 'link', 'base'].includes(tag)) actors.push(tag);
    if (element.matches('meta[http-equiv="refresh" i]')) actors.push('refresh');
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) actors.push(`${tag} with ${name}`);
      if (/^\s*javascript:/i.test(value)) actors.push(`${tag} with ${value}`);
    }
  }
  return { policy, actors };
}
