-- What the chain of hashes did not cover yet: where a partition went on with another topic, and the
-- heads themselves.
alter table log_epoch add column chain_hash bytea not null default '';
alter table log_epoch alter column chain_hash drop default;
comment on column log_epoch.chain_hash is 'Hash of the chain after the epoch began: it stands in the chain between two entries';

alter table log_head add column seal bytea;
comment on column log_head.seal is 'SHA-256 over the other columns, written by the service with each of them; null while nothing has happened';
