// The connector for Looker Studio, with stand-ins for what Apps Script gives it. With EFFEKT_URL and
// EFFEKT_KEY it reads a running service as well.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const code = readFileSync(new URL('../../connectors/looker-studio/Code.js', import.meta.url), 'utf8');
const catalogue = readFileSync(new URL('../../connectors/catalogue.json', import.meta.url), 'utf8');
const ADDRESS = 'https://effekt.example';

// Takes every setX and addX, and remembers it; build() gives it all.
function builder(made = {}) {
  const self = new Proxy(made, {
    get(_, name) {
      if (name === 'build') {
        return () => made;
      }
      if (typeof name === 'string' && /^(set|add)[A-Z]/.test(name)) {
        return (value) => {
          const key = name[3].toLowerCase() + name.slice(4);
          if (name.startsWith('add')) {
            made[key] = [...(made[key] ?? []), value];
          } else {
            made[key] = value;
          }
          return self;
        };
      }
      return made[name];
    },
  });
  return self;
}

const named = new Proxy({}, { get: (_, name) => name });

function app() {
  return {
    AuthType: named,
    FieldType: named,
    AggregationType: named,
    newAuthTypeResponse: () => builder(),
    newUserError: () => {
      const error = builder();
      return {
        setText(text) {
          error.setText(text);
          return this;
        },
        throwException() {
          throw new Error(error.text);
        },
      };
    },
    getConfig: () => {
      const config = builder({ selects: [] });
      return Object.assign(Object.create(null), {
        newSelectSingle: () => {
          const select = builder();
          config.selects.push(select.build());
          return select;
        },
        newOptionBuilder: () => builder(),
        setIsSteppedConfig: config.setIsSteppedConfig,
        setDateRangeRequired: config.setDateRangeRequired,
        build: config.build,
      });
    },
    getFields: () => {
      const fields = [];
      const field = (concept) => {
        const one = builder({ concept });
        fields.push(one.build());
        return one;
      };
      return {
        newDimension: () => field('DIMENSION'),
        newMetric: () => field('METRIC'),
        build: () => fields,
      };
    },
  };
}

// A script of Apps Script's, with a service behind it.
function script(service) {
  const kept = new Map();
  const properties = {
    setProperty(name, value) {
      kept.set(name, value);
      return this;
    },
    getProperty: (name) => kept.get(name) ?? null,
    deleteProperty(name) {
      kept.delete(name);
      return this;
    },
  };
  const asked = [];
  const slept = [];
  const context = vm.createContext({
    DataStudioApp: { createCommunityConnector: app },
    PropertiesService: { getUserProperties: () => properties },
    Utilities: { sleep: (millis) => slept.push(millis) },
    UrlFetchApp: {
      fetch(url, options) {
        assert.equal(options.muteHttpExceptions, true);
        asked.push(url);
        const { status, body, headers = {} } = service(url, options);
        return {
          getResponseCode: () => status,
          getContentText: () => body,
          getHeaders: () => headers,
        };
      },
    },
  });
  vm.runInContext(code, context);
  return Object.assign(context, { asked, slept, kept });
}

function signedIn(service) {
  const connector = script(service);
  connector.kept.set('dscc.path', ADDRESS).set('dscc.key', 'effekt_key');
  return connector;
}

function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

function withRows(answers) {
  let pages = 0;
  return (url, options) => {
    assert.equal(options.headers.Authorization, 'Bearer effekt_key');
    if (url === `${ADDRESS}/api/v1/bi`) {
      return { status: 200, body: catalogue };
    }
    return answers[Math.min(pages++, answers.length - 1)];
  };
}

const page = (items, next = null) => ({ status: 200, body: JSON.stringify({ items, next }) });
const request = (set, fields, more = {}) => ({
  configParams: { set },
  fields: fields.map((name) => ({ name })),
  ...more,
});

test('a person signs in with an address and a key', () => {
  assert.equal(script(() => assert.fail()).getAuthType().authType, 'PATH_KEY');
});

test('an address and a key that the service takes are kept, without a slash at the end', () => {
  const connector = script(() => ({ status: 200, body: catalogue }));
  const pathKey = { path: ` ${ADDRESS}/ `, key: 'effekt_key ' };
  assert.deepEqual(plain(connector.setCredentials({ pathKey })), { errorCode: 'NONE' });
  assert.deepEqual([...connector.kept.values()], [ADDRESS, 'effekt_key']);
  assert.equal(connector.isAuthValid(), true);
  connector.resetAuth();
  assert.equal(connector.isAuthValid(), false);
  assert.equal(connector.kept.size, 0);
});

