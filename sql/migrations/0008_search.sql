-- 0008_search.sql: finding people by any name in any order, and by the years in which they may have been born.
--
-- Array containment and ranges are not leakproof: under a policy their indexes are not used (design/access.md, "the
-- leakproof trap"). So the function below belongs to sogoc_search, applies the caller's reach itself, returns keys and
-- scores only, and is joined back under row security by whoever calls it.

set local role sogoc_owner;

-- Every folded word that occurs in a name, and in how many names: what makes a word rare, and what a mistyped word may
-- have meant. No person is in it; the counts are as of the last refresh.
create table registry.name_token (
    token text primary key,
    names int not null default 0
);
grant select, insert on registry.name_token to sogoc_search, sogoc_register;
grant update on registry.name_token to sogoc_search;

-- Words are added as they come, without touching one that is there: no hot row, no waiting.
create function registry.add_name_tokens() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into registry.name_token (token)
    select distinct word from fresh, unnest(fresh.tokens) as word
    where not exists (select from registry.name_token as known where known.token = word)
    -- In one order, so that two imports that bring the same new words never wait for each other in a ring.
    order by word
    on conflict do nothing;
    return null;
end
$$;
create trigger name_fact_tokens_known after insert on registry.name_fact
    referencing new table as fresh for each statement execute function registry.add_name_tokens();

reset role;
set local role sogoc_search;

-- Counts the words anew; after an import, and nightly.
create function search.refresh_tokens() returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    changed bigint;
begin
    with counted as (
        select word as token, count(*)::int as names
        from registry.name_fact as name, unnest(name.tokens) as word
        group by word
    )
    update registry.name_token as known set names = counted.names
    from counted where counted.token = known.token and counted.names <> known.names;
    get diagnostics changed = row_count;
    return changed;
end
$$;

-- How well two sets of days agree, from 1 (every candidate day is asked for) to 0: overlap first, nearness after.
create function search.birth_score(candidates datemultirange, asked datemultirange) returns real
    language plpgsql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    days int;
    shared int;
    nearest int;
begin
    -- Nobody knows the year: neither for nor against.
    if candidates is null then
        return 0.3;
    end if;
    if isempty(asked) then
        return 0;
    end if;
    if candidates && asked then
        select sum(upper(stretch) - lower(stretch)) into days from unnest(candidates) as stretch;
        select sum(upper(stretch) - lower(stretch)) into shared from unnest(candidates * asked) as stretch;
        return 0.5 + 0.5 * shared / days;
    end if;
    select min(greatest(lower(one) - upper(other) + 1, lower(other) - upper(one) + 1)) into nearest
    from unnest(candidates) as one, unnest(asked) as other;
    -- A year beside the asked one is told wrong more often than a stranger is meant.
    return 0.45 * exp(-nearest / 500.0);
end
$$;

-- Residents within the caller's view whose names hold the asked words, in any order, and who may have been born in the
-- asked time; best first. `words3`, `clans`, `words2`, `words1`: the words as folded by R9.6's keys, side by side, and
-- what each would be as a clan's name. A word that is missing costs rank, not the hit. `born`: null where no time is
-- asked. `within`: books to keep to, null for the whole reach.
create function search.residents(
    words3 text[], clans text[], words2 text[], words1 text[], born datemultirange, within int[], wanted int)
    returns table (book_id int, id uuid, score real, why text[])
    language plpgsql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
as $$
declare
    books int[] := auth.view_books();
    sealed_to smallint := auth.clearance();
    -- A name has few words; a page of text is no name.
    word_count int := least(coalesce(cardinality(words3), 0), 12);
    -- Per asked word: what it may stand for in the vocabulary, how rare that is, and how sure.
    meant text[];
    all_meant text[] := '{}';
    groups jsonb := '[]';
    rarity real[] := '{}';
    sureness real[] := '{}';
    order_of int[] := '{}';
    seen int;
    sure real;
    total real := 0;
    kept_book int[] := '{}';
    kept_id uuid[] := '{}';
    kept_name bigint[] := '{}';
    first text[];
    second text[];
    third text[];
    position int;
begin
    if within is not null then
        books := array(select unnest(books) intersect select unnest(within));
    end if;
    if cardinality(books) = 0 or (word_count = 0 and born is null) or lower_inf(born) or upper_inf(born) then
        return;
    end if;

    if word_count = 0 then
        return query
        with near as (
            select distinct year.book_id, year.resident_id
            from registry.birth_year as year
            where year.book_id = any (books) and year.seal <= sealed_to
              and year.year between extract(year from lower(born))::int - 1 and extract(year from upper(born) - 1)::int + 1
        )
        select version.book_id, version.resident_id,
               -- A whole band of ages is thousands of people: what lies within it needs no counting of days.
               case when version.born_ranges <@ born then 1.0::real
                    else search.birth_score(version.born_ranges, born) end as fit,
               array['born']
        from near
        join registry.resident_version as version on version.book_id = near.book_id
            and version.resident_id = near.resident_id and version.believed_to = 'infinity'
            and version.status = 'present' and version.seal <= sealed_to
        order by fit desc, version.given_name collate "vi-x-icu", version.name collate "vi-x-icu", version.resident_id
        limit wanted;
        return;
    end if;

    for position in 1 .. word_count loop
        select array_agg(token.token), sum(token.names), 1.0 into meant, seen, sure
        from registry.name_token as token where token.token in (words3[position], clans[position]);
        if meant is null or position = word_count and length(words3[position]) >= 2 and seen < 3 then
            -- Unknown, or perhaps the beginning of a word still being typed.
            select array_agg(token.token), sum(token.names), 0.85 into meant, seen, sure
            from registry.name_token as token
            where length(words3[position]) >= 2 and token.token collate "C" ^@ words3[position];
            if meant is null and length(words3[position]) >= 3 then
                select array_agg(close.token), sum(close.names), 0.6 into meant, seen, sure
                from (
                    select token.token, token.names
                    from registry.name_token as token
                    where abs(length(token.token) - length(words3[position])) <= 2
                      and extensions.similarity(token.token, words3[position]) >= 0.4
                    order by extensions.similarity(token.token, words3[position]) desc, token.token
                    limit 5
                ) as close;
            end if;
        end if;
        groups := groups || to_jsonb(array[coalesce(to_jsonb(meant), '[]')]);
        rarity := rarity || (1 / ln(2.8 + coalesce(seen, 0)))::real;
        sureness := sureness || coalesce(sure, 0)::real;
        all_meant := all_meant || coalesce(meant, '{}');
        total := total + rarity[position];
    end loop;

    -- Rarest words first: they find, the others rank.
    select array_agg(ranked.n order by rarity[ranked.n] desc, ranked.n) into order_of
    from generate_series(1, word_count) as ranked (n)
    where jsonb_array_length(groups -> (ranked.n - 1)) > 0;
    if order_of is null then
        return;
    end if;
    first := array(select jsonb_array_elements_text(groups -> (order_of[1] - 1)));
    second := array(select jsonb_array_elements_text(groups -> (order_of[2] - 1)));
    third := array(select jsonb_array_elements_text(groups -> (order_of[3] - 1)));

    -- All of the (three rarest) words; then without the third; then the rarest alone.
    select array_agg(hit.book_id), array_agg(hit.resident_id), array_agg(hit.id) into kept_book, kept_id, kept_name
    from (
        select name.book_id, name.resident_id, name.id from registry.name_fact as name
        where name.tokens && first
          and (cardinality(order_of) < 2 or name.tokens && second)
          and (cardinality(order_of) < 3 or name.tokens && third)
          and name.book_id = any (books) and name.seal <= sealed_to
        limit 600
    ) as hit;
    if cardinality(order_of) >= 3 and coalesce(cardinality(kept_id), 0) < wanted then
        select kept_book || array_agg(hit.book_id), kept_id || array_agg(hit.resident_id), kept_name || array_agg(hit.id)
        into kept_book, kept_id, kept_name
        from (
            select name.book_id, name.resident_id, name.id from registry.name_fact as name
            where name.tokens && first and name.tokens && second
              and name.book_id = any (books) and name.seal <= sealed_to
            limit 300
        ) as hit;
    end if;
    if cardinality(order_of) >= 2 and coalesce(cardinality(kept_id), 0) < wanted then
        select kept_book || array_agg(hit.book_id), kept_id || array_agg(hit.resident_id), kept_name || array_agg(hit.id)
        into kept_book, kept_id, kept_name
        from (
            select name.book_id, name.resident_id, name.id from registry.name_fact as name
            where name.tokens && first and name.book_id = any (books) and name.seal <= sealed_to
            limit 200
        ) as hit;
    end if;

    return query
    with candidate as (
        select distinct kept.book_id, kept.resident_id, kept.name_id
        from unnest(kept_book, kept_id, kept_name) as kept (book_id, resident_id, name_id)
    ),
    scored as (
        select name.book_id, name.resident_id, name.kind,
               (select coalesce(sum(
                    case when words1[n] = any (string_to_array(name.k1, ' ')) then 1.0
                         when words2[n] = any (string_to_array(name.k2, ' ')) then 0.95
                         when words3[n] = any (name.tokens) or clans[n] = any (name.tokens) then 0.85
                         when name.tokens && array(select jsonb_array_elements_text(groups -> (n - 1))) then 0.8 * sureness[n]
                         else 0 end * rarity[n]), 0)
                from generate_series(1, word_count) as n) / total
               -- Words the name has beyond the asked ones count a little against it.
               - 0.02 * greatest(0, cardinality(name.tokens) - word_count) as fit
        from candidate
        join registry.name_fact as name on name.book_id = candidate.book_id
            and name.resident_id = candidate.resident_id and name.id = candidate.name_id
    ),
    best as (
        select distinct on (scored.book_id, scored.resident_id) scored.*
        from scored order by scored.book_id, scored.resident_id, scored.fit desc
    )
    select version.book_id, version.resident_id,
           (case when born is null then best.fit
                 else 0.7 * best.fit + 0.3 * search.birth_score(version.born_ranges, born) end)::real as fit,
           case when born is null then array['name.' || best.kind] else array['name.' || best.kind, 'born'] end
    from best
    join registry.resident_version as version on version.book_id = best.book_id
        and version.resident_id = best.resident_id and version.believed_to = 'infinity'
        and version.status <> 'withdrawn' and version.seal <= sealed_to
    order by 3 desc, version.given_name collate "vi-x-icu", version.name collate "vi-x-icu", version.resident_id
    limit wanted;
end
$$;

grant execute on function search.residents(text[], text[], text[], text[], datemultirange, int[], int) to sogoc_app;
grant execute on function search.refresh_tokens() to sogoc_import, sogoc_jobs, sogoc_migrator;
