// Writes a LookML view for each set of ../catalogue.json: node views.mjs. With --check it writes
// nothing, and fails when a view is not what it would write. What people add stays in
// measures.lkml, as refinements.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HEAD = '# Written by views.mjs from catalogue.json; add to it in measures.lkml.\n';
const DAY_FRAMES = '[raw, date, week, month, quarter, year]';
const MOMENT_FRAMES = '[raw, time, date, week, month, quarter, year]';

const here = new URL('.', import.meta.url);

function quoted(text) {
  return JSON.stringify(text).replaceAll('\\"', "'");
}

function label(name) {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2');
}

function typed(column) {
  switch (column.type) {
    case 'string':
      return ['type: string'];
    case 'boolean':
      return ['type: yesno'];
    case 'date':
      return ['type: time', `timeframes: ${DAY_FRAMES}`, 'datatype: date', 'convert_tz: no'];
    case 'datetime':
      return ['type: time', `timeframes: ${MOMENT_FRAMES}`, 'datatype: timestamp'];
    case 'integer':
      return ['type: number', 'value_format_name: id'];
    case 'decimal':
    case 'number':
      return ['type: number'];
    default:
      throw new Error(`catalogue.json: ${column.name} has the type ${column.type}, unknown here`);
  }
}

function field(column, isOnlyKey) {
  const isTime = column.type === 'date' || column.type === 'datetime';
  const lines = [
    isOnlyKey && !isTime ? 'primary_key: yes' : null,
    `label: ${quoted(label(column.name))}`,
    `description: ${quoted(column.description)}`,
    ...typed(column),
    `sql: \${TABLE}.${column.sql} ;;`,
  ];
  return block(`${isTime ? 'dimension_group' : 'dimension'}: ${column.sql}`, lines);
}

function block(head, lines) {
  const body = lines.filter(Boolean).map((line) => `    ${line}\n`);
  return `  ${head} {\n${body.join('')}  }\n`;
}

// One text of all key columns; Looker wants one field. A text is quoted, so that no two keys make
// the same text.
function compoundKey(keys) {
  const parts = keys.map((key) =>
    key.type === 'string' ? `quote_literal(\${TABLE}.${key.sql})` : `\${TABLE}.${key.sql}::text`,
  );
  return block('dimension: primary_key', [
    'primary_key: yes',
    'hidden: yes',
    'type: string',
    `sql: ${parts.join(" || ',' || ")} ;;`,
  ]);
}

function view(set) {
  const keys = set.columns.filter((column) => column.key);
  const isPlain = keys.length === 1 && keys[0].type === 'string';
  const fields = set.columns.map((column) => field(column, isPlain && column === keys[0]));
  const name = set.view.replace(/^bi\./, '');
  const all = isPlain ? fields : [compoundKey(keys), ...fields];
  return {
    name: `${name}.view.lkml`,
    text:
      `${HEAD}view: ${name} {\n  sql_table_name: ${set.view} ;;\n` +
      `  label: ${quoted(label(set.name))}\n\n${all.join('\n')}}\n`,
  };
}

function written(name) {
  try {
    return readFileSync(new URL(`views/${name}`, here), 'utf8');
  } catch {
    return null;
  }
}

const catalogue = JSON.parse(readFileSync(new URL('../catalogue.json', here), 'utf8'));
const views = catalogue.sets.map(view);
if (process.argv.includes('--check')) {
  const wanted = views.map(({ name }) => name).sort();
  const wrong = views.filter(({ name, text }) => written(name) !== text).map(({ name }) => name);
  const left = readdirSync(new URL('views/', here)).filter((name) => !wanted.includes(name));
  if (wrong.length + left.length > 0) {
    console.error(`not as the catalogue says: ${[...wrong, ...left].join(', ')}`);
    console.error(`write them again: node ${fileURLToPath(import.meta.url)}`);
    process.exit(1);
  }
} else {
  views.forEach(({ name, text }) => writeFileSync(new URL(`views/${name}`, here), text));
}
console.log(`${views.length} views`);
