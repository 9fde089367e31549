// WCAG 1.4.10: no sideways scrolling of the page. What is wider (tables only) scrolls in a region of its own
// that has a name and can be reached by keyboard. No words lie upon each other or are cut off.

import { withMarkup, withStyle } from '../edit.mjs';
import { textProblems } from '../text_boxes.mjs';

export default {
  name: 'reflow',

  async find({ page }) {
    return [...(await page.evaluate(look)), ...(await page.evaluate(textProblems))];
  },

  faults: [
    {
      what: 'a line that does not wrap',
      change: withStyle('main p { white-space: nowrap; }'),
      view: '320 px, light',
      finds: /scrolls sideways/,
    },
    {
      what: 'a word in a heading that is wider than the screen',
      change: withMarkup(`<h2 style="overflow-wrap: normal">${'Zuständigkeit'.repeat(6)}</h2>`),
      view: '320 px, light',
      finds: /outside the page: „Zuständigkeit/,
    },
    {
      what: 'a scroll box no key reaches',
      change: (html) => html.replaceAll(' tabindex="0"', ''),
      view: '320 px, light',
      finds: /no key reaches/,
    },
    {
      what: 'a scroll box without a name',
      change: (html) => html.replaceAll(/(<div class="scroll"[^>]*) aria-labelledby="[^"]*"/g, '$1'),
      view: '320 px, light',
      finds: /no name/,
    },
    {
      what: 'prose in a scroll box',
      change: withStyle('main p { overflow-x: auto; white-space: nowrap; }'),
      view: '320 px, light',
      finds: /scrolls, but is no table/,
    },
    {
      what: 'words upon words',
      change: withStyle('main h2 { margin-bottom: -1.5rem; }'),
      finds: /lies upon/,
    },
    {
      what: 'words cut off',
      change: withStyle('main p { height: 1rem; overflow: hidden; }'),
      finds: /cut off/,
    },
  ],
};

/** Runs in the page. */
function look() {
  const problems = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > innerWidth) problems.push(`the page scrolls sideways: ${root.scrollWidth} px`);
  for (const box of document.querySelectorAll('body *')) {
    if (!/auto|scroll/.test(getComputedStyle(box).overflowX) || box.scrollWidth <= box.clientWidth) continue;
    const words = box.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
    if (!box.querySelector('table')) problems.push(`„${words}“ scrolls, but is no table`);
    if (box.tabIndex !== 0) problems.push(`no key reaches the scroll box „${words}“`);
    const name = document.getElementById(box.getAttribute('aria-labelledby'));
    if (box.getAttribute('role') !== 'region' || !name?.textContent.trim()) {
      problems.push(`the scroll box „${words}“ has no name`);
    }
  }
  return problems;
}