test('a key that is refused is not kept', () => {
  const connector = script(() => ({ status: 401, body: '{}' }));
  const pathKey = { path: ADDRESS, key: 'wrong' };
  assert.deepEqual(plain(connector.setCredentials({ pathKey })), { errorCode: 'INVALID_CREDENTIALS' });
  assert.equal(connector.kept.size, 0);
});

test('a key is sent over https alone, and to no address with more in it', () => {
  for (const path of ['http://effekt.example', 'effekt.example', 'https://a@b', 'https://a?b=c', '']) {
    const connector = script(() => ({ status: 200, body: catalogue }));
    const pathKey = { path, key: 'effekt_key' };
    assert.equal(connector.setCredentials({ pathKey }).errorCode, 'INVALID_CREDENTIALS', path);
    assert.deepEqual(connector.asked, [], path);
  }
});

test('the person chooses a set, and then dates where the set has days', () => {
  const connector = signedIn(withRows([]));
  const first = connector.getConfig({});
  assert.equal(first.isSteppedConfig, true);
  assert.ok(first.selects[0].option.some((option) => option.build().value === 'KpiStatusHistory'));
  const history = connector.getConfig({ configParams: { set: 'KpiStatusHistory' } });
  assert.deepEqual([history.isSteppedConfig, history.dateRangeRequired], [false, true]);
  assert.equal(connector.getConfig({ configParams: { set: 'Kpis' } }).dateRangeRequired, false);
});

test('the schema is that of the catalogue: values are metrics without a sum, the rest dimensions', () => {
  const { schema } = signedIn(withRows([])).getSchema({ configParams: { set: 'KpiStatusHistory' } });
  const by = Object.fromEntries(schema.map((field) => [field.id, field]));
  const columns = JSON.parse(catalogue).sets.find(({ name }) => name === 'KpiStatusHistory').columns;
  assert.deepEqual(schema.map(({ id }) => id), columns.map(({ name }) => name));
  assert.deepEqual([by.Value.concept, by.Value.aggregation], ['METRIC', 'MAX']);
  assert.deepEqual([by.Measurements.concept, by.PeriodKey.concept], ['METRIC', 'DIMENSION']);
  assert.deepEqual(
    [by.PeriodStart.type, by.RecordedAt.type, by.IsComplete.type, by.KpiName.type],
    ['YEAR_MONTH_DAY', 'YEAR_MONTH_DAY_SECOND', 'BOOLEAN', 'TEXT'],
  );
});

test('rows are fetched page by page, with the last day in them and in the fields that are asked', () => {
  const row = { KpiName: 'A', PeriodStart: '2026-02-01', RecordedAt: '2026-03-01T10:11:12.123456Z' };
  const connector = signedIn(
    withRows([
      page([{ ...row, Value: 1.5 }], 'http://inside:8080/api/v1/bi/KpiStatusHistory?x=1&cursor=a%2Bb'),
      page([{ ...row, Value: null }]),
    ]),
  );
  const data = connector.getData(
    request('KpiStatusHistory', ['Value', 'PeriodStart', 'RecordedAt', 'KpiName'], {
      dateRange: { startDate: '2026-02-01', endDate: '2026-02-28' },
    }),
  );
  assert.deepEqual(plain(data.rows), [
    { values: [1.5, '20260201', '20260301101112', 'A'] },
    { values: [null, '20260201', '20260301101112', 'A'] },
  ]);
  assert.deepEqual(plain(data.schema.map(({ id }) => id)), ['Value', 'PeriodStart', 'RecordedAt', 'KpiName']);
  assert.equal(data.filtersApplied, false);
  const [, first, second] = connector.asked.map((url) => new URL(url));
  assert.equal(first.origin, ADDRESS);
  assert.deepEqual(Object.fromEntries(first.searchParams), {
    fields: 'Value,PeriodStart,RecordedAt,KpiName',
    limit: '10000',
    format: 'json',
    from: '2026-02-01',
    to: '2026-03-01',
  });
  assert.equal(second.origin, ADDRESS);
  assert.equal(second.searchParams.get('cursor'), 'a+b');
});

