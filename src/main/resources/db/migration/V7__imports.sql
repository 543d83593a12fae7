-- Where the measurements of an import lie in the log: one row for each batch that holds any. Written
-- in the transaction of the append, so that the log itself needs no index by import.

create table import_span (
    import_id uuid     not null,
    part      smallint not null,
    from_seq  bigint   not null,
    to_seq    bigint   not null,
    primary key (import_id, part, from_seq)
);
comment on table import_span is 'Sequences of the log, first and last, between which measurements of an import lie';
grant select, insert on import_span to "${appRole}";

create index measurement_held_import on measurement_held (import_id);
