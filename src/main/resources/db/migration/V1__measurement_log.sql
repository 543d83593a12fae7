-- The log of measurements. The truth lies here; every other table of measurements can be made anew
-- from it. The schema's owner runs this; the service's own role may read and insert, nothing more.

-- One row a partition of the log, and row -1 for the decision log. A writer locks its row, gives out
-- dense sequences under the lock, and moves Kafka's offset in the same transaction.
create table log_head (
    part         smallint    primary key,
    seq          bigint      not null default 0,
    recorded_at  timestamptz not null default '1970-01-01Z',
    chain_hash   bytea       not null default sha256('effekt'),
    topic_id     text        not null default '',
    kafka_offset bigint      not null default 0,
    epoch        integer     not null default 0
);
comment on table log_head is 'Heads of the log: last sequence, its time and chain hash, next Kafka offset';
comment on column log_head.part is '0..11: partitions of the measurement log; -1: the decision log';
comment on column log_head.kafka_offset is 'The next offset to read of the Kafka partition';
comment on column log_head.epoch is 'Raised, loudly, when the Kafka topic is another one or was cut';
insert into log_head (part) select generate_series(-1, 11);

create table log_epoch (
    part        smallint    not null,
    epoch       integer     not null,
    from_seq    bigint      not null,
    topic_id    text        not null,
    cause       text        not null,
    recorded_at timestamptz not null,
    primary key (part, epoch)
);
comment on table log_epoch is 'Why and where a partition went on with another Kafka topic or offset';

-- Dictionaries: integer ids keep the log and its index narrow.
create table series (
    id         integer generated always as identity primary key,
    kpi        text not null,
    scope      text not null,
    dimensions text not null default '',
    unique (kpi, scope, dimensions)
);
create index series_scope on series (scope);
comment on table series is 'One line of measurements: a KPI, where it is measured, its labels';
comment on column series.dimensions is 'Labels as name=value lines in order of their names; empty for none';

create table source (
    id   integer generated always as identity primary key,
    name text not null unique
);

create table measurement (
    part         smallint    not null,
    seq          bigint      not null,
    recorded_at  timestamptz not null,
    series_id    integer     not null,
    source_id    integer     not null,
    id           text        not null,
    kind         smallint    not null,
    observed_at  timestamptz not null,
    period       text,
    value        numeric,
    weight       numeric,
    numerator    numeric,
    denominator  numeric,
    scores       bigint[],
    replaces_part smallint,
    replaces_seq  bigint,
    decided_at   bigint      not null,
    import_id    uuid        not null,
    actor        text        not null,
    kafka_offset bigint      not null,
    text_hash    bytea,
    chain_hash   bytea       not null,
    primary key (part, seq, recorded_at)
) partition by range (recorded_at);
comment on table measurement is 'Append-only log of what was counted, partitioned by recorded month';
comment on column measurement.kind is '0 measured, 1 correction, 2 retraction';
comment on column measurement.observed_at is 'When it was so; for a whole period: its end less a microsecond';
comment on column measurement.replaces_seq is 'The measurement that this one takes the place of, or takes out';
comment on column measurement.decided_at is 'Sequence of the decision log that it was decided against';
comment on column measurement.kafka_offset is 'Offset it came with; -1 for one that was held first';
create index measurement_series on measurement (series_id, observed_at);

create table measurement_link (
    part    smallint not null,
    seq     bigint   not null,
    by_part smallint not null,
    by_seq  bigint   not null,
    recorded_at timestamptz not null,
    primary key (part, seq)
);
comment on table measurement_link is 'Measurements that a correction or a retraction took out, by which, since when';

create table measurement_text (
    part    smallint not null,
    seq     bigint   not null,
    salt    bytea    not null,
    comment text,
    reason  text,
    primary key (part, seq)
);
comment on table measurement_text is 'Comments and reasons; erasable, the log holds only a salted hash';

