// WCAG 1.4.12: with the reader's own spacing of lines, paragraphs, letters and words nothing is lost.

import { withStyle } from '../edit.mjs';
import { textProblems } from '../text_boxes.mjs';

const SPACING = `
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }
  svg * { letter-spacing: normal !important; word-spacing: normal !important; }`;

export default {
  name: 'spacing',

  async find({ page }) {
    const style = await page.addStyleTag({ content: SPACING });
    const problems = await page.evaluate(textProblems);
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth);
    await style.evaluate((element) => element.remove());
    return wide ? ['the page scrolls sideways', ...problems] : problems;
  },

  faults: [
    {
      what: 'boxes of fixed height',
      change: withStyle('main p { height: 3.2rem; overflow: hidden; }'),
      finds: /cut off/,
    },
    {
      what: 'a line that only just fits',
      change: withStyle('.contents { width: 300px; overflow: hidden; } .contents li { white-space: nowrap; }'),
      view: '1600 px, light',
      finds: /cut off/,
    },
  ],
};
