// Writes the Power BI project in project/ from ../catalogue.json: node project.mjs. With --check it
// writes nothing, and fails when a file is not what it would write.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'project');
const catalogue = JSON.parse(readFileSync(join(folder, '../../catalogue.json'), 'utf8'));

export const COLOURS = {
  on_track: '#2E7D32',
  at_risk: '#F9A825',
  off_track: '#C62828',
  stale: '#6D4C41',
  no_data: '#9E9E9E',
  pending: '#1565C0',
  suppressed: '#616161',
  no_baseline: '#B0BEC5',
  no_target: '#B0BEC5',
  none: '#B0BEC5',
};

// Facts meet what they are about: at most one row of a dimension each.
const DIMENSIONS = [
  ['Kpi', 'Kpis', 'Kpi'],
  ['Team', 'Teams', 'Team'],
  ['ValueStream', 'ValueStreams', 'ValueStream'],
  ['PeriodStart', 'Calendar', 'Date'],
];
const TYPES = {
  string: 'string', date: 'dateTime', datetime: 'dateTime', boolean: 'boolean',
  integer: 'int64', decimal: 'double', number: 'double',
};
const FORMATS = { date: 'yyyy-mm-dd', datetime: 'yyyy-mm-dd hh:nn:ss', integer: '0' };
const SORTED = { KpiStatus: [['StatusName', 'StatusRank']], KpiStatusHistory: [['StatusName', 'StatusRank']] };

const counted = (set, filter) => `CALCULATE(COUNTROWS(${set}), ${filter})`;
const one = (set, column) =>
  `IF(HASONEVALUE(${set}[Kpi]) && HASONEVALUE(${set}[Scope]), MAX(${set}[${column}]))`;
const colour = (set) =>
  `SWITCH(SELECTEDVALUE(${set}[Status]), ${Object.entries(COLOURS)
    .map(([status, hex]) => `"${status}", "${hex}"`)
    .join(', ')})`;
// Values of KPIs are neither summed nor averaged: a measure shows one where one row is meant.
const MEASURES = {
  KpiStatus: {
    'KPIs on track': counted('KpiStatus', 'KpiStatus[Status] = "on_track"'),
    'KPIs at risk': counted('KpiStatus', 'KpiStatus[Status] = "at_risk"'),
    'KPIs off track': counted('KpiStatus', 'KpiStatus[Status] = "off_track"'),
    'Share on track': 'DIVIDE([KPIs on track], [KPIs on track] + [KPIs at risk] + [KPIs off track])',
    'The value': one('KpiStatus', 'Value'),
    'The target': one('KpiStatus', 'Target'),
    'Status colour': colour('KpiStatus'),
  },
  KpiStatusHistory: {
    'Value over time': one('KpiStatusHistory', 'Value'),
    'Target over time': one('KpiStatusHistory', 'Target'),
    'Status colour over time': colour('KpiStatusHistory'),
    'Periods not reported': counted('KpiStatusHistory', 'KpiStatusHistory[Status] = "no_data"'),
  },
  StatusChanges: {
    Turns: 'COUNTROWS(StatusChanges)',
    'Turned off track': counted('StatusChanges', 'StatusChanges[ToStatus] = "off_track"'),
  },
  Missing: {
    'Missing reports': 'COUNTROWS(Missing)',
    'Overdue reports': counted('Missing', 'Missing[IsOverdue] = TRUE()'),
  },
  Freshness: { 'Data as of': 'MAX(Freshness[RecordedAt])' },
};

// The same for ever, so that a project that was opened and saved knows its own.
function tag(name) {
  const hex = createHash('sha256').update(`effekt ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const quoted = (name) => (/^\w+$/.test(name) ? name : `'${name}'`);

function column(set, { name, type, key, description }) {
  const sort = (SORTED[set.name] ?? []).find(([sorted]) => sorted === name)?.[1];
  return [
    `\t/// ${description}`,
    `\tcolumn ${name}`,
    `\t\tdataType: ${TYPES[type]}`,
    ...(key && set.columns.filter((c) => c.key).length === 1 ? ['\t\tisKey'] : []),
    ...(FORMATS[type] ? [`\t\tformatString: ${FORMATS[type]}`] : []),
    `\t\tlineageTag: ${tag(`${set.name}.${name}`)}`,
    '\t\tsummarizeBy: none',
    `\t\tsourceColumn: ${name}`,
    ...(sort ? [`\t\tsortByColumn: ${sort}`] : []),
    '',
  ];
}

