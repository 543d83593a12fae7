-- The log of decisions: every change of a definition, in one order for all. What is under it is made
-- from it and can be made anew. The schema's owner runs this; the service's own role may read and
-- insert, nothing more.

create table decision (
    seq         bigint      primary key,
    type        text        not null,
    version     integer     not null check (version > 0),
    subject     text        not null,
    recorded_at timestamptz not null,
    actor       text        not null,
    request_id  uuid        not null,
    data        text        not null,
    reason_hash bytea,
    chain_hash  bytea       not null,
    unique (subject, version)
);
comment on table decision is 'Append-only log of what was decided; dense sequence under the lock of log_head, part -1';
comment on column decision.type is 'Stored name with version of the event type, for instance kpi.defined.v1';
comment on column decision.version is 'Which event of its subject it is: the version of the definition';
comment on column decision.subject is 'What it happened to, for instance kpi:digital-adoption or targets:digital-adoption|org';
comment on column decision.data is 'Canonical JSON, hashed as it stands: text and not jsonb, which would write it anew';
comment on column decision.reason_hash is 'Salted hash of the reason, which itself lies in decision_text';
create index decision_recorded on decision (recorded_at);

create table decision_text (
    seq    bigint primary key,
    salt   bytea  not null,
    reason text   not null
);
comment on table decision_text is 'Reasons in a person''s words; erasable, the log holds only a salted hash';

create trigger decision_append_only before update or delete on decision
    for each row execute function refuse_change();
create trigger decision_no_truncate before truncate on decision
    for each statement execute function refuse_change();

-- What became of a command. Whoever asked waits for it; a command that comes twice finds it.
create table command_outcome (
    request_id   uuid        primary key,
    kafka_offset bigint      not null,
    decided_at   timestamptz not null,
    status       smallint    not null,
    seq          bigint      not null,
    body         text        not null
);
comment on table command_outcome is 'The answer to each command, kept for some weeks';
comment on column command_outcome.status is 'HTTP status of the answer';
comment on column command_outcome.seq is 'Head of the decision log when it was decided: what a reader must have seen';
create index command_outcome_age on command_outcome (decided_at);

create table command_rejected (
    number       bigint generated always as identity primary key,
    epoch        integer     not null,
    kafka_offset bigint      not null,
    received_at  timestamptz not null,
    request_id   uuid        not null,
    code         text        not null,
    detail       text        not null,
    body         bytea,
    unique (epoch, kafka_offset)
);
comment on table command_rejected is 'Records of the decisions topic that are no commands, with their bytes and the reason';

-- The definitions as they read today, and every version of them.
create table definition (
    subject     text        primary key,
    kind        text        not null,
    key         text        not null,
    scope       text        not null,
    version     integer     not null,
    status      text        not null,
    type        text        not null,
    seq         bigint      not null,
    recorded_at timestamptz not null,
    actor       text        not null,
    body        text        not null
);
comment on table definition is 'Value streams, teams, KPIs, targets and baselines as they read today';
comment on column definition.kind is 'value-stream, team, kpi, targets or baseline';
comment on column definition.key is 'Key of the value stream, team or KPI; for targets and baselines that of the KPI';
comment on column definition.scope is 'Scope of targets and baselines; otherwise empty';
create index definition_listed on definition (kind, key, scope);

create table definition_version (
    subject     text        not null,
    version     integer     not null,
    type        text        not null,
    seq         bigint      not null,
    recorded_at timestamptz not null,
    actor       text        not null,
    body        text        not null,
    primary key (subject, version)
);
comment on table definition_version is 'How each definition has read, version by version';

grant select, insert on decision to "${appRole}";
grant select, insert, update, delete on decision_text, command_outcome, command_rejected, definition,
    definition_version to "${appRole}";
