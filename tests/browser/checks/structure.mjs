// What the page says about itself: language, title, landmarks, headings, links that lead somewhere, tables
// and figures that can be read without seeing them.

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { changed, withMarkup } from '../edit.mjs';

export default {
  name: 'structure',
  once: true,

  async find({ page, file }) {
    const { problems, files } = await page.evaluate(look);
    const folder = dirname(file);
    const lost = files.filter((path) => !existsSync(resolve(folder, decodeURI(path))));
    return [...problems, ...lost.map((path) => `link to ${path}, which is not there`)];
  },

  faults: [
    {
      what: 'a page without a language',
      change: (html) => changed(html, ' lang="de"', ''),
      finds: /language/,
    },
    {
      what: 'a page without a title',
      change: (html) => changed(html, /<title>[^<]*/, '<title>'),
      finds: /title/,
    },
    { what: 'a second h1', change: withMarkup('<h1>noch einer</h1>'), finds: /2 h1/ },
    {
      what: 'a skipped level of headings',
      change: withMarkup('<h2>zwei</h2><h4>vier</h4>'),
      finds: /h4 „vier“ after h2/,
    },
    {
      what: 'no main part',
      change: (html) => html.replace('<main', '<div').replace('</main>', '</div>'),
      finds: /0 main/,
    },
    { what: 'an id given twice', change: withMarkup('<p id="content">x</p>'), finds: /id content/ },
    {
      what: 'a link to no place of the page',
      change: withMarkup('<p><a href="#nirgends">x</a></p>'),
      finds: /#nirgends/,
    },
    {
      what: 'a link to no file',
      change: withMarkup('<p><a href="data/keine.csv">x</a></p>'),
      finds: /data\/keine\.csv/,
    },
    {
      what: 'a table without a caption',
      change: (html) => changed(html, /<caption[\s\S]*?<\/caption>/, ''),
      finds: /caption/,
    },
    {
      what: 'a head cell without scope',
      change: (html) => changed(html, '<th scope="row">', '<th>'),
      finds: /scope/,
    },
    {
      what: 'an empty cell',
      change: (html) => changed(html, /(<td[^>]*>)[^<]+<\/td>/, '$1</td>'),
      finds: /empty cell/,
    },
    {
      what: 'a row that is too short',
      change: (html) => changed(html, /<td[^>]*>[^<]+<\/td><\/tr>/, '</tr>'),
      finds: /columns/,
    },
    {
      what: 'a figure without a caption',
      change: (html) => changed(html, /<figcaption>[\s\S]*?<\/figcaption>/, ''),
      finds: /figcaption/,
    },
    {
      what: 'a chart without a name',
      change: (html) => changed(html, /(<svg class="chart wide"[^>]*) aria-labelledby="[^"]*"/, '$1'),
      finds: /chart .* name/,
    },
    {
      what: 'a chart without an alternative',
      change: (html) => changed(html, /<desc id="[^"]*-w-d">[^<]*/, (desc) => desc.split('>')[0] + '>'),
      finds: /alternative/,
    },
    {
      what: 'a figure without its numbers',
      change: (html) =>
        changed(html, /<details class="data">[\s\S]*?<\/details><\/figure>/, '</figure><p>dazwischen</p>'),
      finds: /no table/,
    },
  ],
};

/** Runs in the page: problems, and the files it links to. */
function look() {
  const problems = [];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (element) => element.textContent.trim().replace(/\s+/g, ' ');
  const say = (problem) => problems.push(problem);

  if (document.documentElement.lang !== 'de') say('the page has no language');
  if (document.title.trim() === '') say('the page has no title');
  const landmarks = { h1: 'h1', main: 'main', header: 'body > header', nav: 'nav', footer: 'body > footer' };
  for (const [name, selector] of Object.entries(landmarks)) {
    if (all(selector).length !== 1) say(`${all(selector).length} ${name}, expected 1`);
  }

  let last = 0;
  for (const heading of all('h1, h2, h3, h4, h5, h6')) {
    const level = Number(heading.tagName[1]);
    if (words(heading) === '') say(`an empty h${level}`);
    if (level > last + 1) say(`h${level} „${words(heading)}“ after h${last}`);
    last = level;
  }

  const seen = new Set();
  for (const { id } of all('[id]')) {
    if (seen.has(id)) say(`id ${id} is given twice`);
    seen.add(id);
  }
  const targets = all('a[href]').map((link) => link.getAttribute('href'));
  for (const target of targets.filter((target) => target.startsWith('#'))) {
    if (!seen.has(target.slice(1))) say(`link to ${target}, which is not on the page`);
  }
  const files = targets.filter((target) => !/^(#|[a-z][a-z0-9+.-]*:)/i.test(target));

  for (const table of all('table')) {
    const caption = table.caption ? words(table.caption) : '';
    if (caption === '') say('a table without a caption');
    const widths = new Set(all('tr', table).map((row) => row.cells.length));
    if (widths.size !== 1) say(`rows with different numbers of columns in „${caption}“`);
    if (!table.tHead) say(`no head in „${caption}“`);
    for (const cell of all('th', table)) {
      const scope = cell.closest('thead') ? 'col' : 'row';
      if (cell.scope !== scope) say(`head cell „${words(cell)}“ without scope ${scope}`);
    }
    for (const cell of all('th, td', table)) {
      if (words(cell) === '') say(`an empty cell in „${caption}“`);
    }
  }

  for (const figure of all('figure')) {
    const caption = figure.querySelector(':scope > figcaption');
    if (!caption || words(caption) === '') say(`${figure.id} has no figcaption`);
    const linked = all('a[href^="#table-"]', figure).map((link) => link.hash.slice(1));
    const numbers = figure.querySelector('table, ul, ol, dl') ?? linked.find((id) => seen.has(id));
    const list = figure.nextElementSibling?.matches('ul, ol, dl, .table');
    if (!numbers && !list) say(`${figure.id} has no table`);
  }
  for (const chart of all('svg')) {
    const [name, alternative] = ['title', 'desc'].map((tag) => chart.querySelector(`:scope > ${tag}`));
    const labelled = (chart.getAttribute('aria-labelledby') ?? '').split(' ');
    const owner = chart.closest('figure')?.id ?? 'a page';
    if (chart.getAttribute('role') !== 'img') say(`chart of ${owner} without the role img`);
    if (!name || words(name) === '' || !labelled.includes(name.id)) say(`chart of ${owner} has no name`);
    if (!alternative || words(alternative) === '' || !labelled.includes(alternative.id)) {
      say(`chart of ${owner} has no alternative`);
    }
  }
  return { problems, files };
}
