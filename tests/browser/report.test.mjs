// Every page, in every view, passes every check.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { CHECKS } from './checks.mjs';
import { pages } from './pages.mjs';
import { ONCE, VIEWS } from './views.mjs';

const folder = mkdtempSync(join(tmpdir(), 'krm-report-pages-'));
let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

for (const { name, file } of pages(folder)) {
  describe(name, { concurrency: 3 }, () => {
    for (const view of VIEWS) {
      test(view.name, async () => {
        const opened = await open(browser, file, view);
        try {
          const problems = [];
          for (const check of CHECKS) {
            if (check.once && view !== ONCE) continue;
            const found = await check.find(opened);
            problems.push(...found.map((problem) => `${check.name}: ${problem}`));
          }
          if (problems.length > 0) assert.fail(problems.join('\n'));
        } finally {
          await opened.close();
        }
      });
    }
  });
}