function table(set) {
  const measures = Object.entries(MEASURES[set.name] ?? {}).flatMap(([name, dax]) => [
    `\tmeasure ${quoted(name)} = ${dax}`,
    ...(name === 'Share on track' ? ['\t\tformatString: 0 %'] : []),
    `\t\tlineageTag: ${tag(`${set.name} measure ${name}`)}`,
    '',
  ]);
  const lines = [
    `/// ${set.description}`,
    `table ${set.name}`,
    `\tlineageTag: ${tag(set.name)}`,
    ...(set.name === 'Calendar' ? ['\tdataCategory: Time'] : []),
    '',
    ...measures,
    ...set.columns.flatMap((one) => column(set, one)),
    `\tpartition ${set.name} = m`,
    '\t\tmode: import',
    '\t\tsource =',
    '\t\t\t\tlet',
    '\t\t\t\t    Source = OData.Feed(Address & "/odata/v4", null, [Implementation = "2.0", ODataVersion = 4]),',
    `\t\t\t\t    Rows = Source{[Name = "${set.name}", Signature = "table"]}[Data],`,
    `\t\t\t\t    Chosen = Table.SelectColumns(Rows, {${set.columns.map(({ name }) => `"${name}"`).join(', ')}})`,
    '\t\t\t\tin',
    '\t\t\t\t    Chosen',
    '',
  ];
  return lines.join('\n');
}

function relationships() {
  const targets = new Set(DIMENSIONS.map(([, target]) => target));
  const lines = catalogue.sets
    .filter((set) => !targets.has(set.name))
    .flatMap((set) =>
      DIMENSIONS.filter(([from]) => set.columns.some(({ name }) => name === from)).flatMap(
        ([from, target, to]) => [
          `relationship ${tag(`${set.name} ${target}`)}`,
          `\tfromColumn: ${set.name}.${from}`,
          `\ttoColumn: ${target}.${to}`,
          '',
        ],
      ),
    );
  return lines.join('\n');
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const THEME = 'Effekt.json';
const theme = {
  name: 'Effekt',
  dataColors: ['#1565C0', '#6A1B9A', '#00838F', '#EF6C00', '#5D4037', '#AD1457', '#558B2F', '#455A64'],
  good: COLOURS.on_track,
  neutral: COLOURS.at_risk,
  bad: COLOURS.off_track,
  maximum: COLOURS.on_track,
  center: COLOURS.at_risk,
  minimum: COLOURS.off_track,
  null: COLOURS.no_data,
};
const report = {
  config: JSON.stringify({
    version: '5.55',
    themeCollection: { customTheme: { name: THEME, version: '5.55', type: 1 } },
    activeSectionIndex: 0,
  }),
  layoutOptimization: 0,
  resourcePackages: [
    {
      resourcePackage: {
        name: 'RegisteredResources',
        type: 1,
        disabled: false,
        items: [{ name: THEME, path: THEME, type: 202 }],
      },
    },
  ],
  sections: [
    {
      name: tag('Scorecard').replaceAll('-', '').slice(0, 20),
      displayName: 'Scorecard',
      displayOption: 1,
      width: 1280,
      height: 720,
      filters: '[]',
      config: '{}',
      visualContainers: [],
    },
  ],
};

const files = {
  'Effekt.pbip': json({
    version: '1.0',
    artifacts: [{ report: { path: 'Effekt.Report' } }],
    settings: { enableAutoRecovery: true },
  }),
  'Effekt.Report/definition.pbir': json({
    version: '4.0',
    datasetReference: { byPath: { path: '../Effekt.SemanticModel' } },
  }),
  'Effekt.Report/report.json': json(report),
  [`Effekt.Report/StaticResources/RegisteredResources/${THEME}`]: json(theme),
  'Effekt.SemanticModel/definition.pbism': json({ version: '4.0', settings: {} }),
  'Effekt.SemanticModel/definition/database.tmdl': 'database\n\tcompatibilityLevel: 1567\n',
  'Effekt.SemanticModel/definition/model.tmdl': [
    'model Model',
    '\tculture: en-US',
    '\tdefaultPowerBIDataSourceVersion: powerBI_V3',
    '\tdiscourageImplicitMeasures',
    '\tsourceQueryCulture: en-US',
    '',
    ...catalogue.sets.map(({ name }) => `ref table ${name}`),
    '',
  ].join('\n'),
  'Effekt.SemanticModel/definition/expressions.tmdl': [
    '/// The address of your Effekt, as a browser opens it',
    'expression Address = "https://effekt.example.org" meta [IsParameterQuery = true, Type = "Text", IsParameterQueryRequired = true]',
    `\tlineageTag: ${tag('Address')}`,
    '',
  ].join('\n'),
  'Effekt.SemanticModel/definition/relationships.tmdl': relationships(),
};
catalogue.sets.forEach((set) => {
  files[`Effekt.SemanticModel/definition/tables/${set.name}.tmdl`] = table(set);
});

function written(path) {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch {
    return null;
  }
}

function all(at) {
  return readdirSync(at).flatMap((name) => {
    const path = join(at, name);
    return statSync(path).isDirectory() ? all(path) : [relative(folder, path)];
  });
}

if (process.argv.includes('--check')) {
  const wrong = Object.keys(files).filter((path) => written(path) !== files[path]);
  const left = all(folder).filter((path) => !(path in files));
  if (wrong.length + left.length > 0) {
    console.error(`not as the catalogue says: ${[...wrong, ...left].join(', ')}`);
    console.error('write them again: node connectors/powerbi/project.mjs');
    process.exit(1);
  }
} else {
  Object.entries(files).forEach(([path, text]) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  });
}
console.log(`${Object.keys(files).length} files`);
