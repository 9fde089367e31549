// The page is HTML and its charts are SVG as the Nu checker of the W3C reads them, without error or warning.

import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { changed, withMarkup, withStyle } from '../edit.mjs';

const JAR = createRequire(import.meta.url)('vnu-jar');

export default {
  name: 'conformance',
  once: true,

  async find({ file }) {
    const charts = join(dirname(file), 'charts');
    const drawings = existsSync(charts) ? readdirSync(charts).map((name) => join(charts, name)) : [];
    const told = await validate([file, ...drawings]);
    return told.map(
      ({ url, lastLine, subType, type, message, extract }) =>
        `${basename(url)}:${lastLine}: ${subType ?? type}: ${message} (${extract?.trim().slice(0, 80)})`,
    );
  },

  faults: [
    { what: 'a list item without a list', change: withMarkup('<li>x</li>'), finds: /li/ },
    { what: 'an unknown attribute', change: (html) => changed(html, '<main', '<main colour="1"'), finds: /colour/ },
    { what: 'a rule no browser knows', change: withStyle('p { colour: red; }'), finds: /colour/ },
    { what: 'an element that is not closed', change: withMarkup('<div>'), finds: /div/ },
  ],
};

/** What the checker says about files; it writes its findings as JSON to its error output. */
function validate(files) {
  const words = ['-jar', JAR, '--format', 'json', '--also-check-svg', '--stdout', ...files];
  return new Promise((done, failed) => {
    execFile('java', words, { maxBuffer: 1 << 26 }, (error, output, complaint) => {
      try {
        done(JSON.parse(output).messages);
      } catch {
        failed(new Error(`the checker did not run: ${complaint || error}`));
      }
    });
  });
}
