// axe-core finds nothing against WCAG 2.0 to 2.2, levels A and AA, nor against its best practices.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { withMarkup, withStyle } from '../edit.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export default {
  name: 'axe',

  async find({ page }) {
    await page.evaluate(AXE);
    const violations = await page.evaluate(async (tags) => {
      const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
      const result = await window.axe.run(document, options);
      return result.violations.flatMap((violation) =>
        violation.nodes.map((node) => [violation.id, node.target.join(' '), node.failureSummary]),
      );
    }, TAGS);
    return violations.map(([rule, target, summary]) => `${rule}: ${target}: ${summary}`);
  },

  faults: [
    {
      what: 'a link without a name',
      change: withMarkup('<p><a href="#content"></a></p>'),
      finds: /^link-name/,
    },
    {
      what: 'grey text on white',
      change: withStyle('main p { color: #999; }'),
      finds: /^color-contrast/,
    },
    {
      what: 'pale text on the dark page',
      change: withStyle('@media (prefers-color-scheme: dark) { main p { color: #555; } }'),
      view: '768 px, dark',
      finds: /^color-contrast/,
    },
    {
      what: 'text outside of all landmarks',
      change: (html) => html.replace('</body>', '<p>verloren</p></body>'),
      finds: /^region/,
    },
  ],
};
