/**
 * Effekt in Looker Studio: a community connector over GET /api/v1/bi. A person gives the address of
 * the service as the path and a key with the right bi:read as the key; both stay in the person's own
 * properties. Looker Studio calls the functions without an underscore at their end.
 */

var PAGE = 10000;
var SAMPLE = 100;
var MOST_ROWS = 500000;
var PATIENCE = 3;
var LONGEST_WAIT_SECONDS = 30;

// Whole numbers that say how many; the others (keys, versions, years) are there to group by.
var COUNTS = ['Measurements', 'Answers', 'TeamsExpected', 'TeamsReported'];

function connector_() {
  return DataStudioApp.createCommunityConnector();
}

function getAuthType() {
  var cc = connector_();
  return cc
    .newAuthTypeResponse()
    .setAuthType(cc.AuthType.PATH_KEY)
    .setHelpUrl('https://github.com/effekt-io/effekt/tree/main/connectors')
    .build();
}

function setCredentials(request) {
  var path = address_(request.pathKey.path);
  var key = request.pathKey.key.trim();
  if (path === null || !isAccepted_(path, key)) {
    return { errorCode: 'INVALID_CREDENTIALS' };
  }
  PropertiesService.getUserProperties().setProperty('dscc.path', path).setProperty('dscc.key', key);
  return { errorCode: 'NONE' };
}

function resetAuth() {
  PropertiesService.getUserProperties().deleteProperty('dscc.path').deleteProperty('dscc.key');
}

function isAuthValid() {
  var credentials = credentials_();
  return credentials !== null && isAccepted_(credentials.path, credentials.key);
}

function isAdminUser() {
  return false;
}

function getConfig(request) {
  var cc = connector_();
  var config = cc.getConfig();
  var sets = catalogue_().sets;
  var chosen = chosen_(request, sets);
  var select = config
    .newSelectSingle()
    .setId('set')
    .setName('Rows')
    .setHelpText('What the rows of this data source are')
    .setIsDynamic(true);
  sets.forEach(function (set) {
    select.addOption(
      config.newOptionBuilder().setLabel(set.name + ': ' + set.description).setValue(set.name),
    );
  });
  // First which set, then whether it has days.
  config.setIsSteppedConfig(chosen === null);
  if (chosen !== null) {
    config.setDateRangeRequired(chosen.day !== null);
  }
  return config.build();
}

function getSchema(request) {
  var set = set_(request);
  return { schema: fieldsOf_(set, set.columns).build() };
}

function getData(request) {
  var set = set_(request);
  var columns = request.fields.map(function (field) {
    return column_(set, field.name);
  });
  var names = columns.map(function (column) {
    return column.name;
  });
  var isSample = Boolean(request.scriptParams && request.scriptParams.sampleExtraction);
  var question = { fields: names.join(','), limit: isSample ? SAMPLE : PAGE, format: 'json' };
  if (set.day !== null && request.dateRange && request.dateRange.startDate) {
    question.from = request.dateRange.startDate;
    question.to = dayAfter_(request.dateRange.endDate);
  }
  var rows = [];
  do {
    var page = get_('/api/v1/bi/' + encodeURIComponent(set.name), question);
    page.items.forEach(function (item) {
      rows.push({ values: columns.map(cell_.bind(null, item)) });
    });
    if (rows.length > MOST_ROWS) {
      refuse_('These are more than ' + MOST_ROWS + ' rows: choose a shorter range of dates.');
    }
    question.cursor = page.next === null ? null : cursorOf_(page.next);
  } while (question.cursor !== null && !isSample);
  return { schema: fieldsOf_(set, columns).build(), rows: rows, filtersApplied: false };
}

function fieldsOf_(set, columns) {
  var cc = connector_();
  var fields = cc.getFields();
  columns.forEach(function (column) {
    var isMetric =
      column.type === 'decimal' || column.type === 'number' || COUNTS.indexOf(column.name) >= 0;
    var field = isMetric ? fields.newMetric() : fields.newDimension();
    field
      .setId(column.name)
      .setName(column.name.replace(/([a-z])([A-Z])/g, '$1 $2'))
      .setDescription(column.description)
      .setType(type_(cc.FieldType, column));
    if (isMetric) {
      // Values of a KPI have no sum, and an average of ratios is wrong: of one row this is the value.
      field.setAggregation(cc.AggregationType.MAX);
    }
  });
  return fields;
}

