// Every check finds the faults planted for it in copies of the sample; a check without any proves nothing.

import assert from 'node:assert/strict';
import { mkdtempSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { CHECKS } from './checks.mjs';
import { SAMPLE } from './pages.mjs';
import { ONCE, view } from './views.mjs';

const sample = readFileSync(SAMPLE, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'krm-report-faults-'));
let browser;

before(async () => {
  cpSync(dirname(SAMPLE), folder, { recursive: true });
  browser = await launch();
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

for (const [number, check] of CHECKS.entries()) {
  describe(check.name, { concurrency: 3 }, () => {
    test('has faults to find', () => assert.notEqual(check.faults.length, 0));
    for (const [index, fault] of check.faults.entries()) {
      test(fault.what, async () => {
        const file = join(folder, `${number}-${index}.html`);
        const page = fault.change(sample);
        assert.notEqual(page, sample, 'the fault changes nothing');
        writeFileSync(file, page);
        const opened = await open(browser, file, fault.view ? view(fault.view) : ONCE);
        try {
          const found = await check.find(opened);
          assert.ok(found.some((problem) => fault.finds.test(problem)), `found: ${found.join('\n')}`);
        } finally {
          await opened.close();
        }
      });
    }
  });
}
