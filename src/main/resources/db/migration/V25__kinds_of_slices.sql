-- A slice brings kinds of resources, and tables that are made from decisions on them: who sees the
-- definitions, and which tables a rebuild makes, is said by the slice and by nobody else.

-- The policy of rows of a KPI at a scope that are seen by whoever sees the scope on some day. The names
-- stand for columns, or for expressions of columns.
create function ever_sight(kpi text default 'kpi', scope text default 'scope') returns text
    language sql immutable
    return format($sight$(select sees_all())
        or ((select sees_every_kpi()) or %1$s = any((select sight('kpis'))::text[]))
        and ((select sees_everywhere()) or %2$s = any((select sight('ever'))::text[]))$sight$,
        kpi, scope);
revoke all on function ever_sight from public;
comment on function ever_sight is 'The policy of rows of a KPI at a scope, for guard_rows and guard_kind: seen by whoever sees the scope on some day';

-- Definitions of a kind are seen where the sight says so; it may use the columns of the table
-- definition. Those of a kind of which nothing is said are seen by whoever sees everything.
create function guard_kind(kind text, sight text) returns void language plpgsql
    set search_path from current as $$
declare
    place text;
begin
    foreach place in array array['definition', 'definition_past'] loop
        execute format('drop policy if exists %I on %I', kind || '_sight', place);
        execute format('create policy %I on %I using (kind = %L and (%s))', kind || '_sight', place,
            kind, sight);
    end loop;
end $$;
revoke all on function guard_kind from public;
comment on function guard_kind is 'Says who sees definitions of a kind: a policy of the table definition and its past';

-- Until now whatever was no KPI, team or value stream was taken for something of a KPI at a scope.
do $do$
declare
    place text;
    sight constant text := $sight$(select sees_all()) or case kind
        when 'kpi' then (select sees_every_kpi()) or key = any((select sight('kpis'))::text[])
        when 'team' then (select sees_everywhere())
            or 'team:' || key = any((select sight('named'))::text[])
        when 'value-stream' then (select sees_everywhere())
            or 'stream:' || key = any((select sight('named'))::text[])
        else false end$sight$;
begin
    foreach place in array array['definition', 'definition_past'] loop
        execute format('alter policy %I on %I using (%s)', place || '_sight', place, sight);
    end loop;
    foreach place in array array['targets', 'baseline', 'override'] loop
        perform guard_kind(place, ever_sight('key', 'scope'));
    end loop;
end $do$;

-- Nobody has asked it since V12.
drop function sees_definition;

-- The tables of slices are made anew too, under the names that the service gives: it can make none but
-- empty ones, like those that are there.
drop function begin_rebuild();
create function begin_rebuild(of_slices text[] default '{}') returns void
    language plpgsql security definer set search_path from current as $$
declare
    name text;
begin
    foreach name in array array['definition', 'definition_version', 'period_bucket',
            'kpi_status_history', 'kpi_status', 'dirty_mark', 'status_change', 'api_key',
            'bi_name'] || of_slices loop
        execute format('drop table if exists effekt_rebuild.%I', name);
        execute format('create table effekt_rebuild.%I (like effekt.%I including all)', name, name);
        execute format('grant select, insert, update, delete on effekt_rebuild.%I to %I', name,
            '${appRole}');
    end loop;
end $$;
revoke all on function begin_rebuild from public;
grant execute on function begin_rebuild to "${appRole}";
