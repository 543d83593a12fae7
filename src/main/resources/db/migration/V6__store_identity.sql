-- Which store this is. What leaves by Kafka bears its id, because numbers alone begin anew with a new
-- database and go back with a restored one.
create table store_identity (
    number      integer     generated always as identity primary key,
    id          uuid        not null unique default gen_random_uuid(),
    cause       text        not null,
    recorded_at timestamptz not null default clock_timestamp()
);
comment on table store_identity is 'Ids of this store, the last one in force; a new one whenever its history may part from what Kafka has';
insert into store_identity (cause) values ('the store is new');
grant select, insert on store_identity to "${appRole}";
