// The page on paper: A4, a bounded number of sheets, each with its running foot; table heads again on every
// sheet; nothing wider than the type area, nothing lost; black on white, whatever the screen's colours are.

import { changed, withMarkup, withStyle } from '../edit.mjs';
import { onPaper, SHEET } from '../paper.mjs';
import { withPixels } from '../pixels.mjs';
import { textProblems } from '../text_boxes.mjs';

/** The sample takes 23 sheets; many more are a layout that wastes paper. */
const MOST_SHEETS = 30;
/** The mean lightness (0 black, 1 white) no sheet falls below. */
const DARKEST = 0.8;
/** Points; type below this cannot be read on a copy of a copy. */
const SMALLEST = 6.5;
/** The width between the margins in px: 165 mm. */
const TYPE_AREA = 623;

export default {
  name: 'paper',
  once: true,

  async find(opened) {
    const { page, view } = opened;
    await page.evaluate(() => document.querySelectorAll('details').forEach((it) => { it.open = false; }));
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.setViewportSize({ width: TYPE_AREA, height: 900 });
    const { blocks, problems } = await page.evaluate(readPage, SMALLEST);
    problems.push(...(await page.evaluate(textProblems)));
    problems.push(...(await onPaper(page, (paper) => look(paper, blocks, opened))));
    await page.emulateMedia({ media: null, colorScheme: view.colorScheme });
    await page.setViewportSize({ width: view.width, height: view.height });
    return problems;
  },

  faults: [
    { what: 'another format', change: (html) => changed(html, 'size: A4', 'size: A5'), finds: /148 x 210 mm/ },
    {
      what: 'no running foot',
      change: (html) => changed(html, /@bottom-right \{[^}]*\}/, ''),
      finds: /sheet 1 does not end with „Seite 1 von/,
    },
    {
      what: 'a chapter on sheets of their own',
      change: withStyle('@media print { main p, tr { break-before: page; } }'),
      finds: /\d{2,} sheets/,
    },
    {
      what: 'table heads that are not repeated',
      change: withStyle('@media print { thead { display: table-row-group; } }'),
      finds: /head of .* is not repeated/,
    },
    {
      what: 'something wider than the sheet',
      change: withMarkup(`<p style="white-space: nowrap">${'breit '.repeat(40)}</p>`),
      finds: /outside the page: „breit/,
    },
    {
      what: 'words in the margin',
      change: withStyle('@media print { main p { position: relative; left: -12mm; } }'),
      finds: /outside the type area/,
    },
    {
      what: 'what is closed on the screen and lost on paper',
      change: withMarkup('<details><summary>mehr</summary><p>Das steht nur am Bildschirm.</p></details>'),
      finds: /not on paper: „Das steht nur/,
    },
    {
      what: 'the dark page on paper',
      change: (html) => changed(html, '@media screen and (prefers-color-scheme: dark)', '@media (prefers-color-scheme: dark)').replace('</style>', 'html { print-color-adjust: exact; background: var(--page); }</style>'),
      finds: /is dark/,
    },
    { what: 'type too small', change: withStyle('@media print { main p { font-size: 5pt; } }'), finds: /type of \d\.\d pt/ },
  ],
};

async function look(paper, blocks, { browser }) {
  const problems = [];
  const { sheets, width, height } = paper.info();
  if (Math.abs(width - SHEET.width) > 1 || Math.abs(height - SHEET.height) > 1) {
    problems.push(`format ${[width, height].map((points) => Math.round((points / 72) * 25.4)).join(' x ')} mm`);
  }
  if (sheets > MOST_SHEETS) problems.push(`${sheets} sheets, expected ${MOST_SHEETS} at most`);

  paper.sheets().forEach((text, index) => {
    const foot = `Seite ${index + 1} von ${sheets}`;
    if (!text.trimEnd().endsWith(foot)) problems.push(`sheet ${index + 1} does not end with „${foot}“`);
  });

  for (const { sheet, left, right, text } of paper.words()) {
    if (left < SHEET.left - 2 || right > SHEET.width - SHEET.right + 2) {
      problems.push(`outside the type area of sheet ${sheet}: „${text}“`);
    }
  }

  const printed = letters(paper.body());
  for (const block of blocks) {
    if (!printed.includes(letters(block))) problems.push(`not on paper: „${block}“`);
  }

  for (const [index, picture] of paper.pictures(20).entries()) {
    const light = await withPixels(browser, picture, lightness);
    if (light < DARKEST) problems.push(`sheet ${index + 1} is dark: ${light.toFixed(2)}`);
  }
  return problems;
}

/** Text without blanks and hyphens: what line ends may add or take away. */
function letters(text) {
  return text.normalize('NFKC').replace(/[\s\u00ad\u2010-]/gu, '');
}

/** Runs on a sheet's picture: its mean lightness. */
function lightness({ width, height, at }) {
  let sum = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) sum += Math.max(...at(x, y));
  }
  return sum / (width * height * 255);
}

/** Runs in the page, in print: what must be on paper, and what is wrong before it is printed. */
function readPage(points) {
  const problems = new Set();
  for (const table of document.querySelectorAll('table')) {
    const display = table.tHead && getComputedStyle(table.tHead).display;
    if (display !== 'table-header-group') problems.add(`head of „${table.id || table.caption?.textContent}“ is not repeated`);
  }
  const smallest = (points * 96) / 72;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (node.data.trim() === '' || parent.closest('.spoken, title, desc') || !parent.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize) * (parent.getScreenCTM?.().a ?? 1);
    if (size < smallest) problems.add(`type of ${((size * 72) / 96).toFixed(1)} pt: „${node.data.trim().slice(0, 40)}“`);
  }
  // one block for each text that readers of the screen can get at, opened or not
  const blocks = [];
  for (const element of document.querySelectorAll('h1, h2, h3, h4, p, th, td, dt, dd, caption > span, figcaption > span')) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('.spoken').forEach((spoken) => spoken.remove());
    const text = copy.textContent.trim().replace(/\s+/g, ' ');
    if (text !== '' && !element.matches('.draft-mark')) blocks.push(text);
  }
  return { blocks: [...new Set(blocks)], problems: [...problems] };
}
