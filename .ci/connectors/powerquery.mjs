// Parses what is written in Power Query's language, and looks for the texts and pictures that it
// names. Prints what is wrong, and fails when something is.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pq from '@microsoft/powerquery-parser';

const folder = process.argv[2];
const wrong = [];

function all(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}

const sources = readdirSync(folder).filter((name) => name.endsWith('.pq'));
for (const name of sources) {
  const text = readFileSync(join(folder, name), 'utf8');
  const parsed = await pq.TaskUtils.tryLexParse(pq.DefaultSettings, text);
  if (!pq.TaskUtils.isParseStageOk(parsed)) {
    wrong.push(`${name}: ${parsed.error?.message ?? 'cannot be read'}`);
  }
}

// What the tables of the project load, and its parameter.
const definition = join(folder, 'project/Effekt.SemanticModel/definition');
const tables = readdirSync(join(definition, 'tables'));
for (const name of tables) {
  const text = readFileSync(join(definition, 'tables', name), 'utf8');
  const source = /^\t\tsource =\n((?:\t\t\t\t.*\n?)+)/m.exec(text)?.[1] ?? '';
  const parsed = await pq.TaskUtils.tryLexParse(pq.DefaultSettings, source);
  if (source === '' || !pq.TaskUtils.isParseStageOk(parsed)) {
    wrong.push(`${name}: ${parsed.error?.message ?? 'loads nothing'}`);
  }
}
const parameter = /^expression \w+ = (.+)$/m.exec(
  readFileSync(join(definition, 'expressions.tmdl'), 'utf8'),
)?.[1];
if (!pq.TaskUtils.isParseStageOk(await pq.TaskUtils.tryLexParse(pq.DefaultSettings, parameter ?? ''))) {
  wrong.push('expressions.tmdl: the parameter cannot be read');
}

const connector = readFileSync(join(folder, 'Effekt.pq'), 'utf8');
const resources = readFileSync(join(folder, 'resources.resx'), 'utf8');
const said = new Set(all(connector, /Extension\.LoadString\("([^"]+)"\)/g));
const known = new Set(all(resources, /<data name="([^"]+)"/g));
said.forEach((key) => known.has(key) || wrong.push(`resources.resx: there is no ${key}`));
known.forEach((key) => said.has(key) || wrong.push(`resources.resx: nobody says ${key}`));

for (const name of new Set(all(connector, /Extension\.Contents\("([^"]+)"\)/g))) {
  const picture = readFileSync(join(folder, name));
  const size = Number(/(\d+)\.png$/.exec(name)[1]);
  if (picture.readUInt32BE(16) !== size || picture.readUInt32BE(20) !== size) {
    wrong.push(`${name}: is not ${size} pixels wide and high`);
  }
}

// The connector is a data source of the kind that it declares, and its functions are in its section.
const section = /^section (\w+);/m.exec(connector)?.[1];
for (const kind of all(connector, /DataSource\.Kind = "([^"]+)"/g)) {
  if (kind !== section || !new RegExp(`^${kind} = \\[`, 'm').test(connector)) {
    wrong.push(`Effekt.pq: there is no data source ${kind} in section ${section}`);
  }
}
for (const publish of all(connector, /Publish = "([^"]+)"/g)) {
  if (!connector.includes(`\n${publish} = [`)) {
    wrong.push(`Effekt.pq: there is no ${publish}`);
  }
}

// The archive has the same bytes each time.
const work = mkdtempSync(join(tmpdir(), 'effekt-mez-'));
try {
  const [one, other] = ['a.mez', 'b.mez'].map((name) => {
    execFileSync(join(folder, 'build'), [join(work, name)], { stdio: 'pipe' });
    return readFileSync(join(work, name));
  });
  if (!one.equals(other) || one.readUInt32LE(0) !== 0x04034b50) {
    wrong.push('build: the archive differs from time to time, or is none');
  }
} finally {
  rmSync(work, { recursive: true });
}

wrong.forEach((line) => console.error(`${folder}/${line}`));
console.log(`${folder}: ${sources.join(', ')}, ${known.size} texts`);
process.exit(wrong.length > 0 ? 1 : 0);
