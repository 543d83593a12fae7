-- A change is answered once all that follows from it is evaluated, whichever instance decided it.
alter table command_outcome add column follows text[] not null default '{}';
comment on column command_outcome.follows is 'What has to be evaluated or counted anew before a reader sees all that follows from the command: kpi:<key> and scope:<scope>';
