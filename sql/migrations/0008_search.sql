-- 0008_search.sql: finding people by any name in any order, and by the years in which they may have been born.
--
-- Array containment and ranges are not leakproof: under a policy their indexes are not used (design/access.md, "the
-- leakproof trap"). So the function below belongs to sogoc_search, applies the caller's reach itself, returns keys and
-- scores only, and is joined back under row security by whoever calls it.

set local role sogoc_owner;

-- Every folded word that occurs in a name, and in how many names: what makes a word rare, and what a mistyped word may
-- have meant. No person is in it; the counts are as of the last refresh.
create table registry.name_token (
    token text collate "C" primary key,
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
create trigger name_spelling_tokens_known after insert on registry.name_spelling
    referencing new table as fresh for each statement execute function registry.add_name_tokens();

-- A name that has no keys would never be found: it is refused. No foreign key: one row of the commonest name would be
-- locked by every writer, and the spellings stay where the books are spread over machines.
create function registry.refuse_unknown_spelling() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
        select from fresh
        where not exists (select from registry.name_spelling as known where known.name = fresh.name))
    then
        raise exception 'a name without search keys' using errcode = '23503', constraint = 'name_fact_spelling',
            table = 'name_fact', schema = 'registry';
    end if;
    return null;
end
$$;
create trigger name_fact_spelling_known after insert on registry.name_fact
    referencing new table as fresh for each statement execute function registry.refuse_unknown_spelling();

reset role;
set local role sogoc_search;

-- Adds the spellings that are not there yet; `k1`, `k2`, `k3`: their keys, words apart by a space (R9.6).
create function search.know_names(
    names text[], k1 text[], k2 text[], k3 text[], given_names text[], key_version smallint) returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into registry.name_spelling (name, k1, k2, tokens, given_name, key_version)
    select distinct on (told.name collate "C") told.name, string_to_array(told.k1, ' '), string_to_array(told.k2, ' '),
           string_to_array(told.k3, ' '), told.given_name, key_version
    from unnest(names, k1, k2, k3, given_names) as told (name, k1, k2, k3, given_name)
    where not exists (select from registry.name_spelling as known where known.name = told.name)
    -- In one order, as the words are.
    order by told.name collate "C"
    on conflict do nothing
$$;

-- A known name without any mark, in small letters (k2 of R9.6); null for one that is not known. For whoever has the name
-- already: the list of all spellings is nobody's to read.
create function search.plain_name(name text) returns text
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$ select array_to_string(known.k2, ' ') from registry.name_spelling as known where known.name = plain_name.name $$;

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
        from registry.name_fact as fact
        join registry.name_spelling as spelling on spelling.name = fact.name
        cross join unnest(spelling.tokens) as word
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
    if candidates <@ asked then
        return 1;
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

-- Residents within the caller's view who may have been born in the asked time, best first. `books`: within the reach.
create function search.residents_born(born datemultirange, books int[], sealed_to smallint, wanted int)
    returns table (place int, book_id int, id uuid, score real, why text[])
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    with near as (
        select distinct year.book_id, year.resident_id
        from registry.birth_year as year
        where year.book_id = any (books) and year.seal <= sealed_to
          and year.year between extract(year from lower(born))::int - 1 and extract(year from upper(born) - 1)::int + 1
    )
    select (row_number() over best)::int as place, scored.book_id, scored.resident_id, scored.score, array['born']
    from (
        -- Apart, so that each of thousands of people is compared once and not for order and answer.
        select version.book_id, version.resident_id, version.given_name, version.name,
               search.birth_score(version.born_ranges, born) as score
        from near
        join registry.resident_version as version on version.book_id = near.book_id
            and version.resident_id = near.resident_id and version.believed_to = 'infinity'
            and version.status = 'present' and version.seal <= sealed_to
        offset 0
    ) as scored
    window best as (order by scored.score desc, scored.given_name collate "vi-x-icu", scored.name collate "vi-x-icu",
        scored.resident_id)
    order by place
    limit wanted
$$;

-- Spellings that hold words of each of the three groups (a null group asks nothing), and how well they fit the asked
-- words, 0 to 1. `meant` beside `meant_for` and `sureness`: what an asked word may stand for, its place, how sure.
create function search.spellings(
    words3 text[], clans text[], words2 text[], words1 text[], rarity real[], sureness real[], meant text[],
    meant_for int[], first text[], second text[], third text[])
    returns table (name text, given_name text, fit real)
    -- In plpgsql, which keeps its plan; in SQL it would be planned anew in each search.
    language plpgsql stable rows 100
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    return query
    with whole as (
        select spelling.name, spelling.given_name, spelling.k1, spelling.k2, spelling.tokens
        from registry.name_spelling as spelling
        where spelling.tokens && first and (second is null or spelling.tokens && second)
          and (third is null or spelling.tokens && third)
        -- Of a word that thousands of names hold, those that hold little else: the name itself is always among them.
        order by cardinality(spelling.tokens)
        limit 3000
    )
    select whole.name, whole.given_name,
           ((select sum(
                case when words1[n] = any (whole.k1) then 1.0
                     when words2[n] = any (whole.k2) then 0.95
                     when words3[n] = any (whole.tokens) or clans[n] = any (whole.tokens) then 0.85
                     when sureness[n] < 1 and exists (
                         select from unnest(meant, meant_for) as other (word, place)
                         where other.place = n and other.word = any (whole.tokens)) then 0.8 * sureness[n]
                     else 0 end * rarity[n])
             from generate_series(1, cardinality(words3)) as n)
            / (select sum(weight) from unnest(rarity) as weight)
            -- Words that the name has beyond the asked ones count a little against it.
            - 0.02 * greatest(0, cardinality(whole.tokens) - cardinality(words3)))::real
    from whole;
end
$$;

-- Residents within the caller's view whose names hold the asked words, in any order, and who may have been born in the
-- asked time; best first, counted by `place`. `words3`, `clans`, `words2`, `words1`: the words as folded by R9.6's keys,
-- side by side, and what each would be as a clan's name. A word that is missing costs rank, not the hit. `born`: null
-- where no time is asked. `within`: books to keep to, null for the whole reach.
create function search.residents(
    words3 text[], clans text[], words2 text[], words1 text[], born datemultirange, within int[], wanted int)
    returns table (place int, book_id int, id uuid, score real, why text[])
    language plpgsql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
as $$
declare
    books int[] := auth.view_books();
    sealed_to smallint := auth.clearance();
    -- A name has few words; a page of text is no name.
    word_count int := least(coalesce(cardinality(words3), 0), 12);
    -- What each asked word may stand for in the vocabulary, all in one list; how rare each is, and how sure.
    meant text[] := '{}';
    meant_for int[] := '{}';
    rarity real[] := '{}';
    sureness real[] := '{}';
    near text[];
    seen int;
    sure real;
    -- The places of the three rarest words that stand for anything, rarest first: they find, the others rank.
    finders int[];
    first text[];
    second text[];
    third text[];
    hit record;
    found_book int[] := '{}';
    found_id uuid[] := '{}';
    found_score real[] := '{}';
    found_kind text[] := '{}';
    position int;
begin
    if within is not null then
        books := array(select unnest(books) intersect select unnest(within));
    end if;
    if cardinality(books) = 0 or (word_count = 0 and born is null) or lower_inf(born) or upper_inf(born) then
        return;
    end if;
    if word_count = 0 then
        return query select * from search.residents_born(born, books, sealed_to, wanted);
        return;
    end if;

    for position in 1 .. word_count loop
        select array_agg(token.token), sum(token.names), 1.0 into near, seen, sure
        from registry.name_token as token where token.token in (words3[position], clans[position]);
        if near is null or position = word_count and length(words3[position]) >= 2 and seen < 3 then
            -- Unknown, or perhaps the beginning of a word still being typed.
            select array_agg(token.token), sum(token.names), 0.85 into near, seen, sure
            from registry.name_token as token
            where token.token in (words3[position], clans[position])
               or length(words3[position]) >= 2 and token.token ^@ words3[position];
        end if;
        if (near is null or seen < 3) and length(words3[position]) >= 3 then
            -- Perhaps mistyped, in the question or, where a word is hardly known, in a register.
            select array_agg(close.token), sum(close.names), 0.6 into near, seen, sure
            from (
                select token.token, token.names
                from registry.name_token as token
                where abs(length(token.token) - length(words3[position])) <= 2
                  and extensions.similarity(token.token, words3[position]) >= 0.4
                order by extensions.similarity(token.token, words3[position]) desc, token.token
                limit 5
            ) as close;
        end if;
        meant := meant || near;
        meant_for := meant_for || array_fill(position, array[coalesce(cardinality(near), 0)]);
        rarity := rarity || (1 / ln(2.8 + coalesce(seen, 0)))::real;
        sureness := sureness || coalesce(sure, 0)::real;
    end loop;
    words3 := words3[:word_count];

    finders := array(
        select n from generate_series(1, word_count) as n
        where n = any (meant_for) order by rarity[n] desc, n limit 3);
    if cardinality(finders) = 0 then
        return;
    end if;
    first := array(select word from unnest(meant, meant_for) as other (word, place) where other.place = finders[1]);
    if cardinality(finders) >= 2 then
        second := array(select word from unnest(meant, meant_for) as other (word, place) where other.place = finders[2]);
    end if;
    if cardinality(finders) >= 3 then
        third := array(select word from unnest(meant, meant_for) as other (word, place) where other.place = finders[3]);
    end if;

    -- All of the three rarest words; while that is too little, without the third; then the rarest alone.
    for dropped in 0 .. cardinality(finders) - 1 loop
        exit when cardinality(found_id) >= wanted;
        if dropped = 1 then
            if third is not null then third := null; else second := null; end if;
        elsif dropped = 2 then
            second := null;
        end if;
        for hit in
            -- As many as are wanted, read name by name: the loop ends before the rest is looked up.
            select person.book_id, person.resident_id, person.kind, spelled.fit as score
            from (
                select spelling.name, spelling.fit
                from search.spellings(words3, clans, words2, words1, rarity, sureness, meant, meant_for,
                                      first, second, third) as spelling
                where born is null and spelling.fit > 0
                order by spelling.fit desc, spelling.given_name collate "vi-x-icu", spelling.name collate "vi-x-icu"
            ) as spelled
            cross join lateral (
                select fact.book_id, fact.resident_id, fact.kind from registry.name_fact as fact
                where fact.name = spelled.name and fact.book_id = any (books) and fact.seal <= sealed_to
                offset 0
            ) as person
            cross join lateral (
                select from registry.resident_version as version
                where (version.book_id, version.resident_id) = (person.book_id, person.resident_id)
                  and version.believed_to = 'infinity' and version.status <> 'withdrawn' and version.seal <= sealed_to
                limit 1
            ) as believed
        loop
            continue when hit.resident_id = any (found_id)
                and (hit.book_id, hit.resident_id) in (select * from unnest(found_book, found_id));
            found_book := found_book || hit.book_id;
            found_id := found_id || hit.resident_id;
            found_score := found_score || hit.score;
            found_kind := found_kind || hit.kind;
            exit when cardinality(found_id) >= wanted;
        end loop;
        if born is not null then
            select found_book || array_agg(best.book_id), found_id || array_agg(best.resident_id),
                   found_score || array_agg(best.score), found_kind || array_agg(best.kind)
            into found_book, found_id, found_score, found_kind
            from (
                select person.book_id, person.resident_id, person.kind,
                       (0.7 * person.fit + 0.3 * search.birth_score(believed.born_ranges, born))::real as score
                from (
                    select distinct on (fact.book_id, fact.resident_id)
                           fact.book_id, fact.resident_id, fact.kind, spelled.fit
                    from search.spellings(words3, clans, words2, words1, rarity, sureness, meant, meant_for,
                                          first, second, third) as spelled
                    cross join lateral (
                        select fact.book_id, fact.resident_id, fact.kind from registry.name_fact as fact
                        where fact.name = spelled.name and fact.book_id = any (books) and fact.seal <= sealed_to
                        offset 0
                    ) as fact
                    where spelled.fit > 0
                    order by fact.book_id, fact.resident_id, spelled.fit desc
                ) as person
                cross join lateral (
                    select version.born_ranges, version.given_name, version.name
                    from registry.resident_version as version
                    where (version.book_id, version.resident_id) = (person.book_id, person.resident_id)
                      and version.believed_to = 'infinity' and version.status <> 'withdrawn' and version.seal <= sealed_to
                    limit 1
                ) as believed
                where (person.book_id, person.resident_id) not in (select * from unnest(found_book, found_id))
                order by score desc, believed.given_name collate "vi-x-icu", believed.name collate "vi-x-icu",
                         person.resident_id
                limit wanted
            ) as best;
        end if;
    end loop;

    return query
    select row_number() over (order by found.score desc, found.n)::int, found.book_id, found.id, found.score,
           case when birth.agrees then array['name.' || found.kind, 'born'] else array['name.' || found.kind] end
    from unnest(found_book, found_id, found_score, found_kind) with ordinality as found (book_id, id, score, kind, n)
    cross join lateral (
        select born is not null and exists (
            select from registry.resident_version as version
            where (version.book_id, version.resident_id) = (found.book_id, found.id)
              and version.believed_to = 'infinity' and version.born_ranges && born) as agrees
    ) as birth
    order by 1
    limit wanted;
end
$$;

grant execute on function search.residents(text[], text[], text[], text[], datemultirange, int[], int) to sogoc_app;
grant execute on function search.know_names(text[], text[], text[], text[], text[], smallint) to sogoc_app, sogoc_import;
grant execute on function search.plain_name(text) to sogoc_import;
grant execute on function search.refresh_tokens() to sogoc_import, sogoc_jobs, sogoc_migrator;
