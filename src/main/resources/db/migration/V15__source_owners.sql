-- A source belongs to somebody. Its row says to whom, unless it is a client's own name, which belongs
-- to that client without a row.

create table source_owner (
    source  text    primary key,
    clients text[]  not null check (cardinality(clients) > 0),
    version integer not null default 0,
    seq     bigint  not null default 0
);
comment on table source_owner is 'Whose a source is: the client that used it first, or those that a steward said';
comment on column source_owner.clients is 'Actors as the log names them: clients of keys, people, kafka';
comment on column source_owner.version is 'How often a steward has decided; 0 for whoever used it first';
comment on column source_owner.seq is 'The last decision about it; 0 for none';
create index source_owner_seq on source_owner (seq) where seq > 0;

-- What waits is asked for by its id when something corrects or repeats it.
create index measurement_held_id on measurement_held (source, id);

-- What is there already: the client that used a source first owns it. Grouped before it is sorted, so
-- that a long log is read once and kept nowhere.
set local effekt.scopes = '*';
set local effekt.kpis = '*';
insert into source_owner (source, clients)
select source, array[actor] from (
    select distinct on (used.source) used.source, used.actor
    from (
        select o.name as source, m.actor, m.since
        from (select source_id, actor, min(recorded_at) as since from measurement
            group by source_id, actor) m
        join source o on o.id = m.source_id
        union all
        select source, actor, min(received_at) from measurement_held group by source, actor) used
    order by used.source, used.since, used.actor) first
where source <> actor;

-- Reasons that were kept before no longer name what may lie beyond the limits of who reads them.
update measurement_rejected set detail =
    'It was measured for another KPI or scope: retract it and send it anew.'
where code = 'scope_mismatch';
update measurement_rejected set detail =
    'It was superseded already: correct or retract the newest of its chain.'
where code = 'already_superseded';

alter table source_owner enable row level security;
alter table source_owner force row level security;
create policy source_owner_sight on source_owner using ((select sees_all()));
grant select, insert, update on source_owner to "${appRole}";
