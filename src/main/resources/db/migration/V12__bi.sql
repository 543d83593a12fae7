-- What BI tools read by SQL: plain columns under names that stay. Views are only ever added to.
--
-- Rights hang on the database role that a session began as, never on a setting: what the settings
-- effekt.* say counts for the service's own roles alone, everybody else has a row in bi_grant or sees
-- nothing.
--
-- Who reads has a right to the views and to no table: tables hold more than views show. So there is a
-- view beneath each, bi_*_seen, that reads the tables as their owner, whom row-level security is forced
-- upon and who is asked what session_user sees.

create schema bi;
comment on schema bi is 'What BI tools read: the same sets and columns as OData and the flat exports';

create table bi_grant (
    role_name text primary key,
    settings  jsonb not null
);
comment on table bi_grant is 'Database roles that read for people, and what each of them sees: as the settings effekt.* say it';
alter table bi_grant enable row level security;
create policy bi_grant_own on bi_grant using (role_name = session_user or sees_all());

-- The service's own roles: ${appRole} and the owner, who runs this. Without a subquery of its own, so that
-- PostgreSQL puts it into each statement in place of calling it.
create function granted(name text) returns text language sql stable security definer
    return (select g.settings ->> name from bi_grant g where g.role_name = session_user);
do $do$
begin
    execute format('create or replace function told(name text) returns text language sql stable
        return case when session_user in (%L, %L) then current_setting(''effekt.'' || name, true)
            else granted(name) end', '${appRole}', current_user);
end $do$;
create or replace function sight(name text) returns text[] language sql stable
    return string_to_array(told(name), ',');
create or replace function sees_everywhere() returns boolean language sql stable
    return coalesce(told('scopes') = '*', false);
create or replace function sees_every_kpi() returns boolean language sql stable
    return coalesce(told('kpis') = '*', false);

-- The language that names are shown in.
create table bi_language (
    one  boolean primary key default true check (one),
    code text not null
);
insert into bi_language values (true, 'en');
comment on table bi_language is 'The language that names are shown in, where there is a name in it';

create function shown_name(names jsonb, key text) returns text language sql stable security definer
    return coalesce(names ->> (select code from bi_language), names ->> 'en', names ->> 'nb', key);

-- Names and what else of a definition stands on every row of a fact: so that no JSON is read for it.
-- Rows find it by equal columns alone: whatever is computed to find it would be asked of all names,
-- because policies come first.
create table bi_name (
    subject   text primary key,
    kind      text    not null,
    key       text    not null,
    scope     text unique,
    name      text,
    unit      text,
    time_zone text,
    guarded   boolean not null,
    unique (kind, key)
);
comment on table bi_name is 'What of each KPI, team and value stream stands on the rows about it; kept by a trigger';
alter table bi_name enable row level security;
alter table bi_name force row level security;

-- The policies of V11 on what the views read, with what a session sees asked once a statement and
-- not for each row; sees_row and its like say the same.
create function series_sight() returns jsonb language sql stable security definer
begin atomic
    with told as materialized (
        select sees_every_kpi() as every_kpi, sight('kpis') as kpis,
            sees_everywhere() as everywhere, sight('scopes') as scopes),
    span as materialized (
        select split_part(one, '|', 1) as scope, split_part(one, '|', 2)::date as since,
            split_part(one, '|', 3)::date as until
        from unnest(sight('spans')) one)
    select jsonb_object_agg(s.id, case when t.everywhere or s.scope = any(t.scopes) then '{(,)}'
        else (select range_agg(tstzrange(since::timestamp at time zone coalesce(k.time_zone, 'Europe/Oslo'),
                until::timestamp at time zone coalesce(k.time_zone, 'Europe/Oslo')))::text
            from span where span.scope = s.scope and since < until) end)
    from told t
    join series s on (t.every_kpi or s.kpi = any(t.kpis)) and (t.everywhere
        or s.scope = any(t.scopes) or s.scope in (select scope from span))
    left join bi_name k on k.kind = 'kpi' and k.key = s.kpi;
end;
comment on function series_sight is 'The series that are seen, each with the times that it is seen at';
alter policy measurement_sight on measurement using ((select sees_all()) or coalesce(
    observed_at <@ ((select series_sight()) ->> series_id::text)::tstzmultirange, false));

create function row_sight() returns text language sql immutable
    return $sight$(select sees_all())
        or ((select sees_every_kpi()) or kpi = any((select sight('kpis'))::text[]))
        and ((select sees_everywhere()) or scope = any((select sight('scopes'))::text[])
            or value_stream = any((select sight('streams'))::text[]))$sight$;
create function definition_sight() returns text language sql immutable
    return $sight$(select sees_all()) or case kind
        when 'kpi' then (select sees_every_kpi()) or key = any((select sight('kpis'))::text[])
        when 'team' then (select sees_everywhere())
            or 'team:' || key = any((select sight('named'))::text[])
        when 'value-stream' then (select sees_everywhere())
            or 'stream:' || key = any((select sight('named'))::text[])
        else ((select sees_every_kpi()) or key = any((select sight('kpis'))::text[]))
            and ((select sees_everywhere()) or scope = any((select sight('ever'))::text[])) end$sight$;
do $do$
begin
    execute format('create policy bi_name_sight on bi_name using (%s)', definition_sight());
    execute format('alter policy definition_sight on definition using (%s)', definition_sight());
    execute format('alter policy kpi_status_sight on kpi_status using (%s)', row_sight());
    execute format('alter policy kpi_status_history_sight on kpi_status_history using (%s)',
        row_sight());
end $do$;

-- Single answers of people are not read by BI tools.
create function is_guarded(kpi jsonb) returns boolean language sql immutable
    return coalesce(kpi ->> 'shape', '') = 'scores' or (kpi ->> 'minGroupSize') is not null;

create function scope_of(kind text, key text) returns text language sql immutable
    return case kind when 'team' then 'team:' || key when 'value-stream' then 'stream:' || key end;

create function keep_name() returns trigger language plpgsql security definer
    set search_path from current as $$
declare
    json jsonb;
begin
    if tg_op = 'DELETE' then
        delete from bi_name where subject = old.subject;
    elsif new.kind in ('kpi', 'team', 'value-stream') then
        json := new.body::jsonb;
        insert into bi_name values (new.subject, new.kind, new.key,
            scope_of(new.kind, new.key),
            case when new.kind = 'kpi' then shown_name(json -> 'name', new.key)
                else json ->> 'name' end,
            json ->> 'unit', json ->> 'timeZone', is_guarded(json))
        on conflict (subject) do update set name = excluded.name, unit = excluded.unit,
            time_zone = excluded.time_zone, guarded = excluded.guarded;
    end if;
    return null;
end $$;
create trigger definition_name after insert or update or delete on definition
    for each row execute function keep_name();

-- Places in a text that there can be: so that a filter never fails for a number.
create function place(number numeric) returns integer language sql immutable
    return least(greatest(number, 0), 1000000)::integer;

create function last_day(period text, first_day date) returns date language sql immutable
    return case
        when length(period) = 4 then first_day + interval '1 year' - interval '1 day'
        when period like '____-H_' then first_day + interval '6 months' - interval '1 day'
        when period like '____-Q_' then first_day + interval '3 months' - interval '1 day'
        when period like '____-W__' then first_day + interval '6 days'
        when length(period) = 7 then first_day + interval '1 month' - interval '1 day'
        else first_day end;

create function first_day(period text) returns date language sql immutable
    return case
        when length(period) = 4 then make_date(left(period, 4)::integer, 1, 1)
        when period like '____-H_' then
            make_date(left(period, 4)::integer, right(period, 1)::integer * 6 - 5, 1)
        when period like '____-Q_' then
            make_date(left(period, 4)::integer, right(period, 1)::integer * 3 - 2, 1)
        when period like '____-W__' then to_date(period, 'IYYY-"W"IW')
        when length(period) = 7 then (period || '-01')::date
        else period::date end;

create function date_key(day date) returns integer language sql immutable
    return extract(year from day)::integer * 10000 + extract(month from day)::integer * 100
        + extract(day from day)::integer;

-- Days, with the holidays of Norway. Easter by the Gregorian computus in the form of Meeus, Jones and
-- Butcher (J. Meeus, Astronomical Algorithms, 1991, chapter 8).
create function easter(year integer) returns date language plpgsql immutable as $$
declare
    a integer := year % 19;
    b integer := year / 100;
    c integer := year % 100;
    h integer;
    l integer;
    m integer;
begin
    h := (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    l := (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    m := (a + 11 * h + 22 * l) / 451;
    return make_date(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
end $$;

create table calendar_day (
    day     date primary key,
    holiday text
);
comment on table calendar_day is 'Days from 2000 to 2099, with the holidays of Norway';
insert into calendar_day
select d::date, h.name
from generate_series(date '2000-01-01', date '2099-12-31', interval '1 day') d
left join lateral (
    select string_agg(name, ', ' order by name) as name from (values
        ('Første nyttårsdag', make_date(extract(year from d)::int, 1, 1)),
        ('Skjærtorsdag', easter(extract(year from d)::int) - 3),
        ('Langfredag', easter(extract(year from d)::int) - 2),
        ('Første påskedag', easter(extract(year from d)::int)),
        ('Andre påskedag', easter(extract(year from d)::int) + 1),
        ('Arbeidernes dag', make_date(extract(year from d)::int, 5, 1)),
        ('Grunnlovsdagen', make_date(extract(year from d)::int, 5, 17)),
        ('Kristi himmelfartsdag', easter(extract(year from d)::int) + 39),
        ('Første pinsedag', easter(extract(year from d)::int) + 49),
        ('Andre pinsedag', easter(extract(year from d)::int) + 50),
        ('Første juledag', make_date(extract(year from d)::int, 12, 25)),
        ('Andre juledag', make_date(extract(year from d)::int, 12, 26))) holidays (name, day)
    where holidays.day = d::date) h on true;

set local effekt.scopes = '*';
set local effekt.kpis = '*';
insert into bi_name
select subject, kind, key, scope_of(kind, key), case when kind = 'kpi' then shown_name(body::jsonb -> 'name', key)
    else body::jsonb ->> 'name' end, body::jsonb ->> 'unit', body::jsonb ->> 'timeZone',
    is_guarded(body::jsonb)
from definition where kind in ('kpi', 'team', 'value-stream');

-- Rows that are written anew while somebody loads page after page: what stood before is kept for two
-- hours, with the transactions that wrote and ended it, so that all pages show the picture of the
-- first. Transactions and not times: of two rows written at once, one may be seen and one not yet.
create function mark_written() returns trigger language plpgsql as $$
begin
    new.written := pg_current_xact_id();
    return new;
end $$;

create function keep_past() returns trigger language plpgsql security definer
    set search_path from current as $$
begin
    execute format('insert into %1$I_past select o.*, pg_current_xact_id(), clock_timestamp()
        from ended o where o.written <> pg_current_xact_id()', tg_table_name);
    execute format('delete from %1$I_past where ctid = any(array(select ctid from %1$I_past
        where ended_at < now() - interval ''2 hours'' limit 10000 for update skip locked))',
        tg_table_name);
    return null;
end $$;

do $$
declare
    pair text[];
begin
    foreach pair slice 1 in array array[
            ['definition', 'subject', definition_sight()],
            ['kpi_status', 'kpi, scope, dimension', row_sight()],
            ['kpi_status_history', 'kpi, scope, dimension, period_start', row_sight()]] loop
        execute format('alter table %I add column written xid8 not null default pg_current_xact_id()',
            pair[1]);
        execute format('create trigger %1$s_written before insert or update on %1$I
            for each row execute function mark_written()', pair[1]);
        execute format('create trigger %1$s_updated after update on %1$I referencing old table as ended
            for each statement execute function keep_past()', pair[1]);
        execute format('create trigger %1$s_deleted after delete on %1$I referencing old table as ended
            for each statement execute function keep_past()', pair[1]);
        -- What is added to the one is added to the other, by the same migration.
        execute format('create table %1$I_past (like %1$I)', pair[1]);
        execute format('alter table %I_past add column ended xid8 not null,
            add column ended_at timestamptz not null', pair[1]);
        execute format('create index on %I_past (%s)', pair[1], pair[2]);
        execute format('create index on %I_past (ended_at)', pair[1]);
        execute format('alter table %I_past enable row level security', pair[1]);
        execute format('alter table %I_past force row level security', pair[1]);
        execute format('create policy %1$s_past_sight on %1$I_past
            using (%2$s)', pair[1], pair[3]);
        execute format('grant select on %I_past to %I', pair[1], '${appRole}');
    end loop;
end $$;
drop function row_sight();
drop function definition_sight();

-- Each three times: as what stands now, for everybody who reads by SQL; the same for the service,
-- whose order and limit reach the tables because no barrier stands before them, and who asks nothing
-- that could tell of rows that are left out; and with what stood before, for pages after the first.
do $do$
declare
    view text[];
begin
    foreach view slice 1 in array array[
['kpis', 'definition', $view$
select d.key as kpi, shown_name(d.json -> 'name', d.key) as kpi_name,
    d.json -> 'name' ->> 'en' as name_en, d.json -> 'name' ->> 'nb' as name_nb,
    shown_name(d.json -> 'description', null) as description, d.json ->> 'unit' as unit,
    d.json ->> 'shape' as shape, d.json ->> 'aggregation' as aggregation,
    d.json ->> 'rollUp' as roll_up, d.json ->> 'direction' as direction,
    d.json ->> 'period' as period_length, d.json ->> 'timeZone' as time_zone,
    (d.json ->> 'graceDays')::integer as grace_days,
    (d.json ->> 'minGroupSize')::integer as min_group_size, d.json ->> 'owner' as owner,
    d.json ->> 'source' as source, d.json ->> 'status' as lifecycle, d.version,
    d.recorded_at{of d}
from (select key, version, recorded_at, body::jsonb as json{of s} from {rows} s
    where kind = 'kpi') d
$view$],
['value_streams', 'definition', $view$
select d.key as value_stream, d.json ->> 'name' as value_stream_name,
    d.json ->> 'status' as lifecycle, d.version, d.recorded_at{of d}
from (select key, version, recorded_at, body::jsonb as json{of s} from {rows} s
    where kind = 'value-stream') d
$view$],
['teams', 'definition', $view$
select d.key as team, d.json ->> 'name' as team_name, m.value_stream,
    v.name as value_stream_name, m.since as member_since,
    d.json -> 'replacedBy' ->> 0 as replaced_by, d.json ->> 'status' as lifecycle, d.version,
    d.recorded_at{of d}
from (select key, version, recorded_at, body::jsonb as json{of s} from {rows} s
    where kind = 'team') d
left join lateral (
    select e ->> 'valueStream' as value_stream, (e ->> 'from')::date as since
    from jsonb_array_elements(d.json -> 'memberships') e
    where (e ->> 'from')::date <= current_date
        and coalesce((e ->> 'to')::date > current_date, true)
    order by since desc limit 1) m on true
left join bi_name v on v.kind = 'value-stream' and v.key = m.value_stream
$view$],
['targets', 'definition', $view$
select d.key as kpi, k.name as kpi_name, d.scope,
    t.number::integer as number,
    case when d.scope like 'team:%' then substr(d.scope, 6) end as team,
    team.name as team_name,
    case when d.scope like 'stream:%' then substr(d.scope, 8) end as value_stream,
    stream.name as value_stream_name,
    (t.json ->> 'from')::date as valid_from, (t.json ->> 'to')::date - 1 as valid_to,
    t.json ->> 'comparator' as comparator, (t.json ->> 'value')::numeric as target,
    (t.json ->> 'lower')::numeric as target_lower, (t.json ->> 'upper')::numeric as target_upper,
    case when jsonb_typeof(t.json -> 'warning') = 'number'
        then (t.json ->> 'warning')::numeric end as warning,
    (t.json -> 'warning' ->> 'lower')::numeric as warning_lower,
    (t.json -> 'warning' ->> 'upper')::numeric as warning_upper,
    t.json ->> 'basis' as basis, d.version, d.recorded_at{of d}
from {rows} d
cross join lateral jsonb_array_elements(d.body::jsonb -> 'targets')
    with ordinality as t (json, number)
left join bi_name k on k.kind = 'kpi' and k.key = d.key
left join bi_name team on team.kind = 'team' and team.scope = d.scope
left join bi_name stream on stream.kind = 'value-stream' and stream.scope = d.scope
where d.kind = 'targets'
$view$],
['measurements', '', $view$
select m.part as partition, m.seq as sequence, o.name as source, m.id, s.kpi,
    k.name as kpi_name, s.scope,
    case when s.scope like 'team:%' then substr(s.scope, 6) end as team,
    team.name as team_name,
    case when s.scope like 'stream:%' then substr(s.scope, 8) end as value_stream,
    stream.name as value_stream_name,
    nullif(replace(s.dimensions, chr(10), ';'), '') as dimensions, m.observed_at, m.period,
    d.day as period_start, coalesce(last_day(m.period, d.day), d.day) as period_end,
    date_key(d.day) as period_key, m.value, m.weight, m.numerator, m.denominator,
    k.unit,
    case m.kind when 0 then 'measured' when 1 then 'correction' else 'retraction' end as kind,
    l.seq is null and m.kind <> 2 as is_standing, m.recorded_at
from measurement m
join series s on s.id = m.series_id
join source o on o.id = m.source_id
join bi_name k on k.kind = 'kpi' and k.key = s.kpi
left join measurement_link l on l.part = m.part and l.seq = m.seq
left join bi_name team on team.kind = 'team' and team.scope = s.scope
left join bi_name stream on stream.kind = 'value-stream' and stream.scope = s.scope
cross join lateral (select case
    when m.period is null then (m.observed_at at time zone (k.time_zone))::date
    else first_day(m.period) end as day offset 0) d
where not k.guarded
$view$],
['kpi_status', 'kpi_status', ''],
['kpi_status_history', 'kpi_status_history', '']] loop
        if view[3] = '' then
            view[3] := $view$
select s.kpi, k.name as kpi_name, s.scope,
    s.dimension, s.level as scope_level,
    case when s.level = 'team' then substr(s.scope, 6) end as team,
    team.name as team_name, s.value_stream,
    stream.name as value_stream_name, s.period,
    s.period_start, last_day(s.period, s.period_start) as period_end,
    date_key(s.period_start) as period_key, s.complete as is_complete,
    trim_scale(round(s.value, 12)) as value, s.unit, s.status, s.confident as is_confident,
    s.comparator, trim_scale(round(s.target, 12)) as target,
    trim_scale(round(s.target_lower, 12)) as target_lower,
    trim_scale(round(s.target_upper, 12)) as target_upper,
    trim_scale(round(s.warning, 12)) as warning,
    trim_scale(round(s.warning_lower, 12)) as warning_lower,
    trim_scale(round(s.warning_upper, 12)) as warning_upper, s.target_from,
    s.interval_lower, s.interval_upper, s.n as measurements, s.answers,
    s.coverage_teams as teams_expected, s.coverage_data as teams_reported,
    trim_scale(round(s.change_previous, 12)) as change_from_previous,
    trim_scale(round(s.change_baseline, 12)) as change_from_baseline, s.kpi_version,
    s.evaluated_at as recorded_at{of s}
from {rows} s
left join bi_name k on k.kind = 'kpi' and k.key = s.kpi
left join bi_name team on team.kind = 'team' and team.scope = s.scope
left join bi_name stream on stream.kind = 'value-stream'
    and stream.key = s.value_stream
$view$;
        end if;
        execute format('create view bi_%s_seen with (security_barrier) as ', view[1])
            || regexp_replace(replace(view[3], '{rows}', view[2]), '{of .}', '', 'g');
        execute format('create view bi.%1$I with (security_invoker, security_barrier) as
            select * from bi_%1$s_seen', view[1]);
        execute format('grant select on bi_%s_seen to %I', view[1], '${appRole}');
        execute format('create view bi_%s_rows with (security_invoker) as ', view[1])
            || regexp_replace(replace(view[3], '{rows}', view[2]), '{of .}', '', 'g');
        execute format('grant select on bi_%s_rows to %I', view[1], '${appRole}');
        if view[2] <> '' then
            execute format('create view bi_%s_picture with (security_invoker) as ', view[1])
                || regexp_replace(replace(view[3], '{rows}', format('(select *, null::xid8 as ended,
                        null::timestamptz as ended_at from %1$I union all select * from %1$I_past)',
                        view[2])),
                    '{of (.)}', ', \1.written, \1.ended', 'g');
            execute format('grant select on bi_%s_picture to %I', view[1], '${appRole}');
        end if;
    end loop;
end $do$;

create view bi_calendar_seen with (security_barrier) as
select day as date, date_key(day) as date_key, extract(year from day)::integer as year,
    case when extract(month from day) < 7 then 1 else 2 end as half_year,
    extract(quarter from day)::integer as quarter, extract(month from day)::integer as month,
    extract(day from day)::integer as day_of_month,
    extract(isodow from day)::integer as day_of_week,
    extract(isoyear from day)::integer as iso_year, extract(week from day)::integer as iso_week,
    to_char(day, 'IYYY-"W"IW') as week_period, to_char(day, 'YYYY-MM') as month_period,
    to_char(day, 'YYYY-"Q"Q') as quarter_period,
    to_char(day, 'YYYY') || case when extract(month from day) < 7 then '-H1' else '-H2' end
        as half_year_period,
    holiday, extract(isodow from day) > 5 as is_weekend,
    extract(isodow from day) < 6 and holiday is null as is_workday
from calendar_day;
create view bi.calendar with (security_invoker, security_barrier) as
select * from bi_calendar_seen;

create view bi_freshness_seen with (security_barrier) as
select (select string_agg(part || ':' || seq, ',' order by part) from log_head) as positions,
    (select sum(seq) from log_head where part >= 0)::bigint as measurements,
    (select seq from log_head where part = -1) as decisions,
    (select max(recorded_at) from log_head) as recorded_at,
    coalesce(extract(epoch from clock_timestamp() - (select min(coalesce(due_at, marked_at))
        from dirty_mark where coalesce(due_at, marked_at) <= clock_timestamp())), 0)::double precision
        as lag_seconds;
create view bi.freshness with (security_invoker, security_barrier) as
select * from bi_freshness_seen;

create view bi.contract_version with (security_invoker, security_barrier) as
select 1 as version, date '2026-11-23' as since;

comment on view bi.kpi_status is 'The headline status of every KPI and scope';
comment on column bi.kpi_status.kpi is 'Key of the KPI';
comment on column bi.kpi_status.kpi_name is 'Name of the KPI';
comment on column bi.kpi_status.scope is 'team:<key>, stream:<key> or org';
comment on column bi.kpi_status.dimension is 'One value of one dimension; empty for all together';
comment on column bi.kpi_status.scope_level is 'team, stream or org';
comment on column bi.kpi_status.team is 'Key of the team, where the scope is one';
comment on column bi.kpi_status.team_name is 'Name of the team';
comment on column bi.kpi_status.value_stream is 'Key of the value stream in that period';
comment on column bi.kpi_status.value_stream_name is 'Name of the value stream';
comment on column bi.kpi_status.period is 'The period, for instance 2026-Q1';
comment on column bi.kpi_status.period_start is 'First day of the period';
comment on column bi.kpi_status.period_end is 'Last day of the period';
comment on column bi.kpi_status.period_key is 'First day as yyyymmdd';
comment on column bi.kpi_status.is_complete is 'Whether the period is over';
comment on column bi.kpi_status.value is 'The value; null where it is suppressed';
comment on column bi.kpi_status.unit is 'Unit of the value';
comment on column bi.kpi_status.status is 'on_track, at_risk, off_track, suppressed and so on';
comment on column bi.kpi_status.is_confident is 'Whether chance alone would not explain it';
comment on column bi.kpi_status.comparator is 'How the value is held against the target';
comment on column bi.kpi_status.target is 'The target';
comment on column bi.kpi_status.target_lower is 'Lower end of a target range';
comment on column bi.kpi_status.target_upper is 'Upper end of a target range';
comment on column bi.kpi_status.warning is 'The boundary to off track';
comment on column bi.kpi_status.warning_lower is 'Lower end of a warning range';
comment on column bi.kpi_status.warning_upper is 'Upper end of a warning range';
comment on column bi.kpi_status.target_from is 'The scope whose target it is';
comment on column bi.kpi_status.interval_lower is 'Lower end of the 95 % interval';
comment on column bi.kpi_status.interval_upper is 'Upper end of the 95 % interval';
comment on column bi.kpi_status.measurements is 'Measurements that counted';
comment on column bi.kpi_status.answers is 'Answers that counted, of a survey';
comment on column bi.kpi_status.teams_expected is 'Teams beneath the scope';
comment on column bi.kpi_status.teams_reported is 'Teams beneath the scope that have reported';
comment on column bi.kpi_status.change_from_previous is 'Change from the period before';
comment on column bi.kpi_status.change_from_baseline is 'Change from the baseline';
comment on column bi.kpi_status.kpi_version is 'Version of the KPI''s definition';
comment on column bi.kpi_status.recorded_at is 'When it was evaluated';
comment on view bi.kpi_status_history is 'The status of every KPI, scope and period';
comment on column bi.kpi_status_history.kpi is 'Key of the KPI';
comment on column bi.kpi_status_history.kpi_name is 'Name of the KPI';
comment on column bi.kpi_status_history.scope is 'team:<key>, stream:<key> or org';
comment on column bi.kpi_status_history.dimension is 'One value of one dimension; empty for all together';
comment on column bi.kpi_status_history.scope_level is 'team, stream or org';
comment on column bi.kpi_status_history.team is 'Key of the team, where the scope is one';
comment on column bi.kpi_status_history.team_name is 'Name of the team';
comment on column bi.kpi_status_history.value_stream is 'Key of the value stream in that period';
comment on column bi.kpi_status_history.value_stream_name is 'Name of the value stream';
comment on column bi.kpi_status_history.period is 'The period, for instance 2026-Q1';
comment on column bi.kpi_status_history.period_start is 'First day of the period';
comment on column bi.kpi_status_history.period_end is 'Last day of the period';
comment on column bi.kpi_status_history.period_key is 'First day as yyyymmdd';
comment on column bi.kpi_status_history.is_complete is 'Whether the period is over';
comment on column bi.kpi_status_history.value is 'The value; null where it is suppressed';
comment on column bi.kpi_status_history.unit is 'Unit of the value';
comment on column bi.kpi_status_history.status is 'on_track, at_risk, off_track, suppressed and so on';
comment on column bi.kpi_status_history.is_confident is 'Whether chance alone would not explain it';
comment on column bi.kpi_status_history.comparator is 'How the value is held against the target';
comment on column bi.kpi_status_history.target is 'The target';
comment on column bi.kpi_status_history.target_lower is 'Lower end of a target range';
comment on column bi.kpi_status_history.target_upper is 'Upper end of a target range';
comment on column bi.kpi_status_history.warning is 'The boundary to off track';
comment on column bi.kpi_status_history.warning_lower is 'Lower end of a warning range';
comment on column bi.kpi_status_history.warning_upper is 'Upper end of a warning range';
comment on column bi.kpi_status_history.target_from is 'The scope whose target it is';
comment on column bi.kpi_status_history.interval_lower is 'Lower end of the 95 % interval';
comment on column bi.kpi_status_history.interval_upper is 'Upper end of the 95 % interval';
comment on column bi.kpi_status_history.measurements is 'Measurements that counted';
comment on column bi.kpi_status_history.answers is 'Answers that counted, of a survey';
comment on column bi.kpi_status_history.teams_expected is 'Teams beneath the scope';
comment on column bi.kpi_status_history.teams_reported is 'Teams beneath the scope that have reported';
comment on column bi.kpi_status_history.change_from_previous is 'Change from the period before';
comment on column bi.kpi_status_history.change_from_baseline is 'Change from the baseline';
comment on column bi.kpi_status_history.kpi_version is 'Version of the KPI''s definition';
comment on column bi.kpi_status_history.recorded_at is 'When it was evaluated';
comment on view bi.measurements is 'Measurements that were taken, with corrections and retractions; without those of KPIs that protect small groups';
comment on column bi.measurements.partition is 'Partition of the log';
comment on column bi.measurements.sequence is 'Place in the partition';
comment on column bi.measurements.source is 'Who measured';
comment on column bi.measurements.id is 'The sender''s id';
comment on column bi.measurements.kpi is 'Key of the KPI';
comment on column bi.measurements.kpi_name is 'Name of the KPI';
comment on column bi.measurements.scope is 'team:<key>, stream:<key> or org';
comment on column bi.measurements.team is 'Key of the team, where the scope is one';
comment on column bi.measurements.team_name is 'Name of the team';
comment on column bi.measurements.value_stream is 'Key of the value stream, where the scope is one';
comment on column bi.measurements.value_stream_name is 'Name of the value stream';
comment on column bi.measurements.dimensions is 'Labels as name=value, with ; between them';
comment on column bi.measurements.observed_at is 'When it was so';
comment on column bi.measurements.period is 'The period, where it was measured for a whole one';
comment on column bi.measurements.period_start is 'The day, or the first day of the period';
comment on column bi.measurements.period_end is 'The day, or the last day of the period';
comment on column bi.measurements.period_key is 'First day as yyyymmdd';
comment on column bi.measurements.value is 'The value, of a KPI with numbers';
comment on column bi.measurements.weight is 'What the value weighs';
comment on column bi.measurements.numerator is 'The numerator, of a ratio';
comment on column bi.measurements.denominator is 'The denominator, of a ratio';
comment on column bi.measurements.unit is 'Unit of the KPI';
comment on column bi.measurements.kind is 'measured, correction or retraction';
comment on column bi.measurements.is_standing is 'Whether it counts: nothing has taken its place';
comment on column bi.measurements.recorded_at is 'When it was recorded';
comment on view bi.kpis is 'KPIs as they are defined';
comment on column bi.kpis.kpi is 'Key of the KPI';
comment on column bi.kpis.kpi_name is 'Name in the language of the service';
comment on column bi.kpis.name_en is 'Name in English';
comment on column bi.kpis.name_nb is 'Name in Norwegian (bokmål)';
comment on column bi.kpis.description is 'What it tells';
comment on column bi.kpis.unit is 'Unit of the value';
comment on column bi.kpis.shape is 'number, ratio or scores';
comment on column bi.kpis.aggregation is 'How measurements become a value';
comment on column bi.kpis.roll_up is 'How teams become a value stream';
comment on column bi.kpis.direction is 'Whether up or down is better';
comment on column bi.kpis.period_length is 'day, week, month, quarter, half-year or year';
comment on column bi.kpis.time_zone is 'Zone of its days';
comment on column bi.kpis.grace_days is 'Days after a period until it is judged';
comment on column bi.kpis.min_group_size is 'Smallest group that is shown';
comment on column bi.kpis.owner is 'Who answers for it';
comment on column bi.kpis.source is 'Where the numbers come from';
comment on column bi.kpis.lifecycle is 'active or retired';
comment on column bi.kpis.version is 'Version of the definition';
comment on column bi.kpis.recorded_at is 'When it was defined so';
comment on view bi.targets is 'Targets as they are defined';
comment on column bi.targets.kpi is 'Key of the KPI';
comment on column bi.targets.kpi_name is 'Name of the KPI';
comment on column bi.targets.scope is 'team:<key>, stream:<key> or org';
comment on column bi.targets.number is 'Which one it is of this KPI and scope';
comment on column bi.targets.team is 'Key of the team, where the scope is one';
comment on column bi.targets.team_name is 'Name of the team';
comment on column bi.targets.value_stream is 'Key of the value stream, where the scope is one';
comment on column bi.targets.value_stream_name is 'Name of the value stream';
comment on column bi.targets.valid_from is 'First day that it holds on';
comment on column bi.targets.valid_to is 'Last day; null for open end';
comment on column bi.targets.comparator is 'How a value is held against it';
comment on column bi.targets.target is 'The target';
comment on column bi.targets.target_lower is 'Lower end of a range';
comment on column bi.targets.target_upper is 'Upper end of a range';
comment on column bi.targets.warning is 'The boundary to off track';
comment on column bi.targets.warning_lower is 'Lower end of a warning range';
comment on column bi.targets.warning_upper is 'Upper end of a warning range';
comment on column bi.targets.basis is 'absolute, or how it follows from the baseline';
comment on column bi.targets.version is 'Version of the definition';
comment on column bi.targets.recorded_at is 'When it was defined so';
comment on view bi.teams is 'Teams and the value stream of today';
comment on column bi.teams.team is 'Key of the team';
comment on column bi.teams.team_name is 'Name of the team';
comment on column bi.teams.value_stream is 'Key of the value stream it belongs to today';
comment on column bi.teams.value_stream_name is 'Name of the value stream';
comment on column bi.teams.member_since is 'Since when it belongs there';
comment on column bi.teams.replaced_by is 'The first team that took its place';
comment on column bi.teams.lifecycle is 'active or retired';
comment on column bi.teams.version is 'Version of the definition';
comment on column bi.teams.recorded_at is 'When it was defined so';
comment on view bi.value_streams is 'Value streams';
comment on column bi.value_streams.value_stream is 'Key of the value stream';
comment on column bi.value_streams.value_stream_name is 'Name of the value stream';
comment on column bi.value_streams.lifecycle is 'active or retired';
comment on column bi.value_streams.version is 'Version of the definition';
comment on column bi.value_streams.recorded_at is 'When it was defined so';
comment on view bi.calendar is 'Days from 2000 to 2099, with the holidays of Norway';
comment on column bi.calendar.date is 'The day';
comment on column bi.calendar.date_key is 'The day as yyyymmdd';
comment on column bi.calendar.year is 'Calendar year';
comment on column bi.calendar.half_year is '1 or 2';
comment on column bi.calendar.quarter is '1 to 4';
comment on column bi.calendar.month is '1 to 12';
comment on column bi.calendar.day_of_month is '1 to 31';
comment on column bi.calendar.day_of_week is '1 for Monday to 7 for Sunday';
comment on column bi.calendar.iso_year is 'Year of the ISO week';
comment on column bi.calendar.iso_week is 'ISO week';
comment on column bi.calendar.week_period is 'For instance 2026-W14';
comment on column bi.calendar.month_period is 'For instance 2026-03';
comment on column bi.calendar.quarter_period is 'For instance 2026-Q1';
comment on column bi.calendar.half_year_period is 'For instance 2026-H1';
comment on column bi.calendar.holiday is 'Name of the Norwegian holiday; null for none';
comment on column bi.calendar.is_weekend is 'Saturday or Sunday';
comment on column bi.calendar.is_workday is 'Monday to Friday, and no holiday';

comment on view bi.freshness is 'One row: how far the log has come, and how far behind what is computed from it is';
comment on column bi.freshness.positions is 'The last entry of each partition of the log, as partition:sequence; -1 holds the decisions';
comment on column bi.freshness.measurements is 'Measurements that were recorded';
comment on column bi.freshness.decisions is 'Decisions that were recorded';
comment on column bi.freshness.recorded_at is 'When something was recorded last';
comment on column bi.freshness.lag_seconds is 'How long what was recorded has waited for its evaluation; 0 when nothing waits';
comment on view bi.contract_version is 'The contract of these views: columns are only ever added';
comment on column bi.contract_version.version is 'Raised when a column changes its meaning';
comment on column bi.contract_version.since is 'The day of that version';

-- Gives a database role what it needs to read, and says what it sees. For the schema's owner alone; the
-- role itself is made by whoever runs the database, see connectors/README.md.
create function grant_bi(reader text, settings jsonb default
        '{"scopes": "*", "kpis": "*", "named": "*", "ever": "*"}')
    returns void language plpgsql set search_path from current as $$
declare
    name text;
begin
    if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
        raise exception '% bypasses row-level security, and would show its readers everything',
            current_user using hint = 'Let a role that is no superuser own the schema effekt.';
    end if;
    execute format('grant connect on database %I to %I', current_database(), reader);
    execute format('grant usage on schema bi to %I', reader);
    execute format('grant select on all tables in schema bi to %I', reader);
    for name in select c.relname from pg_class c where c.relnamespace = 'effekt'::regnamespace
            and c.relkind = 'v' and c.relname like 'bi\_%\_seen' loop
        execute format('grant select on effekt.%I to %I', name, reader);
    end loop;
    for name in select p.oid::regprocedure::text from pg_proc p
            where p.pronamespace = 'effekt'::regnamespace and p.proname in ('told', 'granted', 'sight',
                'sees_everywhere', 'sees_every_kpi', 'sees_all', 'sees_row', 'sees_ever',
                'sees_measurement', 'sees_definition', 'series_sight', 'shown_name', 'is_guarded', 'last_day',
                'first_day', 'date_key') loop
        execute format('grant execute on function %s to %I', name, reader);
    end loop;
    insert into bi_grant values (reader, settings)
        on conflict (role_name) do update set settings = excluded.settings;
end $$;
revoke all on function grant_bi from public;

grant usage on schema bi to "${appRole}";
grant select on all tables in schema bi to "${appRole}";
grant select on bi_calendar_seen, bi_freshness_seen, bi_grant, bi_name to "${appRole}";
grant select, update on bi_language to "${appRole}";
grant execute on function told, granted, series_sight, shown_name, is_guarded, last_day, first_day, date_key, place
    to "${appRole}";

-- Whether a measurement stood when the log was at those entries, one of each partition.
create function stood(part integer, seq bigint, at bigint[]) returns boolean language sql stable
    return not exists (select from measurement_link l
        where l.part = $1 and l.seq = $2 and l.by_seq <= $3[l.by_part + 1]);
grant execute on function stood to "${appRole}";
