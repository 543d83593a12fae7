-- Whose an answer is: it is read by whoever sent the command, and erased with them.
alter table command_outcome add column actor text;
comment on column command_outcome.actor is 'Who sent the command, as an instance of the service sealed it; null when nobody did';
alter table command_rejected add column actor text;
comment on column command_rejected.actor is 'Who it said it was from, believed or not; null where it said nothing';
