-- Keys and people. What may be known of a key lies in the log of decisions; its secret lies nowhere.

create table api_key (
    id         text        primary key,
    client     text        not null,
    name       text        not null,
    hash       text        not null,
    scopes     text[]      not null,
    teams      text[]      not null,
    streams    text[]      not null,
    kpis       text[]      not null,
    sources    text[]      not null,
    issued_at  timestamptz not null,
    issued_by  text        not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    version    integer     not null,
    seq        bigint      not null
);
comment on table api_key is 'Keys of integrations and BI tools as they are today; made from the log of decisions';
comment on column api_key.id is 'The public part of the key';
comment on column api_key.client is 'Whose it is; the same for all keys of a client';
comment on column api_key.hash is 'SHA-256 of the whole key, hexadecimal';
comment on column api_key.seq is 'The last decision about it';
create index api_key_seq on api_key (seq);

create table api_key_use (
    id      text        primary key,
    used_at timestamptz not null
);
comment on table api_key_use is 'When a key was used last, to about a minute';

-- The one table with names of people. Everything else knows them by an id that says nothing.
create table person (
    id         uuid        primary key default gen_random_uuid(),
    issuer     text        not null,
    subject    text        not null,
    name       text,
    first_seen timestamptz not null default clock_timestamp(),
    last_seen  timestamptz not null default clock_timestamp(),
    unique (issuer, subject)
);
comment on table person is 'People who have signed in; deleting a row leaves their history with an id that nobody knows';

-- Where instances look whom to forget; an id says nothing once its row above is gone.
create table person_erased (
    number bigint generated always as identity primary key,
    id     uuid   not null
);
comment on table person_erased is 'People who were erased, in order';

grant select, insert on person_erased to "${appRole}";
grant select, insert, update, delete on api_key, api_key_use, person to "${appRole}";

-- The key by which instances know their own records seals more than what stewards send.
update service_secret set name = 'seal' where name = 'steward-seal';

alter table measurement_held drop column steward;
alter table measurement_held add column sender text;
comment on column measurement_held.sender is 'What its sender may, as the door sealed it; null for what was written to the topic';

-- What an auditor asks for: by whom, and in which request.
create index decision_actor on decision (actor, seq);
create index decision_request on decision (request_id);
