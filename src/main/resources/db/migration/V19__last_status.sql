-- The verdict that a value had before it was too old to speak: a colour under 'stale'.
set local effekt.scopes = '*';
set local effekt.kpis = '*';

alter table kpi_status add column last_status text;
comment on column kpi_status.last_status is 'The verdict that the value had, of a stale row; null of all others';
alter table kpi_status_past add column last_status text;

-- A column that is added comes after those that the past has more: they are matched by name.
create or replace function keep_past() returns trigger language plpgsql security definer
    set search_path from current as $$
declare
    names text := (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
        where attrelid = tg_relid and attnum > 0 and not attisdropped);
begin
    execute format('insert into %1$I_past (%2$s, ended, ended_at)
        select %2$s, pg_current_xact_id(), clock_timestamp()
        from ended o where o.written <> pg_current_xact_id()', tg_table_name, names);
    execute format('delete from %1$I_past where ctid = any(array(select ctid from %1$I_past
        where ended_at < now() - interval ''2 hours'' limit 10000 for update skip locked))',
        tg_table_name);
    return null;
end $$;

update kpi_status s set last_status = h.status from kpi_status_history h
    where s.status = 'stale' and h.kpi = s.kpi and h.scope = s.scope and h.dimension = s.dimension
        and h.period_start = s.period_start;
