-- What arrives for a period that is closed already waits for a steward, who releases all of a KPI,
-- scope and period together.
alter table measurement_held add column period text;
alter table measurement_held add column steward boolean not null default false;
comment on column measurement_held.period is 'The closed period it came too late for; null for other causes';
comment on column measurement_held.steward is 'Whether a steward sent it, and answers for it';
comment on table measurement_held is 'Well formed, but waits: for a definition, for its original, or for a steward';
create index measurement_held_late on measurement_held (kpi, scope, period) where period is not null;

-- Answers of single people may lie in what was not taken: the bytes of such rows leave the service to
-- nobody but stewards.
alter table measurement_rejected add column guarded boolean not null default false;
comment on column measurement_rejected.guarded is 'Whether its bytes may hold answers of small groups';

-- What the service signs with, so that its own instances know their records on the topic. Random, made
-- here, and never shown.
create table service_secret (
    name  text  primary key,
    value bytea not null
);
comment on table service_secret is 'Keys that instances of this service share, and nobody else';
insert into service_secret (name, value)
    values ('steward-seal', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
grant select on service_secret to "${appRole}";
