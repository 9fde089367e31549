// By Tab alone: the first stop is the skip link, which then shows and leads into the main part; every stop
// can be seen, is not covered, and is marked by a line of at least 2 px and 3:1.

import { changed, withStyle } from '../edit.mjs';

export default {
  name: 'keyboard',

  async find({ page }) {
    const problems = [];
    const expected = await page.evaluate(() => document.querySelectorAll('a[href]:not([tabindex="-1"]), [tabindex="0"], summary').length);
    let stops = 0;
    for (; stops < expected; stops += 1) {
      await page.keyboard.press('Tab');
      const problem = (stops === 0 && (await page.evaluate(skipLink))) || (await page.evaluate(stop));
      if (problem === 'left') break;
      if (problem) problems.push(problem);
    }
    if (stops < expected) problems.push(`${stops} stops of ${expected}`);

    await page.evaluate(() => document.querySelector('.skip').focus());
    await page.keyboard.press('Enter');
    const top = await page.evaluate(() => document.querySelector('main').getBoundingClientRect().top);
    if (Math.abs(top) > 80) problems.push('the skip link does not lead to the main part');
    await page.evaluate(() => scrollTo(0, 0));
    return problems;
  },

  faults: [
    {
      what: 'no mark of the focus',
      change: withStyle('a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: none !important; }'),
      finds: /not marked/,
    },
    {
      what: 'a pale mark of the focus',
      change: withStyle('a:focus-visible { outline-color: #eee !important; }'),
      finds: /mark of 1\.\d+:1/,
    },
    {
      what: 'a skip link that stays hidden',
      change: withStyle('.skip:focus { left: -100rem; }'),
      finds: /skip link is not to be seen/,
    },
    {
      what: 'a skip link that leads nowhere',
      change: (html) => changed(html, 'class="skip" href="#content"', 'class="skip" href="#"'),
      finds: /does not lead/,
    },
    {
      what: 'a link before the skip link',
      change: (html) => changed(html, '<body>', '<body><a href="#content">zuerst</a>'),
      finds: /first stop is „zuerst“/,
    },
    {
      what: 'a bar over the page',
      change: withStyle('.masthead { position: fixed; inset: 0; background: var(--page); z-index: 9; }'),
      finds: /covered/,
    },
  ],
};

/** Runs in the page after the first Tab. */
function skipLink() {
  const link = document.activeElement;
  if (!link.matches('.skip')) return `the first stop is „${link.textContent.trim().slice(0, 40)}“`;
  const { left, top, right, bottom } = link.getBoundingClientRect();
  const seen = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right - left > 20;
  return seen && getComputedStyle(link).opacity === '1' ? null : 'the skip link is not to be seen';
}

/** Runs in the page after a Tab: what is wrong with where the focus is now. */
function stop() {
  const element = document.activeElement;
  if (element === document.body) return 'left';
  const name = element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
  const rects = [...element.getClientRects()];
  const visible = rects.find(({ top, bottom, left, right }) => bottom > 0 && top < innerHeight && right > 0 && left < innerWidth);
  if (!visible) return `„${name}“ has the focus out of sight`;
  const x = Math.min(Math.max((visible.left + visible.right) / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max((visible.top + visible.bottom) / 2, 1), innerHeight - 1);
  const at = document.elementFromPoint(x, y);
  if (!at || !(element.contains(at) || at.contains(element))) return `„${name}“ is covered`;
  const style = getComputedStyle(element);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return `„${name}“ is not marked`;
  const ratio = window.colour.contrast(style.outlineColor, window.colour.behind(element.parentElement));
  return ratio < 3 ? `„${name}“ has a mark of ${ratio.toFixed(2)}:1` : null;
}
