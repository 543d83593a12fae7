-- Rows that were not there: what a status needs to be shown without arithmetic, every period, every
-- turn of a status, who belonged where, and who has not reported.
--
-- The tools that make a set are kept as functions from here on: publish_set, keep_past_of, guard_rows.
set local effekt.scopes = '*';
set local effekt.kpis = '*';

-- Of whom a row is: once a statement, never for each row. The same as sees_row says.
create function row_sight() returns text language sql immutable
    return $sight$(select sees_all())
        or ((select sees_every_kpi()) or kpi = any((select sight('kpis'))::text[]))
        and ((select sees_everywhere()) or scope = any((select sight('scopes'))::text[])
            or value_stream = any((select sight('streams'))::text[]))$sight$;
comment on function row_sight is 'The policy of a table with the columns kpi, scope and value_stream';

-- Only its rows of that sight are read, by the owner too.
create function guard_rows(name text, sight text default null) returns void language plpgsql
    set search_path from current as $$
begin
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('drop policy if exists %1$s_sight on %1$I', name);
    execute format('create policy %1$s_sight on %1$I using (%2$s)', name, coalesce(sight, row_sight()));
end $$;
revoke all on function guard_rows from public;

-- What stood before stays for two hours, for loads of many pages.
create function keep_past_of(name text, keys text, sight text default null) returns void
    language plpgsql set search_path from current as $$
