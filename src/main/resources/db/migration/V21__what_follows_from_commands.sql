-- A change is answered once all that follows from it is evaluated, whichever instance decided it.
alter table command_outcome add column follows text[] not null default '{}';
comment on column command_outcome.follows is 'What has to be evaluated or counted anew before a reader sees all that follows from the command: kpi:<key> and scope:<scope>';

-- Who reads statuses looks whether a decision has left anything to evaluate.
create index dirty_mark_whole on dirty_mark (kpi) where period_start is null and due_at is null;

-- Teams that are retired are expected nowhere any more, in coverage as in the list of who is missing:
-- where one was retired before it could be said from which day, all is evaluated once.
insert into dirty_mark (kpi)
select key from definition
where kind = 'kpi' and exists (select 1 from definition where kind = 'team' and status = 'retired');

-- Whether the views bypass row-level security is a matter of who owns them, not of who asks: so that
-- the superuser who makes a role can grant it too.
do $do$
declare
    body text := pg_get_functiondef('grant_bi_rights(text, jsonb)'::regprocedure);
    asks constant text := 'from pg_roles where rolname = current_user';
begin
    execute replace(body, asks, $text$from pg_roles
            where oid = (select n.nspowner from pg_namespace n where n.nspname = 'effekt')$text$);
end $do$;

-- A team reads with the day from which it is retired: as a replay of the log writes it now.
update definition set body = left(body, -1) || ',"retiredFrom":null}'
    where kind = 'team' and body not like '%"retiredFrom":%';
update definition_version set body = left(body, -1) || ',"retiredFrom":null}'
    where subject like 'team:%' and body not like '%"retiredFrom":%';
