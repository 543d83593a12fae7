// Parses the LookML project, and looks whether all that it names is there: fields in joins, in
// measures and in the dashboard. Prints what is wrong, and fails when something is.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'js-yaml';
import lookml from 'lookml-parser';

const folder = process.argv[2];
const wrong = [];
const views = new Map();

function parsed(file) {
  try {
    return lookml.parse(readFileSync(join(folder, file), 'utf8'));
  } catch (e) {
    wrong.push(`${file}: ${e.message ?? e}`);
    return {};
  }
}

// The names that others may use: of a group of times one for each timeframe.
function namesOf(view) {
  const names = new Set(['SQL_TABLE_NAME']);
  for (const kind of ['dimension', 'measure']) {
    Object.keys(view[kind] ?? {}).filter((name) => !name.startsWith('$')).forEach((n) => names.add(n));
  }
  for (const [name, group] of Object.entries(view.dimension_group ?? {})) {
    (group.timeframes ?? []).forEach((frame) => names.add(`${name}_${frame}`));
  }
  return names;
}

function fieldsOf(view) {
  return ['dimension', 'dimension_group', 'measure'].flatMap((kind) =>
    Object.entries(view[kind] ?? {}).filter(([name]) => !name.startsWith('$')),
  );
}

function have(where, view, field) {
  if (!views.get(view)?.names.has(field)) {
    wrong.push(`${where}: there is no ${view}.${field}`);
  }
}

for (const file of readdirSync(join(folder, 'views'))) {
  for (const [name, view] of Object.entries(parsed(`views/${file}`).view ?? {})) {
    views.set(name, { names: namesOf(view), parts: [[`views/${file}`, view]] });
    const keys = fieldsOf(view).filter(([, field]) => field.primary_key === true);
    if (keys.length !== 1) {
      wrong.push(`views/${file}: ${keys.length} primary keys`);
    }
  }
}

for (const [name, more] of Object.entries(parsed('measures.lkml').view ?? {})) {
  const refined = views.get(name.replace(/^\+/, ''));
  if (!name.startsWith('+') || !refined) {
    wrong.push(`measures.lkml: ${name} refines no view`);
    continue;
  }
  for (const part of [more].flat()) {
    for (const added of namesOf(part)) {
      if (added !== 'SQL_TABLE_NAME' && refined.names.has(added)) {
        wrong.push(`measures.lkml: ${name}.${added} is there twice`);
      }
      refined.names.add(added);
    }
    refined.parts.push(['measures.lkml', part]);
  }
}

for (const [name, { parts }] of views) {
  for (const [file, view] of parts) {
    for (const [fieldName, field] of fieldsOf(view)) {
      for (const [, used] of (field.sql ?? '').matchAll(/\$\{(\w+)\}/g)) {
        if (used !== 'TABLE') {
          have(`${file} ${fieldName}`, name, used);
        }
      }
      const filters = Object.keys(field.filters ?? {}).filter((key) => !key.startsWith('$'));
      [...filters, ...(field.drill_fields ?? [])].forEach((used) =>
        have(`${file} ${fieldName}`, name, used),
      );
    }
  }
}

const manifest = parsed('manifest.lkml');
const model = parsed('effekt.model.lkml');
const constant = /^@\{(\w+)\}$/.exec(model.connection ?? '')?.[1];
if (!constant || !manifest.constant?.[constant]) {
  wrong.push('effekt.model.lkml: the connection is no constant of the manifest');
}

const explores = new Map();
for (const [name, explore] of Object.entries(model.explore ?? {})) {
  if (name.startsWith('$')) {
    continue;
  }
  const reachable = new Set([name]);
  for (const [joined, join] of Object.entries(explore.join ?? {})) {
    if (joined.startsWith('$')) {
      continue;
    }
    reachable.add(joined);
    const where = `effekt.model.lkml ${name} ${joined}`;
    if (!/^(one|many)_to_(one|many)$/.test(join.relationship ?? '')) {
      wrong.push(`${where}: has no relationship`);
    }
    for (const [, view, field] of (join.sql_on ?? '').matchAll(/\$\{(\w+)\.(\w+)\}/g)) {
      have(where, view, field);
      if (!reachable.has(view)) {
        wrong.push(`${where}: ${view} is not joined`);
      }
    }
  }
  reachable.forEach((view) => views.has(view) || wrong.push(`${name}: there is no view ${view}`));
  explores.set(name, reachable);
}

const dashboards = readdirSync(folder).filter((name) => name.endsWith('.dashboard.lookml'));
for (const file of dashboards) {
  for (const dashboard of yaml.load(readFileSync(join(folder, file), 'utf8'))) {
    const filters = dashboard.filters ?? [];
    const used = (part, field) => {
      const [view, name] = field.split('.');
      have(`${file} ${part.name}`, view, name);
      if (!explores.get(part.explore)?.has(view)) {
        wrong.push(`${file} ${part.name}: ${view} is not in the explore ${part.explore}`);
      }
    };
    filters.forEach((filter) => used(filter, filter.field));
    for (const element of dashboard.elements) {
      const sorts = (element.sorts ?? []).map((sort) => sort.split(' ')[0]);
      const listen = Object.entries(element.listen ?? {});
      const all = [element.fields, element.pivots ?? [], sorts, Object.keys(element.filters ?? {})];
      all.flat().forEach((field) => used(element, field));
      for (const [filter, field] of listen) {
        used(element, field);
        if (!filters.some(({ name }) => name === filter)) {
          wrong.push(`${file} ${element.name}: there is no filter ${filter}`);
        }
      }
    }
  }
}

wrong.forEach((line) => console.error(`${folder}/${line}`));
console.log(`${folder}: ${views.size} views, ${explores.size} explores, ${dashboards.length} dashboard`);
process.exit(wrong.length > 0 ? 1 : 0);