test('a set without days is asked without dates, and a sample is one short page', () => {
  const connector = signedIn(withRows([page([{ Kpi: 'a' }], `${ADDRESS}/x?cursor=more`)]));
  connector.getData(
    request('Kpis', ['Kpi'], {
      dateRange: { startDate: '2026-02-01', endDate: '2026-02-28' },
      scriptParams: { sampleExtraction: true },
    }),
  );
  assert.equal(connector.asked.length, 2);
  const asked = new URL(connector.asked[1]).searchParams;
  assert.deepEqual([asked.get('limit'), asked.has('from'), asked.has('to')], ['100', false, false]);
});

test('when there is too much at once it waits as long as it is told, and not for ever', () => {
  const busy = { status: 429, body: '{}', headers: { 'Retry-After': '4' } };
  const connector = signedIn(withRows([busy, page([{ Kpi: 'a' }])]));
  assert.equal(connector.getData(request('Kpis', ['Kpi'])).rows.length, 1);
  assert.deepEqual(connector.slept, [4000]);
  const never = signedIn(withRows([{ ...busy, body: '{"detail": "Come back later."}' }]));
  assert.throws(() => never.getData(request('Kpis', ['Kpi'])), /Come back later/);
});

test('what is wrong is said in a sentence', () => {
  const refused = { status: 400, body: '{"detail": "Write a day."}' };
  assert.throws(() => signedIn(withRows([refused])).getData(request('Kpis', ['Kpi'])), /Write a day/);
  const gone = { status: 401, body: 'x' };
  assert.throws(() => signedIn(withRows([gone])).getData(request('Kpis', ['Kpi'])), /another one/);
  const broken = { status: 502, body: '<html>' };
  assert.throws(() => signedIn(withRows([broken])).getData(request('Kpis', ['Kpi'])), /answered 502/);
  assert.throws(() => signedIn(withRows([])).getData(request('Kpis', ['No'])), /no field No/);
  assert.throws(() => signedIn(withRows([])).getSchema(request('Nothing', [])), /Choose what/);
});

const url = process.env.EFFEKT_URL;
const key = process.env.EFFEKT_KEY;

// What Apps Script does: an answer at once, of a service that is asked by curl.
function running(address, options) {
  assert.ok(address.startsWith(ADDRESS), address);
  const headers = Object.entries(options.headers).map(([name, value]) => `header = "${name}: ${value}"\n`);
  const answer = execFileSync(
    'curl',
    ['--silent', '--show-error', '--max-time', '60', '--config', '-', '-w', '\n%{http_code}',
      url + address.slice(ADDRESS.length)],
    { input: headers.join(''), encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const at = answer.lastIndexOf('\n');
  return { status: Number(answer.slice(at + 1)), body: answer.slice(0, at) };
}

test('a running service is read as a whole', { skip: url && key ? false : 'no EFFEKT_URL' }, () => {
  const connector = script(running);
  const pathKey = { path: ADDRESS, key };
  assert.equal(connector.setCredentials({ pathKey: { path: ADDRESS, key: 'effekt_no' } }).errorCode,
    'INVALID_CREDENTIALS');
  assert.equal(connector.setCredentials({ pathKey }).errorCode, 'NONE');
  const sets = connector.getConfig({}).selects[0].option.map((option) => option.build().value);
  assert.ok(sets.length >= 8, sets.join());
  // Smaller pages, so that there are several.
  vm.runInContext('PAGE = 2000', connector);
  for (const set of sets) {
    const dateRange = { startDate: '2026-01-01', endDate: '2026-12-31' };
    const { schema } = connector.getSchema({ configParams: { set } });
    const names = schema.map(({ id }) => id);
    const before = connector.asked.length;
    const { rows } = connector.getData(request(set, names, { dateRange }));
    const pages = connector.asked.length - before - 1;
    assert.equal(pages, Math.max(1, Math.ceil(rows.length / 2000)), set);
    assert.ok(rows.length > 0, `${set} has no rows`);
    rows.forEach(({ values }) => {
      schema.forEach(({ type, id }, at) => {
        const value = values[at];
        const fits = {
          TEXT: typeof value === 'string',
          NUMBER: typeof value === 'number',
          BOOLEAN: typeof value === 'boolean',
          YEAR_MONTH_DAY: /^\d{8}$/.test(value),
          YEAR_MONTH_DAY_SECOND: /^\d{14}$/.test(value),
        };
        assert.ok(value === null || fits[type], `${set}.${id} is ${value}, no ${type}`);
      });
    });
    if (set === 'Calendar') {
      assert.equal(rows.length, 365);
    }
    console.log(`${set}: ${rows.length} rows, ${pages} pages`);
  }
});
