-- Projections are made anew in a schema beside the running one, under the same names: a transaction
-- whose search path begins with it reads and writes the new ones. The service has no right to make
-- tables, so it may call this function and nothing more. What differs is then taken over row by row
-- in one transaction: the tables, and the views and policies on them, stay the same.

create schema effekt_rebuild;
grant usage on schema effekt_rebuild to "${appRole}";

create function begin_rebuild() returns void
    language plpgsql security definer set search_path from current as $$
declare
    name text;
begin
    foreach name in array array['definition', 'definition_version', 'period_bucket',
            'kpi_status_history', 'kpi_status', 'dirty_mark', 'status_change'] loop
        execute format('drop table if exists effekt_rebuild.%I', name);
        execute format('create table effekt_rebuild.%I (like effekt.%I including all)', name, name);
        execute format('grant select, insert, update, delete on effekt_rebuild.%I to %I', name,
            '${appRole}');
    end loop;
end $$;
revoke all on function begin_rebuild from public;
grant execute on function begin_rebuild to "${appRole}";
