-- A slice publishes its own sets, from a migration in a folder of its own, with four functions that stay:
-- guard_rows, keep_past_of and publish_set of V20, and this one.

-- Says of a set and of each of its columns what they are. A column of which nothing is said is refused.
create function describe_set(name text, about text, columns text[]) returns void
    language plpgsql set search_path from current as $$
declare
    pair text[];
    silent text;
begin
    execute format('comment on view bi.%I is %L', name, about);
    foreach pair slice 1 in array columns loop
        execute format('comment on column bi.%I.%I is %L', name, pair[1], pair[2]);
    end loop;
    select string_agg(attname, ', ' order by attnum) into silent from pg_attribute
        where attrelid = format('bi.%I', name)::regclass and attnum > 0
            and col_description(attrelid, attnum) is null;
    if silent is not null then
        raise exception 'columns of bi.% are not described: %', name, silent
            using hint = 'Give describe_set a pair of name and description for each.';
    end if;
end $$;
comment on function describe_set is 'Comments of a set''s view: array[[column, description], ...], as its DatasetSource has them';
revoke all on function describe_set from public;

comment on function guard_rows is 'Forces row security on a table; without a sight it needs the columns kpi, scope and value_stream';
comment on function keep_past_of is 'Keeps what stood before in a table <name>_past, for loads of many pages; keys are its index, the sight is the table''s';
comment on function publish_set is 'Makes or widens the views of a set; {rows} in the query is the table, {of x} what a picture needs of its alias x';