function type_(types, column) {
  switch (column.type) {
    case 'date':
      return types.YEAR_MONTH_DAY;
    case 'datetime':
      return types.YEAR_MONTH_DAY_SECOND;
    case 'boolean':
      return types.BOOLEAN;
    case 'integer':
    case 'decimal':
    case 'number':
      return types.NUMBER;
    default:
      return types.TEXT;
  }
}

function cell_(item, column) {
  var value = item[column.name];
  if (value === null || value === undefined) {
    return null;
  }
  if (column.type === 'date') {
    return value.replace(/-/g, '');
  }
  return column.type === 'datetime' ? value.replace(/[^0-9]/g, '').substring(0, 14) : value;
}

function chosen_(request, sets) {
  var name = request && request.configParams && request.configParams.set;
  var found = sets.filter(function (set) {
    return set.name === name;
  });
  return found.length === 1 ? found[0] : null;
}

function set_(request) {
  var set = chosen_(request, catalogue_().sets);
  if (set === null) {
    refuse_('Choose what the rows are: edit the connection of this data source.');
  }
  return set;
}

function column_(set, name) {
  var found = set.columns.filter(function (column) {
    return column.name === name;
  });
  if (found.length === 0) {
    refuse_('There is no field ' + name + ' any more: refresh the fields of this data source.');
  }
  return found[0];
}

function catalogue_() {
  return get_('/api/v1/bi', {});
}

function credentials_() {
  var properties = PropertiesService.getUserProperties();
  var path = properties.getProperty('dscc.path');
  var key = properties.getProperty('dscc.key');
  return path && key ? { path: path, key: key } : null;
}

/** The address without what does not belong to it; null where a key would not be safe with it. */
function address_(text) {
  var found = /^https:\/\/[^\s?#@]+$/.exec(text.trim());
  return found ? found[0].replace(/\/+$/, '') : null;
}

function isAccepted_(path, key) {
  try {
    return fetch_(path + '/api/v1/bi', key).getResponseCode() === 200;
  } catch (e) {
    return false;
  }
}

function fetch_(url, key) {
  return UrlFetchApp.fetch(url, {
    headers: { Authorization: 'Bearer ' + key, Accept: 'application/json' },
    followRedirects: false,
    muteHttpExceptions: true,
  });
}

function get_(path, question) {
  var credentials = credentials_();
  if (credentials === null) {
    refuse_('Give the address and the key again.');
  }
  var query = Object.keys(question)
    .filter(function (name) {
      return question[name] !== null && question[name] !== undefined;
    })
    .map(function (name) {
      return name + '=' + encodeURIComponent(question[name]);
    })
    .join('&');
  var url = credentials.path + path + (query ? '?' + query : '');
  for (var tries = 1; ; tries++) {
    var answer = fetch_(url, credentials.key);
    var code = answer.getResponseCode();
    if (code === 200) {
      return JSON.parse(answer.getContentText());
    }
    if ((code !== 429 && code !== 503) || tries === PATIENCE) {
      refuse_(sentence_(code, answer.getContentText()));
    }
    Utilities.sleep(1000 * waitSeconds_(answer.getHeaders()));
  }
}

function waitSeconds_(headers) {
  var seconds = Number(headers['Retry-After'] || headers['retry-after'] || 1);
  return Math.min(Math.max(seconds || 1, 1), LONGEST_WAIT_SECONDS);
}

/** What the service says is wrong, with its cure. */
function sentence_(code, body) {
  if (code === 401) {
    return 'The key is not taken any more: give another one.';
  }
  try {
    return JSON.parse(body).detail || 'Effekt answered ' + code + '.';
  } catch (e) {
    return 'Effekt answered ' + code + '.';
  }
}

/** Only the cursor: the address that the person gave may be another than the service knows. */
function cursorOf_(next) {
  return decodeURIComponent(/[?&]cursor=([^&]+)/.exec(next)[1]);
}

/** Looker Studio's last day is meant too; the service's is the first that is not. */
function dayAfter_(day) {
  var next = new Date(day + 'T00:00:00Z');
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().substring(0, 10);
}

function refuse_(text) {
  connector_().newUserError().setText(text).throwException();
}
