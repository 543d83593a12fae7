-- A database that was restored from a dump counts transactions from the beginning: what was written
-- by one that is still to come here would be in no picture.
do $$
declare
    name text;
begin
    perform set_config('effekt.scopes', '*', true);
    perform set_config('effekt.kpis', '*', true);
    foreach name in array array['definition', 'kpi_status', 'kpi_status_history'] loop
        execute format('update effekt.%I set written = default
            where written >= pg_snapshot_xmax(pg_current_snapshot())', name);
        execute format('delete from effekt.%I_past
            where greatest(written, ended) >= pg_snapshot_xmax(pg_current_snapshot())', name);
    end loop;
end $$;
