// The page as Chromium prints it, and poppler's reading of it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const POINTS_PER_MM = 72 / 25.4;

/** A4 and the margins of the style sheet, in points. */
export const SHEET = {
  width: 210 * POINTS_PER_MM,
  height: 297 * POINTS_PER_MM,
  top: 25 * POINTS_PER_MM,
  right: 20 * POINTS_PER_MM,
  bottom: 22 * POINTS_PER_MM,
  left: 25 * POINTS_PER_MM,
};

/** Prints the page and hands the paper to `read`; it is thrown away afterwards. */
export async function onPaper(page, read) {
  const folder = mkdtempSync(join(tmpdir(), 'krm-report-paper-'));
  try {
    const path = join(folder, 'page.pdf');
    await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
    return await read(new Paper(path, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Paper {
  constructor(path, folder) {
    this.path = path;
    this.folder = folder;
  }

  /** Number of sheets and their size in points. */
  info() {
    const told = run('pdfinfo', [this.path]);
    const [, width, height] = told.match(/Page size:\s+([\d.]+) x ([\d.]+) pts/).map(Number);
    return { sheets: Number(told.match(/Pages:\s+(\d+)/)[1]), width, height };
  }

  /** The text of every sheet, head and foot included, as it is laid out. */
  sheets() {
    return run('pdftotext', ['-layout', this.path, '-']).split('\f').slice(0, -1);
  }

  /** The text between heads and feet, in the order of the page, over all sheets. */
  body() {
    const { left, top, right, bottom, width, height } = SHEET;
    const [x, y, w, h] = [left - 9, top, width - left - right + 18, height - top - bottom].map(Math.round);
    return run('pdftotext', ['-raw', '-nopgbrk', '-x', x, '-y', y, '-W', w, '-H', h, this.path, '-']);
  }

  /** Every word with its sheet, box in points and text. */
  words() {
    const found = [];
    const told = run('pdftotext', ['-bbox', this.path, '-']);
    told.split('<page ').slice(1).forEach((sheet, index) => {
      for (const [, left, top, right, bottom, text] of sheet.matchAll(
        /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g,
      )) {
        found.push({ sheet: index + 1, left: +left, top: +top, right: +right, bottom: +bottom, text });
      }
    });
    return found;
  }

  /** Pictures of the sheets as PNG. */
  pictures(resolution) {
    run('pdftoppm', ['-png', '-r', resolution, this.path, join(this.folder, 'sheet')]);
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.png')).sort();
    return names.map((name) => readFileSync(join(this.folder, name)));
  }
}

function run(program, words) {
  return execFileSync(program, words.map(String), { encoding: 'utf8', maxBuffer: 1 << 28 });
}
