-- A set of a slice that only tests have, as any slice brings one.
create table example_note (
    note         text primary key,
    kpi          text        not null,
    scope        text        not null,
    value_stream text,
    remark       text        not null,
    recorded_at  timestamptz not null default clock_timestamp()
);
comment on table example_note is 'Remarks of which only tests know';
grant select, insert, update, delete on example_note to "${appRole}";

select guard_rows('example_note');
select keep_past_of('example_note', 'note');
select publish_set('example_notes', 'example_note', $view$
select e.note, e.kpi, e.scope, substr(e.scope, 6) as team, t.name as team_name, e.remark,
    e.recorded_at{of e}
from {rows} e
left join bi_name t on t.kind = 'team' and t.scope = e.scope
$view$);
select describe_set('example_notes', 'Remarks of teams', array[
    ['note', 'Key of the remark'],
    ['kpi', 'Key of the KPI'],
    ['scope', 'team:<key>'],
    ['team', 'Key of the team'],
    ['team_name', 'Name of the team'],
    ['remark', 'What was remarked'],
    ['recorded_at', 'When it was remarked']]);
