// Reports in states the sample does not show, built from it with a few words changed.

import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changed } from './edit.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A label nobody can break at a space, as long as the longest German compounds in use. */
const LONG = 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung';

const PROJECTS = {
  'a draft about a year without a case': (toml) =>
    changed(changed(toml, 'year = 2017', 'year = 2015'), 'status = "final"', 'status = "draft"'),
  'much masked': (toml) => changed(toml, 'threshold = 3', 'threshold = 6'),
  'labels without a space': (toml) =>
    changed(
      changed(toml, 'label = "Kommunale Leistungen"', `label = "${LONG}"`),
      /label = "(Kosten der Unterkunft und Heizung|Unterkunft und Umzug|Beschwerden)"/g,
      `label = "${LONG}"`,
    ),
};

/** Builds every project into the folder and says where its page is. */
export function builtProjects(folder) {
  return Object.entries(PROJECTS).map(([name, change], number) => {
    const project = join(folder, `project-${number}`);
    cpSync(join(ROOT, 'input'), project, { recursive: true });
    const toml = join(project, 'report.toml');
    writeFileSync(toml, change(readFileSync(toml, 'utf8')));
    const output = join(folder, `output-${number}`);
    build(project, output);
    const [year] = readdirSync(output).filter((entry) => !entry.endsWith('-internal'));
    return { name, file: join(output, year, 'index.html') };
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
