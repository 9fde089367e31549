// Which pages are under test. PAGES names them, separated by colons; without it they are the committed
// sample and the projects of projects.mjs.

import { existsSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtProjects } from './projects.mjs';

export const SAMPLE = fileURLToPath(new URL('../../output/2017/report.html', import.meta.url));

/** The pages: name and path of each. The folder takes those that are built. */
export function pages(folder) {
  if (!process.env.PAGES) return [{ name: 'sample', file: SAMPLE }, ...builtProjects(folder)];
  const listed = process.env.PAGES.split(delimiter).filter(Boolean);
  return listed.map((path) => {
    const file = resolve(path);
    if (!existsSync(file)) throw new Error(`PAGES names ${path}, which does not exist`);
    return { name: path, file };
  });
}