create table measurement_identity (
    source_id    integer  not null,
    id_hash      uuid     not null,
    content_hash uuid     not null,
    part         smallint not null,
    seq          bigint   not null,
    kafka_offset bigint   not null,
    primary key (source_id, id_hash)
) partition by hash (id_hash);
comment on table measurement_identity is 'The sender''s ids, unique for ever; the key to idempotency';
comment on column measurement_identity.seq is 'Sequence in the log; 0 while it is held';
do $$
begin
    for i in 0..7 loop
        execute format('create table measurement_identity_%s partition of measurement_identity
            for values with (modulus 8, remainder %s)', i, i);
    end loop;
end $$;

create table measurement_held (
    part         smallint    not null,
    epoch        integer     not null,
    kafka_offset bigint      not null,
    received_at  timestamptz not null,
    source       text        not null,
    id           text        not null,
    kpi          text        not null,
    scope        text        not null,
    cause        text        not null,
    request_id   uuid        not null,
    import_id    uuid        not null,
    actor        text        not null,
    body         bytea       not null,
    primary key (part, epoch, kafka_offset)
);
comment on table measurement_held is 'Well formed, but the KPI or scope is not defined yet';
create index measurement_held_wants on measurement_held (kpi, scope);

create table measurement_rejected (
    number       bigint generated always as identity primary key,
    received_at  timestamptz not null,
    part         smallint,
    epoch        integer,
    kafka_offset bigint,
    request_id   uuid,
    import_id    uuid,
    item         integer,
    actor        text        not null,
    source       text,
    id           text,
    kpi          text,
    scope        text,
    code         text        not null,
    detail       text        not null,
    body         bytea       not null,
    published    boolean     not null default false,
    unique (part, epoch, kafka_offset)
);
comment on table measurement_rejected is 'What was not taken, with its bytes and the reason';
create index measurement_rejected_request on measurement_rejected (request_id);
create index measurement_rejected_import on measurement_rejected (import_id);
create index measurement_rejected_waiting on measurement_rejected (number) where not published;

-- Append-only, also for whoever has more rights than the service should have.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the log is append-only: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
create trigger measurement_append_only before update or delete on measurement
    for each row execute function refuse_change();
create trigger measurement_no_truncate before truncate on measurement
    for each statement execute function refuse_change();
create trigger measurement_link_append_only before update or delete on measurement_link
    for each row execute function refuse_change();
create trigger measurement_link_no_truncate before truncate on measurement_link
    for each statement execute function refuse_change();

-- Partitions are made ahead, by the owner's rights: the service may call this and nothing more.
create function make_measurement_partitions(first_month date, months integer) returns integer
    language plpgsql security definer set search_path from current as $$
declare
    month date := date_trunc('month', first_month);
    made  integer := 0;
    name  text;
begin
    -- Two writers may find the month missing at once.
    perform pg_advisory_xact_lock(hashtextextended('make_measurement_partitions', 0));
    for i in 0..months loop
        name := 'measurement_' || to_char(month, 'YYYYMM');
        if to_regclass(name) is null then
            execute format('create table %I partition of measurement for values from (%L) to (%L)',
                name, month::timestamp at time zone 'UTC',
                (month + interval '1 month')::timestamp at time zone 'UTC');
            execute format('create trigger %I before truncate on %I
                for each statement execute function refuse_change()', name || '_no_truncate', name);
            execute format('create index %I on %I using brin (recorded_at)', name || '_recorded', name);
            made := made + 1;
        end if;
        month := month + interval '1 month';
    end loop;
    return made;
end $$;
revoke all on function make_measurement_partitions from public;

-- Period buckets: what is raised in the transaction of the append. One writer a partition, so two
-- transactions never meet in a row.
create table period_bucket (
    series_id        integer  not null,
    period_start     date     not null,
    stream           text     not null,
    part             smallint not null,
    kpi              text     not null,
    scope            text     not null,
    n                bigint   not null,
    sum_value        numeric  not null,
    sum_weight       numeric  not null,
    sum_weighted     numeric  not null,
    min_value        numeric,
    max_value        numeric,
    last_observed_at timestamptz,
    last_recorded_at timestamptz,
    last_seq         bigint,
    last_value       numeric,
    last_weight      numeric,
    numerator        numeric  not null,
    denominator      numeric  not null,
    scores           bigint[],
    ahead_until      timestamptz,
    primary key (series_id, period_start, stream, part)
) with (fillfactor = 70);
comment on table period_bucket is 'Sums of one series, period and stream of the day; every aggregation comes from them';
comment on column period_bucket.stream is 'Value stream that the team belonged to on the day; empty for none';
comment on column period_bucket.ahead_until is 'Latest observation that lay ahead of its recording; until then the bucket is read from the log';
create index period_bucket_kpi on period_bucket (kpi, period_start);

create table dirty_mark (
    id           bigint generated always as identity primary key,
    kpi          text not null,
    period_start date,
    marked_at    timestamptz not null default clock_timestamp(),
    due_at       timestamptz
);
comment on table dirty_mark is 'What has to be evaluated anew; rows are only added and taken away';
comment on column dirty_mark.period_start is 'Null: every period of the KPI';
comment on column dirty_mark.due_at is 'Not before: something in the log counts from then on; null for at once';
create index dirty_mark_kpi on dirty_mark (kpi, id);

-- A change of membership: the team's buckets are computed anew, partition by partition, under the
-- lock of the partition's head.
create table rebucket_order (
    part     smallint not null,
    scope    text     not null,
    decided_at bigint not null,
    primary key (part, scope, decided_at)
);

create table kpi_status_history (
    kpi              text        not null,
    scope            text        not null,
    dimension        text        not null default '',
    period_start     date        not null,
    level            text        not null,
    value_stream     text,
    period           text        not null,
    kpi_version      integer     not null,
    complete         boolean     not null,
    value            numeric,
    unit             text        not null,
    comparator       text,
    target           numeric,
    target_lower     numeric,
    target_upper     numeric,
    warning          numeric,
    warning_lower    numeric,
    warning_upper    numeric,
    target_from      text,
    status           text        not null,
    confident        boolean,
    interval_lower   double precision,
    interval_upper   double precision,
    n                bigint,
    answers          bigint,
    coverage_teams   integer,
    coverage_data    integer,
    coverage_before  integer,
    change_previous  numeric,
    change_baseline  numeric,
    rolled_up        text,
    min_group_size   integer,
    evaluated_at     timestamptz not null,
    changes_at       timestamptz,
    position         text        not null,
    primary key (kpi, scope, dimension, period_start)
) with (fillfactor = 85);
comment on table kpi_status_history is 'A row for every KPI, scope and period that has data';
create index kpi_status_history_due on kpi_status_history (changes_at) where changes_at is not null;
create index kpi_status_history_period on kpi_status_history (kpi, period_start);

create table kpi_status (
    like kpi_status_history including defaults,
    primary key (kpi, scope, dimension)
) with (fillfactor = 85);
alter table kpi_status alter column period drop not null;
alter table kpi_status alter column period_start drop not null;
comment on table kpi_status is 'The headline row of every KPI and scope';
create index kpi_status_due on kpi_status (changes_at) where changes_at is not null;

create table status_change (
    kpi          text        not null,
    scope        text        not null,
    number       bigint      not null,
    outbox       bigint generated always as identity unique,
    period       text,
    from_status  text,
    to_status    text        not null,
    value        numeric,
    changed_at   timestamptz not null,
    position     text        not null,
    published    boolean     not null default false,
    primary key (kpi, scope, number)
);
comment on table status_change is 'Every change of a headline status, numbered densely a KPI and scope';
create index status_change_waiting on status_change (outbox) where not published;

create table publisher (
    topic text primary key,
    owner text not null
);
comment on table publisher is 'The process that published last; whoever takes over reads the topic''s end first';

grant select, insert on measurement, measurement_link, series, source to "${appRole}";
grant select, insert, update, delete on log_head, measurement_text, measurement_identity,
    measurement_held, measurement_rejected, period_bucket, dirty_mark, rebucket_order, kpi_status_history,
    kpi_status, status_change, publisher to "${appRole}";
grant select, insert on log_epoch to "${appRole}";
grant usage on schema effekt to "${appRole}";
grant execute on function make_measurement_partitions to "${appRole}";
