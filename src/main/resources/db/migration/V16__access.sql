-- Keys and names are made anew with the other projections; the store's ids are sealed; and roles that
-- read by SQL do not run for ever.

-- Projections that a rebuild makes: keys, and the names that stand on rows of BI, too.
create or replace function begin_rebuild() returns void
    language plpgsql security definer set search_path from current as $$
declare
    name text;
begin
    foreach name in array array['definition', 'definition_version', 'period_bucket',
            'kpi_status_history', 'kpi_status', 'dirty_mark', 'status_change', 'api_key',
            'bi_name'] loop
        execute format('drop table if exists effekt_rebuild.%I', name);
        execute format('create table effekt_rebuild.%I (like effekt.%I including all)', name, name);
        execute format('grant select, insert, update, delete on effekt_rebuild.%I to %I', name,
            '${appRole}');
    end loop;
end $$;
grant insert, update, delete on bi_name to "${appRole}";
grant delete on import_span to "${appRole}";

-- Who was not let in, by name: a client gets no name that has a past.
create index measurement_rejected_actor on measurement_rejected (actor);

-- Each id of the store is sealed together with all before it.
alter table store_identity add column seal bytea;
comment on column store_identity.seal is 'SHA-256 over the row and the seal before it';
create function store_seal(before bytea, number integer, id uuid, cause text, recorded_at timestamptz)
    returns bytea language sql immutable
    return sha256(coalesce(before, '') || convert_to(number || '|' || id || '|' || cause || '|'
        || (extract(epoch from recorded_at) * 1000000)::bigint, 'UTF8'));
create function seal_store_identity() returns trigger language plpgsql
    set search_path from current as $$
begin
    new.seal := store_seal((select s.seal from store_identity s where s.number < new.number
        order by s.number desc limit 1), new.number, new.id, new.cause, new.recorded_at);
    return new;
end $$;
do $$
declare
    one record;
    last bytea;
begin
    for one in select * from store_identity order by number loop
        last := store_seal(last, one.number, one.id, one.cause, one.recorded_at);
        update store_identity set seal = last where number = one.number;
    end loop;
end $$;
alter table store_identity alter column seal set not null;
create trigger store_identity_seal before insert on store_identity
    for each row execute function seal_store_identity();
grant execute on function store_seal to "${appRole}";

-- What a session of a role that reads begins with, in this database. A role is altered by whoever may:
-- the owner of the schema, the function that the embedded server has for it, or who signed in.
create function limit_reader(reader text) returns void language plpgsql as $$
declare
    wanted text[][] := array[['search_path', 'bi'], ['default_transaction_read_only', 'on'],
        ['statement_timeout', '60s']];
    pair text[];
    way text;
    statement text;
    done boolean;
    asks text := current_user;
begin
    foreach pair slice 1 in array wanted loop
        -- What somebody has set by hand stays.
        done := exists (select from pg_db_role_setting s, unnest(s.setconfig) one
            where s.setrole = (select oid from pg_roles where rolname = reader)
                and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
                and starts_with(one, pair[1] || '='));
        statement := format('alter role %I in database %I set %s = %L', reader, current_database(),
            pair[1], pair[2]);
        foreach way in array array['owner', 'server', 'session'] loop
            exit when done;
            begin
                if way = 'server' then
                    execute 'select effekt_server.limit_reader($1, $2, $3)'
                        using reader, pair[1], pair[2];
                elsif way = 'session' then
                    set local role none;
                    execute statement;
                    execute format('set local role %I', asks);
                else
                    execute statement;
                end if;
                done := true;
            exception when insufficient_privilege or invalid_schema_name or undefined_function then
                done := false;
            end;
        end loop;
        if not done then
            raise warning '% begins without %', reader, pair[1]
                using hint = 'As a superuser: ' || statement;
        end if;
    end loop;
end $$;
revoke all on function limit_reader from public;

alter function grant_bi(text, jsonb) rename to grant_bi_rights;
create function grant_bi(reader text, settings jsonb default
        '{"scopes": "*", "kpis": "*", "named": "*", "ever": "*"}')
    returns void language plpgsql as $$
begin
    perform effekt.grant_bi_rights(reader, settings);
    perform effekt.limit_reader(reader);
end $$;
revoke all on function grant_bi from public;
