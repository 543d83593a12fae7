-- Pledges of teams: the table and the set of a slice that only tests have, as any slice brings them.
create table pledge (
    key         text primary key,
    kpi         text        not null,
    scope       text        not null,
    title       text        not null,
    status      text        not null,
    seq         bigint      not null,
    recorded_at timestamptz not null,
    open_beside integer
);
comment on table pledge is 'What teams have promised to do about a KPI, as it reads today';
comment on column pledge.open_beside is 'How many pledges of the KPI and team are open; null until a worker has counted them';
grant select, insert, update, delete on pledge to "${appRole}";

select guard_rows('pledge', ever_sight());
select keep_past_of('pledge', 'key', ever_sight());
select guard_kind('pledge', ever_sight($$(body::jsonb ->> 'kpi')$$,
    $$('team:' || (body::jsonb ->> 'team'))$$));
select publish_set('pledges', 'pledge', $view$
select p.key as pledge, p.kpi, p.scope, substr(p.scope, 6) as team, t.name as team_name, p.title,
    p.status, p.open_beside as open_at_place, p.recorded_at{of p}
from {rows} p
left join bi_name t on t.kind = 'team' and t.scope = p.scope
$view$);
select describe_set('pledges', 'What teams have promised to do about a KPI', array[
    ['pledge', 'Key of the pledge'],
    ['kpi', 'Key of the KPI'],
    ['scope', 'team:<key>'],
    ['team', 'Key of the team'],
    ['team_name', 'Name of the team'],
    ['title', 'What was promised'],
    ['status', 'active or retired'],
    ['open_at_place', 'How many pledges of the KPI and team are open'],
    ['recorded_at', 'When it came to read so']]);
