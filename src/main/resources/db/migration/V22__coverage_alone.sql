-- A team that has never reported a KPI changes nothing in it but how many teams there are. Such a
-- mark counts the teams anew from its period on, and evaluates nothing.
alter table dirty_mark add column only_coverage boolean not null default false;
comment on column dirty_mark.only_coverage is 'Only how many teams are expected has changed, from the day period_start on';

-- Who reads statuses looks whether a decision has left anything to evaluate.
drop index dirty_mark_whole;
create index dirty_mark_decided on dirty_mark (kpi)
    where period_start is null and due_at is null or only_coverage;
