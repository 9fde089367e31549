// Reports in states the sample does not show.

import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changed } from './edit.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Each project with its folder, and what is changed in its report.toml. */
const PROJECTS = [
  { name: 'every block in every state', from: 'tests/cases/gallery', change: (toml) => toml },
  {
    name: 'a draft about a year without a case',
    from: 'input',
    change: (toml) =>
      changed(changed(toml, 'year = 2017', 'year = 2015'), 'status = "final"', 'status = "draft"'),
  },
];

/** Builds every project into the folder and says where its page is. */
export function builtProjects(folder) {
  return PROJECTS.map(({ name, from, change }, number) => {
    const project = join(folder, `project-${number}`);
    cpSync(join(ROOT, from), project, { recursive: true });
    const toml = join(project, 'report.toml');
    writeFileSync(toml, change(readFileSync(toml, 'utf8')));
    const output = join(folder, `output-${number}`);
    build(project, output);
    const [year] = readdirSync(output).filter((entry) => !entry.endsWith('-internal'));
    return { name, file: join(output, year, 'report.html') };
  });
}

/** KRM_REPORT names the program, else cargo runs it. */
function build(project, output) {
  const cargo = ['cargo', 'run', '--quiet', '--locked', '--'];
  const [program, ...words] = process.env.KRM_REPORT ? [process.env.KRM_REPORT] : cargo;
  execFileSync(program, [...words, 'build', project, '--output', output], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
