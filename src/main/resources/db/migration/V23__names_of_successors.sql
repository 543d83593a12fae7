-- The team that took another's place is named to those only who may know of it.
do $$
declare
    name text;
    body text;
    -- Newer servers quote the word json.
    asked constant text := '\(\(d\."?json"? -> ''replacedBy''::text\) ->> 0\)';
begin
    foreach name in array array['bi_teams_seen', 'bi_teams_rows', 'bi_teams_picture'] loop
        body := pg_get_viewdef(format('effekt.%I', name)::regclass);
        if body !~ asked then
            raise exception 'the view % reads otherwise than expected: %', name, body;
        end if;
        execute format('create or replace view effekt.%I as ', name)
            || regexp_replace(body, asked,
                '(select n.key from effekt.bi_name n where n.kind = ''team'' and n.key = \&)');
    end loop;
end $$;
