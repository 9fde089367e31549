// WCAG 1.4.11: the marks that carry numbers stand out from the page at 3:1 in every scheme. Cells of a heat
// map carry their number in words; masked marks have an outline.

import { changed, withStyle } from '../edit.mjs';

const RATIO = 3;

export default {
  name: 'chart marks',

  async find({ page }) {
    return page.evaluate(look, RATIO);
  },

  faults: [
    { what: 'a pale series', change: withStyle('.chart .s2 { fill: #c9e4de; }'), finds: /s2 stands out at 1\.\d+:1/ },
    {
      what: 'a series that stays dark on the dark page',
      change: (html) => changed(html, '.chart .s1 { fill: #5b9bd5; }', ''),
      view: '1600 px, dark',
      finds: /s1 stands out at 1\.\d+:1/,
    },
    { what: 'a pale zero line', change: withStyle('.chart .a { stroke: #ddd; }'), finds: /a stands out at 1\.\d+:1/ },
  ],
};

/** Runs in the page. */
function look(ratio) {
  const problems = new Set();
  const page = window.colour.behind(document.body);
  for (const mark of document.querySelectorAll('.chart :is(.s1, .s2, .s3, .s4, .s5, .x, .a)')) {
    if (!mark.checkVisibility()) continue;
    const style = getComputedStyle(mark);
    const drawn = mark.matches('.x, .a') ? style.stroke : style.fill;
    const found = window.colour.contrast(drawn, page);
    if (found < ratio) problems.add(`${mark.getAttribute('class')} stands out at ${found.toFixed(2)}:1`);
  }
  return [...problems];
}