begin
    execute format('alter table %I add column written xid8 not null default pg_current_xact_id()', name);
    execute format('create trigger %1$s_written before insert or update on %1$I
        for each row execute function mark_written()', name);
    execute format('create trigger %1$s_updated after update on %1$I referencing old table as ended
        for each statement execute function keep_past()', name);
    execute format('create trigger %1$s_deleted after delete on %1$I referencing old table as ended
        for each statement execute function keep_past()', name);
    execute format('create table %1$I_past (like %1$I)', name);
    execute format('alter table %I_past add column ended xid8 not null,
        add column ended_at timestamptz not null', name);
    execute format('create index on %I_past (%s)', name, keys);
    execute format('create index on %I_past (ended_at)', name);
    perform guard_rows(name || '_past', sight);
    execute format('grant select on %I_past to %I', name, '${appRole}');
end $$;
revoke all on function keep_past_of from public;

-- Makes the views of a set, or adds columns at their end: bi.* and bi_*_seen for those who read by SQL,
-- bi_*_rows for the service, and bi_*_picture, for pages after the first.
--
-- {rows} in the query stands for the table (none for a set that is computed); {of x} for what a picture also needs of the row x. A table
-- that is only ever added to has no past: the rows of a picture are those that were written before it.
create function publish_set(name text, source text, query text) returns void language plpgsql
    set search_path from current as $$
declare
    plain text := regexp_replace(replace(query, '{rows}', source), '{of .}', '', 'g');
    past text := case
        when source = '' or to_regclass(source || '_past') is null then source
        else (select format('(select %1$s, null::xid8 as ended from %2$I
                union all select %1$s, ended from %2$I_past)',
                string_agg(quote_ident(attname), ', ' order by attnum), source)
            from pg_attribute where attrelid = source::regclass and attnum > 0 and not attisdropped) end;
begin
    execute format('create or replace view bi_%s_seen with (security_barrier) as ', name) || plain;
    execute format('create or replace view bi.%1$I with (security_invoker, security_barrier) as
        select * from bi_%1$s_seen', name);
    execute format('create or replace view bi_%s_rows with (security_invoker) as ', name) || plain;
    execute format('create or replace view bi_%s_picture with (security_invoker) as ', name)
        || regexp_replace(replace(query, '{rows}', past), '{of (.)}',
            case when past = source then ', \1.written, null::xid8 as ended'
                else ', \1.written, \1.ended' end, 'g');
    execute format('grant select on bi.%1$I, bi_%1$s_seen, bi_%1$s_rows, bi_%1$s_picture to %2$I',
        name, '${appRole}');
end $$;
revoke all on function publish_set from public;

-- What stands on every row about a KPI.
alter table bi_name add column kpi_order integer, add column direction text, add column owner text,
    add column first_report date;
comment on column bi_name.first_report is 'First day of the first period that any team has reported the KPI for';
grant update (first_report) on bi_name to "${appRole}";
comment on column bi_name.kpi_order is 'The decision that defined the KPI first: KPIs in the order they came in';

create or replace function keep_name() returns trigger language plpgsql security definer
    set search_path from current as $$
declare
    json jsonb;
begin
    if tg_op = 'DELETE' then
        delete from bi_name where subject = old.subject;
    elsif new.kind in ('kpi', 'team', 'value-stream') then
        json := new.body::jsonb;
        insert into bi_name (subject, kind, key, scope, name, unit, time_zone, guarded, kpi_order,
            direction, owner)
        values (new.subject, new.kind, new.key, scope_of(new.kind, new.key),
            case when new.kind = 'kpi' then shown_name(json -> 'name', new.key)
                else json ->> 'name' end,
            json ->> 'unit', json ->> 'timeZone', is_guarded(json),
            (select coalesce(min(v.seq), new.seq) from definition_version v
                where v.subject = new.subject),
            json ->> 'direction', json ->> 'owner')
        on conflict (subject) do update set name = excluded.name, unit = excluded.unit,
            time_zone = excluded.time_zone, guarded = excluded.guarded,
            kpi_order = excluded.kpi_order, direction = excluded.direction, owner = excluded.owner;
    end if;
    return null;
end $$;

create function keep_order() returns trigger language plpgsql security definer
    set search_path from current as $$
begin
    if new.version = 1 then
        update bi_name set kpi_order = new.seq where subject = new.subject;
    end if;
    return null;
end $$;
create trigger definition_version_order after insert on definition_version
    for each row execute function keep_order();

update bi_name n set kpi_order = (select min(v.seq) from definition_version v where v.subject = n.subject),
    direction = d.body::jsonb ->> 'direction', owner = d.body::jsonb ->> 'owner'
from definition d where d.subject = n.subject;

-- When a row came to say what it says, and what it said before; and what people say beside it.
do $do$
declare
    name text;
    part text;
begin
    foreach name in array array['kpi_status', 'kpi_status_history'] loop
        foreach part in array array['', '_past'] loop
            execute format('alter table %I add column status_since timestamptz,
                add column previous_status text, add column override_status text,
                add column override_expires timestamptz, add column override_at timestamptz,
                add column overridden_at timestamptz',
                name || part);
        end loop;
        execute format('comment on column %I.status_since is ''When the row came to this status; null for before that was kept''', name);
        execute format('comment on column %I.previous_status is ''The status that the row had before; null for none''', name);
        execute format('comment on column %I.override_status is ''What a person says beside it, while that is in force''', name);
        execute format('comment on column %I.overridden_at is ''When what people say beside it became other than before''', name);
        execute format('create index %1$s_overridden on %1$I (kpi) where override_status is not null', name);
    end loop;
end $do$;

-- A place that has neither data nor a target any more keeps its row, so that whoever loads what is new
-- hears of it; lists leave it out.
alter table kpi_status add column listed boolean not null default true;
alter table kpi_status_past add column listed boolean not null default true;
comment on column kpi_status.listed is 'Whether there is data or a target; else the row only says that there is none any more';

alter table status_change add column value_stream text, add column reason text,
    add column written xid8 not null default pg_current_xact_id();
comment on column status_change.value_stream is 'Value stream that the row counted in';
comment on column status_change.reason is 'Why it turned: first, period, value, target, definition, time, stale, small_group or rebuild; null for before that was kept';
update status_change c set value_stream = h.value_stream
from kpi_status_history h
where h.kpi = c.kpi and h.scope = c.scope and h.dimension = '' and h.period = c.period;
update status_change set value_stream = substr(scope, 8)
where value_stream is null and scope like 'stream:%';
select guard_rows('status_change');

update kpi_status s set status_since = c.changed_at, previous_status = c.from_status
from (select distinct on (kpi, scope) kpi, scope, changed_at, from_status, to_status
    from status_change order by kpi, scope, number desc) c
where c.kpi = s.kpi and c.scope = s.scope and s.dimension = '' and c.to_status = s.status;

-- What has ever been said something of, and since which period. Not made from the log: it is what was
-- shown, and so what has to be taken back by a row. Only ever added to.
create table status_place (
    kpi          text not null,
    scope        text not null,
    dimension    text not null,
    first_period date,
    primary key (kpi, scope, dimension)
);
comment on table status_place is 'Places that have ever had a row, and their first period with data';
create index status_place_first on status_place (first_period);
select guard_rows('status_place', '(select sees_all()) or sees_ever(kpi, scope)');
grant select, insert, update on status_place to "${appRole}";
insert into status_place
select kpi, scope, dimension, min(period_start) from kpi_status_history group by 1, 2, 3
union all
select kpi, scope, dimension, null from kpi_status s where not exists (select from kpi_status_history h
    where h.kpi = s.kpi and h.scope = s.scope and h.dimension = s.dimension);

-- Words and numbers as people read them. Immutable, with the language as an argument, so that they are
-- asked for nothing else.
create function status_name(word text, language text) returns text language sql immutable
    return case when language in ('nb', 'nn', 'no') then
        case word when 'on_track' then 'I rute' when 'at_risk' then 'I faresonen'
            when 'off_track' then 'Ikke i rute' when 'none' then 'Uten vurdering'
            when 'pending' then 'Venter' when 'stale' then 'Utdatert'
            when 'no_data' then 'Ingen data' when 'no_target' then 'Uten mål'
            when 'no_baseline' then 'Uten grunnlinje' when 'suppressed' then 'Skjermet'
            else word end
    else
        case word when 'on_track' then 'On track' when 'at_risk' then 'At risk'
            when 'off_track' then 'Off track' when 'none' then 'Not judged'
            when 'pending' then 'Pending' when 'stale' then 'Stale'
            when 'no_data' then 'No data' when 'no_target' then 'No target'
            when 'no_baseline' then 'No baseline' when 'suppressed' then 'Suppressed'
            else word end end;

create function status_rank(word text) returns integer language sql immutable
    return case word when 'off_track' then 1 when 'at_risk' then 2 when 'on_track' then 3
        when 'stale' then 4 when 'no_data' then 5 when 'pending' then 6 when 'suppressed' then 7
        when 'no_baseline' then 8 when 'no_target' then 9 else 10 end;

create function organisation_name(language text) returns text language sql immutable
    return case when language in ('nb', 'nn', 'no') then 'Organisasjonen' else 'Organisation' end;

-- With two decimals, and as many as it takes where it is small; without zeros at the end.
create function number_text(number numeric, language text) returns text language plpgsql immutable as $$
declare
    size numeric := abs(number);
    rounded numeric := case when size >= 1 or size = 0 then round(size, 2)
        else round(size, least(12, 3 - ceil(log(size))::integer)) end;
    rest text := rtrim(split_part(rounded::text, '.', 2), '0');
    norwegian boolean := language in ('nb', 'nn', 'no');
begin
    return case when number < 0 and rounded > 0 then '−' else '' end
        || translate(to_char(trunc(rounded), 'FM999,999,999,999,999,999,999,999,999,990'), ',',
            case when norwegian then chr(160) else ',' end)
        || case when rest = '' then '' when norwegian then ',' || rest else '.' || rest end;
end $$;

create function amount_text(number numeric, unit text, language text) returns text
    language sql immutable
    return case when number is not null
        then number_text(number, language) || coalesce(' ' || nullif(unit, ''), '') end;

create function target_text(comparator text, target numeric, lower_end numeric, upper_end numeric,
        unit text, language text) returns text language sql immutable
    return case comparator
        when 'gte' then '≥ ' || amount_text(target, unit, language)
        when 'gt' then '> ' || amount_text(target, unit, language)
        when 'lte' then '≤ ' || amount_text(target, unit, language)
        when 'lt' then '< ' || amount_text(target, unit, language)
        when 'between' then number_text(lower_end, language) || '–' || amount_text(upper_end, unit, language)
        end;

-- How far outside of a range.
create function outside(number numeric, lower_end numeric, upper_end numeric) returns numeric
    language sql immutable return greatest(lower_end - number, number - upper_end, 0);

create function trend(direction text, value numeric, change numeric, lower_end numeric,
        upper_end numeric) returns text language sql immutable
    return case when change is null or value is null then null
        when direction = 'up' then (array['worse', 'same', 'better'])[2 + sign(change)::integer]
        when direction = 'down' then (array['better', 'same', 'worse'])[2 + sign(change)::integer]
        when direction = 'band' and lower_end is not null then
            (array['better', 'same', 'worse'])[2 + sign(outside(value, lower_end, upper_end)
                - outside(value - change, lower_end, upper_end))::integer]
        end;

do $do$
declare
    name text;
begin
    foreach name in array array['kpi_status', 'kpi_status_history'] loop
        perform publish_set(name, name, replace($view$
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
    greatest(s.evaluated_at, s.overridden_at) as recorded_at{of s},
    coalesce(case s.level when 'team' then team.name when 'stream' then stream.name
        else organisation_name(l.code) end, substr(s.scope, strpos(s.scope, ':') + 1)) as scope_name,
    k.kpi_order, k.direction, k.owner, s.min_group_size, s.rolled_up,
    status_name(s.status, l.code) as status_name, status_rank(s.status) as status_rank,
    case when s.status <> 'suppressed' then s.status_since end as status_since,
    case when s.status <> 'suppressed' then s.previous_status end as previous_status,
    {last} as last_status,
    s.override_status, case when s.override_status is not null then
        (select r.reason from definition o join decision_text r on r.seq = o.seq
            where o.subject = 'override:' || s.kpi || '|' || s.scope) end as override_reason,
    s.override_expires,
    amount_text(s.value, s.unit, l.code) as value_text,
    target_text(s.comparator, s.target, s.target_lower, s.target_upper, s.unit, l.code) as target_text,
    trend(k.direction, s.value, s.change_previous, s.target_lower, s.target_upper) as trend
from {rows} s
cross join bi_language l
left join bi_name k on k.kind = 'kpi' and k.key = s.kpi
left join bi_name team on team.kind = 'team' and team.scope = s.scope
left join bi_name stream on stream.kind = 'value-stream'
    and stream.key = s.value_stream
$view$, '{last}', case name when 'kpi_status' then 's.last_status' else 'null::text' end));
    end loop;
end $do$;

select publish_set('status_changes', 'status_change', $view$
select c.kpi, k.name as kpi_name, c.scope, c.number,
    coalesce(team.name, stream.name, case c.scope when 'org' then organisation_name(l.code) end,
        substr(c.scope, strpos(c.scope, ':') + 1)) as scope_name,
    case when strpos(c.scope, ':') > 0 then split_part(c.scope, ':', 1) else c.scope end as scope_level,
    case when c.scope like 'team:%' then substr(c.scope, 6) end as team, team.name as team_name,
    c.value_stream, stream.name as value_stream_name, c.period,
    d.day as period_start, coalesce(last_day(c.period, d.day), d.day) as period_end,
    date_key(d.day) as period_key, c.from_status, status_name(c.from_status, l.code) as from_status_name,
    c.to_status, status_name(c.to_status, l.code) as to_status_name, c.reason,
    trim_scale(round(c.value, 12)) as value, amount_text(c.value, k.unit, l.code) as value_text,
    k.unit, c.changed_at, c.changed_at as recorded_at{of c}
from {rows} c
cross join bi_language l
left join bi_name k on k.kind = 'kpi' and k.key = c.kpi
left join bi_name team on team.kind = 'team' and team.scope = c.scope
left join bi_name stream on stream.kind = 'value-stream' and stream.key = c.value_stream
cross join lateral (select coalesce(first_day(c.period), (c.changed_at
    at time zone coalesce(k.time_zone, 'Europe/Oslo'))::date) as day offset 0) d
$view$);

select publish_set('memberships', 'definition', $view$
select d.key as team, d.json ->> 'name' as team_name, (m.json ->> 'from')::date as valid_from,
    (m.json ->> 'to')::date - 1 as valid_to, m.json ->> 'valueStream' as value_stream,
    v.name as value_stream_name, d.version, d.recorded_at{of d}
from (select key, version, recorded_at, body::jsonb as json{of s} from {rows} s
    where kind = 'team') d
cross join lateral jsonb_array_elements(d.json -> 'memberships') m (json)
left join bi_name v on v.kind = 'value-stream' and v.key = m.json ->> 'valueStream'
$view$);

create function period_text(unit text, day date) returns text language sql immutable
    return case unit when 'year' then to_char(day, 'YYYY')
        when 'half_year' then to_char(day, 'YYYY') || case when extract(month from day) < 7
            then '-H1' else '-H2' end
        when 'quarter' then to_char(day, 'YYYY-"Q"Q') when 'month' then to_char(day, 'YYYY-MM')
        when 'week' then to_char(day, 'IYYY-"W"IW') else to_char(day, 'YYYY-MM-DD') end;
create function period_length(unit text) returns interval language sql immutable
    return case unit when 'year' then interval '1 year' when 'half_year' then interval '6 months'
        when 'quarter' then interval '3 months' when 'month' then interval '1 month'
        when 'week' then interval '7 days' else interval '1 day' end;
create function period_of(unit text, day date) returns date language sql immutable
    return case unit when 'year' then date_trunc('year', day)::date
        when 'half_year' then make_date(extract(year from day)::integer,
            case when extract(month from day) < 7 then 1 else 7 end, 1)
        when 'quarter' then date_trunc('quarter', day)::date
        when 'month' then date_trunc('month', day)::date
        when 'week' then date_trunc('week', day)::date else day end;

-- As Expectations has it: expected are the teams that are members on any day of a period, once any team
-- has reported the KPI, and those with a target of their own. From the first report on, and at least the
-- period that ended last. Computed when it is asked for: it follows from the clock and from what is not
-- there.
select publish_set('missing', '', $view$
select m.kpi, m.kpi_name, m.team, m.team_name, m.scope, m.value_stream,
    stream.name as value_stream_name, m.period, m.period_start, m.period_end,
    date_key(m.period_start) as period_key, m.due_on, m.due_on < m.today as is_overdue,
    coalesce(m.first_report <= m.period_start, false) and exists (select from kpi_status_history h
        where h.kpi = m.kpi and h.scope = m.scope and h.dimension = ''
            and h.period_start <= m.period_start and (h.n is null or h.n > 0)) as has_reported_before,
    greatest(m.kpi_recorded, m.team_recorded, m.period_start::timestamp at time zone m.zone, (select h.evaluated_at
        from kpi_status_history h where h.kpi = m.kpi and h.scope = m.scope and h.dimension = ''
            and h.period_start = m.period_start)) as recorded_at{of m}
from (select k.key as kpi, n.name as kpi_name, t.key as team, t.json ->> 'name' as team_name,
        'team:' || t.key as scope, b.json ->> 'valueStream' as value_stream,
        period_text(k.unit, p.start) as period, p.start as period_start, p.finish - 1 as period_end,
        p.finish - 1 + k.grace as due_on, k.today, k.zone, n.first_report,
        k.recorded_at as kpi_recorded, t.recorded_at as team_recorded, '3'::xid8 as written
    from (select d.key, d.recorded_at, d.json ->> 'period' as unit,
            (d.json ->> 'graceDays')::integer as grace, d.zone,
            (now() at time zone d.zone)::date as today
        from (select key, recorded_at, body::jsonb as json,
                coalesce(body::jsonb ->> 'timeZone', 'Europe/Oslo') as zone
            from definition where kind = 'kpi' and status = 'active' offset 0) d offset 0) k
    join bi_name n on n.kind = 'kpi' and n.key = k.key
    cross join lateral (select start::date as start, (start + period_length(k.unit))::date as finish
        from generate_series(
            least(n.first_report, period_of(k.unit, period_of(k.unit, k.today) - 1))::timestamp,
            k.today::timestamp, period_length(k.unit)) start) p
    join (select key, recorded_at, status, body::jsonb as json from definition
        where kind = 'team' offset 0) t on true
    left join lateral (select e as json from jsonb_array_elements(t.json -> 'memberships') e
        where (e ->> 'from')::date < p.finish
            and coalesce((e ->> 'to')::date > p.start, true)
        order by (e ->> 'from')::date desc limit 1) b on true
    where (b.json is not null
            or (t.json -> 'memberships' = '[]' and t.status = 'active'))
        and (n.first_report <= p.start or exists (select
            from definition d cross join lateral jsonb_array_elements(d.body::jsonb -> 'targets') g
            where d.subject = 'targets:' || k.key || '|team:' || t.key
                and (g ->> 'from')::date < p.finish
                and coalesce((g ->> 'to')::date >= p.finish, true)))
        and not exists (select from kpi_status_history h
            where h.kpi = k.key and h.scope = 'team:' || t.key and h.dimension = ''
                and h.period_start = p.start and (h.n is null or h.n > 0))) m
left join bi_name stream on stream.kind = 'value-stream' and stream.key = m.value_stream
where (select sees_everywhere()) or m.scope = any((select sight('scopes'))::text[])
    or m.value_stream = any((select sight('streams'))::text[])
$view$);

-- One row more would be another contract.
create or replace view bi_freshness_seen with (security_barrier) as
select (select string_agg(part || ':' || seq, ',' order by part) from log_head) as positions,
    (select sum(seq) from log_head where part >= 0)::bigint as measurements,
    (select seq from log_head where part = -1) as decisions,
    (select max(recorded_at) from log_head) as recorded_at,
    coalesce(extract(epoch from clock_timestamp() - (select min(coalesce(due_at, marked_at))
        from dirty_mark where coalesce(due_at, marked_at) <= clock_timestamp())), 0)::double precision
        as lag_seconds,
    1 as row_number;
create or replace view bi.freshness with (security_invoker, security_barrier) as
select * from bi_freshness_seen;
create view bi_freshness_rows with (security_invoker) as select * from bi_freshness_seen;
create view bi_freshness_picture with (security_invoker) as
select *, '3'::xid8 as written, null::xid8 as ended from bi_freshness_seen;
grant select on bi_freshness_rows, bi_freshness_picture to "${appRole}";

-- A year around what there is.
create or replace view bi_calendar_seen with (security_barrier) as
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
from calendar_day
where day >= (select (date_trunc('year', least(min(first_period), current_date))
        - interval '1 year')::date from status_place)
    and day < (select (date_trunc('year', greatest(current_date,
        (select max(period_start) from kpi_status))) + interval '2 years')::date);

create or replace view bi.contract_version with (security_invoker, security_barrier) as
select 2 as version, date '2026-12-01' as since;

-- comments
comment on column bi.kpi_status.scope_name is 'Name of the team, value stream or organisation; never null';
comment on column bi.kpi_status.kpi_order is 'Sorts KPIs in the order in which they were defined';
comment on column bi.kpi_status.direction is 'up, down, band or neutral: which way is better';
comment on column bi.kpi_status.owner is 'Who answers for the KPI';
comment on column bi.kpi_status.min_group_size is 'Smallest group that is shown; null for no limit';
comment on column bi.kpi_status.rolled_up is 'status where it is the worst status of the teams and there is no value';
comment on column bi.kpi_status.status_name is 'The status in the language of the service';
comment on column bi.kpi_status.status_rank is 'Sorts statuses: 1 off_track, 2 at_risk, 3 on_track, 4 stale, 5 no_data, 6 pending, 7 suppressed, 8 no_baseline, 9 no_target, 10 none';
comment on column bi.kpi_status.status_since is 'When the row came to this status; null where it is suppressed, or from before that was kept';
comment on column bi.kpi_status.previous_status is 'The status that the row had before; null for none, and where it is suppressed';
comment on column bi.kpi_status.last_status is 'The verdict that the value of a stale row had; null for others';
comment on column bi.kpi_status.override_status is 'What a person says it is, while that is in force';
comment on column bi.kpi_status.override_reason is 'Why the person says so';
comment on column bi.kpi_status.override_expires is 'When the override lapses';
comment on column bi.kpi_status.value_text is 'The value with its unit, as people read it';
comment on column bi.kpi_status.target_text is 'The target with its unit, as people read it';
comment on column bi.kpi_status.trend is 'better, worse or same as the period before, by the direction; null where that cannot be said';
comment on column bi.kpi_status.is_confident is 'Whether no boundary of the target lies inside the interval';
comment on column bi.kpi_status.warning is 'The boundary between at risk and off track';
comment on column bi.kpi_status.recorded_at is 'When it was found to be other than before';
comment on column bi.kpi_status_history.scope_name is 'Name of the team, value stream or organisation; never null';
comment on column bi.kpi_status_history.kpi_order is 'Sorts KPIs in the order in which they were defined';
comment on column bi.kpi_status_history.direction is 'up, down, band or neutral: which way is better';
comment on column bi.kpi_status_history.owner is 'Who answers for the KPI';
comment on column bi.kpi_status_history.min_group_size is 'Smallest group that is shown; null for no limit';
comment on column bi.kpi_status_history.rolled_up is 'status where it is the worst status of the teams and there is no value';
comment on column bi.kpi_status_history.status_name is 'The status in the language of the service';
comment on column bi.kpi_status_history.status_rank is 'Sorts statuses: 1 off_track, 2 at_risk, 3 on_track, 4 stale, 5 no_data, 6 pending, 7 suppressed, 8 no_baseline, 9 no_target, 10 none';
comment on column bi.kpi_status_history.status_since is 'When the row came to this status; null where it is suppressed, or from before that was kept';
comment on column bi.kpi_status_history.previous_status is 'The status that the row had before; null for none, and where it is suppressed';
comment on column bi.kpi_status_history.last_status is 'Always null: a period is never stale, only a headline is';
comment on column bi.kpi_status_history.override_status is 'What a person says it is, while that is in force';
comment on column bi.kpi_status_history.override_reason is 'Why the person says so';
comment on column bi.kpi_status_history.override_expires is 'When the override lapses';
comment on column bi.kpi_status_history.value_text is 'The value with its unit, as people read it';
comment on column bi.kpi_status_history.target_text is 'The target with its unit, as people read it';
comment on column bi.kpi_status_history.trend is 'better, worse or same as the period before, by the direction; null where that cannot be said';
comment on column bi.kpi_status_history.is_confident is 'Whether no boundary of the target lies inside the interval';
comment on column bi.kpi_status_history.warning is 'The boundary between at risk and off track';
comment on column bi.kpi_status_history.recorded_at is 'When it was found to be other than before';
comment on column bi.status_changes.kpi is 'Key of the KPI';
comment on column bi.status_changes.kpi_name is 'Name of the KPI';
comment on column bi.status_changes.scope is 'team:<key>, stream:<key> or org';
comment on column bi.status_changes.number is 'Which turn it is of this KPI and scope, from 1';
comment on column bi.status_changes.scope_name is 'Name of the team, value stream or organisation; never null';
comment on column bi.status_changes.scope_level is 'team, stream or org';
comment on column bi.status_changes.team is 'Key of the team, where the scope is one';
comment on column bi.status_changes.team_name is 'Name of the team';
comment on column bi.status_changes.value_stream is 'Key of the value stream in that period';
comment on column bi.status_changes.value_stream_name is 'Name of the value stream';
comment on column bi.status_changes.period is 'The period that the new status is about; null for none';
comment on column bi.status_changes.period_start is 'First day of the period, or the day of the turn';
comment on column bi.status_changes.period_end is 'Last day of the period, or the day of the turn';
comment on column bi.status_changes.period_key is 'First day as yyyymmdd';
comment on column bi.status_changes.from_status is 'The status before; null for the first';
comment on column bi.status_changes.from_status_name is 'The status before, in the language of the service';
comment on column bi.status_changes.to_status is 'The status after';
comment on column bi.status_changes.to_status_name is 'The status after, in the language of the service';
comment on column bi.status_changes.reason is 'first, period (another period speaks), value, target, definition, time, stale, small_group or rebuild; null from before that was kept';
comment on column bi.status_changes.value is 'The value after; null where it is suppressed';
comment on column bi.status_changes.value_text is 'The value with its unit, as people read it';
comment on column bi.status_changes.unit is 'Unit of the value';
comment on column bi.status_changes.changed_at is 'When it turned';
comment on column bi.status_changes.recorded_at is 'The same: a turn is never written anew';
comment on column bi.memberships.team is 'Key of the team';
comment on column bi.memberships.team_name is 'Name of the team';
comment on column bi.memberships.valid_from is 'First day that it belongs there';
comment on column bi.memberships.valid_to is 'Last day; null for open end';
comment on column bi.memberships.value_stream is 'Key of the value stream';
comment on column bi.memberships.value_stream_name is 'Name of the value stream';
comment on column bi.memberships.version is 'Version of the team''s definition';
comment on column bi.memberships.recorded_at is 'When it was defined so';
comment on column bi.missing.kpi is 'Key of the KPI';
comment on column bi.missing.kpi_name is 'Name of the KPI';
comment on column bi.missing.team is 'Key of the team';
comment on column bi.missing.team_name is 'Name of the team';
comment on column bi.missing.scope is 'team:<key>';
comment on column bi.missing.value_stream is 'Key of the value stream in that period';
comment on column bi.missing.value_stream_name is 'Name of the value stream';
comment on column bi.missing.period is 'The period, for instance 2026-Q1';
comment on column bi.missing.period_start is 'First day of the period';
comment on column bi.missing.period_end is 'Last day of the period';
comment on column bi.missing.period_key is 'First day as yyyymmdd';
comment on column bi.missing.due_on is 'Last day on which the numbers are in time';
comment on column bi.missing.is_overdue is 'Whether that day is over';
comment on column bi.missing.has_reported_before is 'Whether the team has ever reported the KPI before';
comment on column bi.missing.recorded_at is 'Since when that is known: never before the period began';
comment on column bi.freshness.positions is 'The last entry of each partition of the log, as partition:sequence; -1 holds the decisions';
comment on column bi.freshness.measurements is 'Measurements that were recorded';
comment on column bi.freshness.decisions is 'Decisions that were recorded';
comment on column bi.freshness.recorded_at is 'When something was recorded last';
comment on column bi.freshness.lag_seconds is 'How long what was recorded has waited for its evaluation; 0 when nothing waits';
comment on column bi.freshness.row_number is 'Always 1';
comment on view bi.status_changes is 'Every turn of a headline''s status: from, to, when and why';
comment on view bi.memberships is 'Which value stream a team belongs to, from a day to a day';
comment on view bi.missing is 'Teams that were expected to report a KPI in a period and have not; a row goes when the team reports, so load all of it';
comment on view bi.freshness is 'One row: how far the log has come, and how far behind what is computed from it is';
comment on view bi.calendar is 'Days with the holidays of Norway, from a year before the first data to a year after the last';
comment on view bi.kpi_status_history is 'The status of every KPI, scope and period';
-- end of comments

-- Readers may ask the new words.
do $do$
begin
    execute replace(pg_get_functiondef(coalesce(to_regprocedure('grant_bi_rights(text, jsonb)'),
            to_regprocedure('grant_bi(text, jsonb)'))),
        '''first_day'', ''date_key''',
        '''first_day'', ''date_key'', ''status_name'', ''status_rank'', ''organisation_name'',
                ''number_text'', ''amount_text'', ''target_text'', ''outside'', ''trend'', ''period_text'', ''period_length'', ''period_of''');
end $do$;
grant execute on function status_name, status_rank, organisation_name, number_text, amount_text,
    target_text, outside, trend, period_text, period_length, period_of to "${appRole}";

-- All is evaluated once: for the rows that were not there.
insert into dirty_mark (kpi) select key from definition where kind = 'kpi';
