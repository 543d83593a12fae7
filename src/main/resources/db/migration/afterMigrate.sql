-- Runs at whatever version a migration stops, also at one that was asked for: what a later one makes
-- is not there yet.

-- A database that was restored from a dump counts transactions from the beginning: what was written
-- by one that is still to come here would be in no picture.
do $$
declare
    name text;
begin
    -- Two instances that start at once do it one after the other.
    perform pg_advisory_xact_lock(hashtext('effekt.after-migrate'));
    perform set_config('effekt.scopes', '*', true);
    perform set_config('effekt.kpis', '*', true);
    -- What says by which transaction a row was written, but for what stood before: that has ended, too.
    for name in select c.relname from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'written'
                and a.atttypid = 'xid8'::regtype
            where c.relnamespace = to_regnamespace('effekt') and c.relkind = 'r'
                and not exists (select from pg_attribute e where e.attrelid = c.oid
                    and e.attname = 'ended')
            order by c.relname loop
        execute format('update effekt.%I set written = default
            where written >= pg_snapshot_xmax(pg_current_snapshot())', name);
        if to_regclass('effekt.' || name || '_past') is not null then
            execute format('delete from effekt.%I_past
                where greatest(written, ended) >= pg_snapshot_xmax(pg_current_snapshot())', name);
        end if;
    end loop;
end $$;

-- Names in the language that is set now.
do $$
begin
    perform pg_advisory_xact_lock(hashtext('effekt.after-migrate'));
    if to_regclass('effekt.bi_language') is null then
        return;
    end if;
    if '${language}' !~ '^[a-z]{2,3}$' then
        raise exception 'effekt.bi.language is a language as en or nb, not "${language}"';
    end if;
    perform set_config('effekt.scopes', '*', true);
    perform set_config('effekt.kpis', '*', true);
    update effekt.bi_language set code = '${language}' where code <> '${language}';
    if found then
        update effekt.bi_name n set name = effekt.shown_name(d.body::jsonb -> 'name', d.key)
            from effekt.definition d where d.subject = n.subject and n.kind = 'kpi';
    end if;
end $$;

-- Who reads by SQL may read the views that are new; the role that was made here reads all, unless
-- somebody has said otherwise.
do $$
declare
    reader record;
begin
    perform pg_advisory_xact_lock(hashtext('effekt.after-migrate'));
    if to_regclass('effekt.bi_grant') is null then
        return;
    end if;
    for reader in select g.role_name, g.settings from effekt.bi_grant g
            join pg_roles r on r.rolname = g.role_name loop
        perform effekt.grant_bi(reader.role_name, reader.settings);
    end loop;
    if '${reader}' <> 'none' and not exists (select from effekt.bi_grant
            where role_name = '${reader}') then
        perform effekt.grant_bi('${reader}');
    end if;
end $$;
