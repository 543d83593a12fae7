-- What a caller is limited to, once more below the application. The service says with SET LOCAL, in
-- the transaction of a request, what its caller sees; its own work sees everything by a setting of its
-- connections. Where nothing is said nothing is seen. Forced, so that the owner is held
-- to it too: a later migration that touches rows says first, set local effekt.scopes = '*' and the same
-- of effekt.kpis; a backup is made by a role that bypasses these policies.
--
--   effekt.scopes   '*', or scopes that are seen on every day:  team:a,stream:s
--   effekt.streams  value streams whose teams are seen on their days in it
--   effekt.kpis     '*', or keys of KPIs
--   effekt.spans    teams seen from a day to a day:  team:b|2025-01-01|2025-07-01
--   effekt.ever     every scope that is seen on some day
--   effekt.named    those, and value streams whose names may be known
--   effekt.actor    who asks

create function sight(name text) returns text[] language sql stable
    return string_to_array(current_setting('effekt.' || name, true), ',');
create function sees_everywhere() returns boolean language sql stable
    return coalesce(current_setting('effekt.scopes', true) = '*', false);
create function sees_every_kpi() returns boolean language sql stable
    return coalesce(current_setting('effekt.kpis', true) = '*', false);
create function sees_all() returns boolean language sql stable
    return sees_everywhere() and sees_every_kpi();

-- A row of a KPI at a scope that counted in that value stream.
create function sees_row(kpi text, scope text, stream text) returns boolean language sql stable
    return (sees_every_kpi() or kpi = any(sight('kpis')))
        and (sees_everywhere() or scope = any(sight('scopes')) or stream = any(sight('streams')));

-- Something at a scope that is seen on some day.
create function sees_ever(kpi text, scope text) returns boolean language sql stable
    return (sees_every_kpi() or kpi = any(sight('kpis')))
        and (sees_everywhere() or scope = any(sight('ever')));

-- What a client sent and was not taken. A client may have keys for different teams: the keys see each
-- their own. What nobody was let send, and what names no scope that there could be, is told to whoever
-- sent it.
create function sees_rejected(actor text, code text, kpi text, scope text) returns boolean
    language sql stable
    return actor = current_setting('effekt.actor', true)
        and (code = 'not_permitted'
            or ((sees_every_kpi() or kpi is null or kpi !~ '^[a-z0-9-]+$' or kpi = any(sight('kpis')))
                and (sees_everywhere() or scope is null
                    or scope !~ '^(org|(team|stream):[a-z0-9-]+)$' or scope = any(sight('ever')))));

create function sees_measurement(series integer, observed timestamptz) returns boolean
    language sql stable security definer
    return exists (
        select from series s
        where s.id = series and (sees_every_kpi() or s.kpi = any(sight('kpis')))
            and (sees_everywhere() or s.scope = any(sight('scopes')) or exists (
                select from unnest(sight('spans')) span
                where split_part(span, '|', 1) = s.scope
                    and (observed at time zone coalesce((
                            select d.body::jsonb ->> 'timeZone' from definition d
                            where d.subject = 'kpi:' || s.kpi), 'Europe/Oslo'))::date
                        between split_part(span, '|', 2)::date
                            and split_part(span, '|', 3)::date - 1)));

create function sees_definition(kind text, key text, scope text) returns boolean
    language sql stable
    return case kind
        when 'kpi' then sees_every_kpi() or key = any(sight('kpis'))
        when 'team' then sees_everywhere() or 'team:' || key = any(sight('named'))
        when 'value-stream' then sees_everywhere() or 'stream:' || key = any(sight('named'))
        else sees_ever(key, scope) end;

do $$
declare
    guarded text[][] := array[
        ['kpi_status', 'sees_row(kpi, scope, value_stream)'],
        ['kpi_status_history', 'sees_row(kpi, scope, value_stream)'],
        ['status_change', 'sees_ever(kpi, scope)'],
        ['period_bucket', 'sees_row(kpi, scope, stream)'],
        ['measurement', 'sees_measurement(series_id, observed_at)'],
        ['measurement_text', 'exists (select from measurement m
            where m.part = measurement_text.part and m.seq = measurement_text.seq)'],
        ['measurement_held', 'sees_ever(kpi, scope)'],
        ['measurement_rejected', 'sees_rejected(actor, code, kpi, scope)'],
        ['definition', 'sees_definition(kind, key, scope)'],
        ['definition_version', 'exists (select from definition d
            where d.subject = definition_version.subject)'],
        ['decision', 'false'],
        ['decision_text', 'exists (select from definition_version v
            where v.seq = decision_text.seq)'],
        ['api_key', 'false'],
        ['person', 'false']];
    pair text[];
begin
    foreach pair slice 1 in array guarded loop
        execute format('alter table %I enable row level security', pair[1]);
        execute format('alter table %I force row level security', pair[1]);
        -- The first half is asked once a statement: who sees all pays nothing for each row.
        execute format('create policy %I on %I using ((select sees_all()) or (%s))',
            pair[1] || '_sight', pair[1], pair[2]);
    end loop;
end $$;

grant execute on function sight, sees_everywhere, sees_every_kpi, sees_all, sees_row, sees_ever,
    sees_rejected, sees_measurement, sees_definition to "${appRole}";
