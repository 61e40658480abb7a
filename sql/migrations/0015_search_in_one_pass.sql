-- 0015_search_in_one_pass.sql: the search of 0008 in one statement a pass, which is planned once and reads few people.
--
-- What a word is worth, and what a birth, are expressions that the planner puts in place: as a subquery for each spelling
-- and a plpgsql call for each person they were half of a search.

set local role sogoc_owner;

-- Words alike a mistyped one; a scan of the vocabulary computed the trigrams of every word.
create index name_token_trigrams on registry.name_token using gin (token extensions.gin_trgm_ops);
-- The last name of a settlement by its key alone: beside a book's, the policy's list of books kept btree out of the look-up.
create index settlement_status_latest on registry.settlement_status (settlement_id, valid_from);

reset role;
set local role sogoc_search;

create type search.asked_word as (word1 text, word2 text, word3 text, clan text, rarity real, sureness real);

-- How well a name's words hold one asked word: as written, without tones, as folded, as what it may have meant; 1 to 0.
-- Inlined, so without a search_path of its own; its operators are the built-in ones, found when it was made.
create function search.word_fit(
    k1 text[], k2 text[], tokens text[], word1 text, word2 text, word3 text, clan text, meant text[], sureness real)
    returns real
    language sql immutable parallel safe
    return case
        when word1 = any (k1) then 1.0
        when word2 = any (k2) then 0.95
        when word3 = any (tokens) or clan = any (tokens) then 0.85
        when sureness < 1 and tokens && meant then 0.8 * sureness
        else 0
    end;

-- What birth days that disagree by so many days are worth. A year beside the asked one is told wrong more often than a
-- stranger is meant; beyond fourteen years all are equally far, and exp would leave what a real holds. Inlined.
create function search.nearness(days int) returns real
    language sql immutable parallel safe
    return 0.45 * exp(-least(days, 5000) / 500.0::float8);

-- How well two sets of days agree, from 1 (every candidate day is asked for) to 0: overlap first, nearness after.
create or replace function search.birth_score(candidates datemultirange, asked datemultirange) returns real
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
    return search.nearness(nearest);
end
$$;

-- search.birth_score, from the first and the last candidate day where these say enough. `asked_from`, `asked_to`: the first
-- and the last asked day; `whole`: whether every day between is asked for too. Inlined.
create function search.birth_fit(
    candidates datemultirange, earliest date, latest date, asked datemultirange, asked_from date, asked_to date,
    whole boolean)
    returns real
    language sql immutable parallel safe
    return case
        when earliest is null then 0.3
        when latest < asked_from then search.nearness(asked_from - latest)
        when earliest > asked_to then search.nearness(earliest - asked_to)
        when whole and earliest >= asked_from and latest <= asked_to then 1
        else search.birth_score(candidates, asked)
    end;

-- Residents within the caller's view who may have been born in the asked time, best first. `books`: within the reach.
create or replace function search.residents_born(born datemultirange, books int[], sealed_to smallint, wanted int)
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
               search.birth_fit(version.born_ranges, version.born_earliest, version.born_latest,
                                born, lower(born), upper(born) - 1, born = datemultirange(range_merge(born))) as score
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

-- Residents within the caller's view whose names hold the asked words, in any order, and who may have been born in the
-- asked time; best first, counted by `place`. `words3`, `clans`, `words2`, `words1`: the words as folded by R9.6's keys,
-- side by side, and what each would be as a clan's name. A word that is missing costs rank, not the hit. Without a birth
-- whoever has more of the three rarest words comes before who fits better; with one the birth may outweigh a word.
-- `born`: null where no time is asked. `within`: books to keep to, null for the whole reach. `wanted`: 200 at most.
create or replace function search.residents(
    words3 text[], clans text[], words2 text[], words1 text[], born datemultirange, within int[], wanted int)
    returns table (place int, book_id int, id uuid, score real, why text[])
    language plpgsql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
    -- Its statements are the same whatever is asked: planning each anew took as long as they do.
    set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    books int[] := auth.view_books();
    sealed_to smallint := auth.clearance();
    -- A name has few words; a page of text is no name.
    word_count int := least(coalesce(cardinality(words3), 0), 12);
    -- Of each asked word: in how many names it is, how rare that makes it, what it may stand for in the vocabulary (apart
    -- by a space), and how sure.
    names int[] := '{}';
    rarity real[] := '{}';
    meant text[] := '{}';
    sureness real[] := '{}';
    near text[];
    seen int;
    sure real;
    -- The places of the three rarest words that stand for anything, rarest first, and what they stand for: they find
    -- spellings, the others rank. `common`: whether so many names hold the rarest that it does not find alone.
    finders int[];
    first text[];
    second text[];
    third text[];
    common boolean;
    -- What a pass demands beside the rarest word.
    also2 text[];
    also3 text[];
    one search.asked_word;
    two search.asked_word;
    three search.asked_word;
    lowest int;
    highest int;
    -- How many of the best spellings and of their people a pass reads; null for everybody: where a birth is asked, and
    -- where the books are so few that most spellings have nobody there.
    depth int;
    -- With how many people found a search is content with the words that it demands. With a birth a page, whatever page is
    -- asked for: they are ranked by name and birth together, so who is ranked must be the same for all pages.
    enough int;
    cut boolean;
    total real;
    asked_from date := lower(born);
    asked_to date := upper(born) - 1;
    whole boolean := born = datemultirange(range_merge(born));
    found_book int[];
    found_id uuid[];
    found_score real[];
    found_kind text[];
    found_born boolean[];
begin
    if within is not null then
        books := array(select unnest(books) intersect select unnest(within));
    end if;
    wanted := least(wanted, 200);
    enough := case when born is null then wanted else 20 end;
    if cardinality(books) = 0 or (word_count = 0 and born is null) or lower_inf(born) or upper_inf(born)
       or wanted is null or wanted <= 0
    then
        return;
    end if;
    if word_count = 0 then
        return query select * from search.residents_born(born, books, sealed_to, wanted);
        return;
    end if;

    for n in 1 .. word_count loop
        select array_agg(token.token), sum(token.names), 1.0 into near, seen, sure
        from registry.name_token as token where token.token in (words3[n], clans[n]);
        if near is null or n = word_count and length(words3[n]) >= 2 and seen < 3 then
            -- Unknown, or perhaps the beginning of a word still being typed.
            select array_agg(token.token), sum(token.names), 0.85 into near, seen, sure
            from registry.name_token as token
            where token.token = clans[n]
               or token.token between words3[n]
                  and case when length(words3[n]) >= 2 then words3[n] || chr(1114111) else words3[n] end;
        end if;
        if (near is null or seen < 3) and length(words3[n]) >= 3 then
            -- Perhaps mistyped, in the question or, where a word is hardly known, in a register. How alike is a setting of
            -- the operator, for the rest of the transaction: only a superuser could make it one of the function.
            perform set_config('pg_trgm.similarity_threshold', '0.4', true);
            select array_agg(close.token), sum(close.names), 0.6 into near, seen, sure
            from (
                select token.token, token.names
                from registry.name_token as token
                where token.token operator(extensions.%) words3[n] and abs(length(token.token) - length(words3[n])) <= 2
                order by extensions.similarity(token.token, words3[n]) desc, token.token
                limit 5
            ) as close;
        end if;
        names := names || coalesce(seen, 0);
        rarity := rarity || (1 / ln(2.8::float8 + coalesce(seen, 0)))::real;
        meant := meant || array_to_string(near, ' ');
        sureness := sureness || coalesce(sure, 0)::real;
    end loop;
    total := (select sum(weight) from unnest(rarity) as weight);
    finders := array(
        select n from generate_series(1, word_count) as n where meant[n] is not null order by rarity[n] desc, n limit 3);
    if cardinality(finders) = 0 then
        return;
    end if;
    one := (words1[finders[1]], words2[finders[1]], words3[finders[1]], clans[finders[1]],
            rarity[finders[1]], sureness[finders[1]]);
    two := (words1[finders[2]], words2[finders[2]], words3[finders[2]], clans[finders[2]],
            rarity[finders[2]], sureness[finders[2]]);
    three := (words1[finders[3]], words2[finders[3]], words3[finders[3]], clans[finders[3]],
            rarity[finders[3]], sureness[finders[3]]);
    first := string_to_array(meant[finders[1]], ' ');
    second := string_to_array(meant[finders[2]], ' ');
    third := string_to_array(meant[finders[3]], ' ');
    common := names[finders[1]] > 400;
    select min(book), max(book) into lowest, highest from unnest(books) as book;

    -- All of the three rarest words; while that is too little, without the third; then the rarest alone, which finds
    -- whatever the others find and is the only pass where few names hold it.
    for kept in reverse case when common then cardinality(finders) else 1 end .. 1 loop
        also2 := case when kept >= 2 then second else first end;
        also3 := case when kept >= 3 then third else first end;
        depth := case when born is null and cardinality(books) > 3 then wanted + 10 end;
        loop
            with best as materialized (
                select matched.name, matched.given_name, matched.score
                from (
                    select spelled.name, spelled.given_name, spelled.fit,
                           case when born is null then (spelled.held + spelled.fit) / cardinality(finders)
                                else spelled.fit end as score
                    from (
                        select spelling.name, spelling.given_name,
                               -- Of the second and the third word, the third for nothing without the second: a pass that
                               -- demands fewer words then adds behind what the one before has found.
                               case when tokens && second then 1 + coalesce((tokens && third)::int, 0) else 0 end as held,
                               (search.word_fit(k1, k2, tokens, one.word1, one.word2, one.word3, one.clan, first,
                                                one.sureness) * one.rarity
                                + coalesce(search.word_fit(k1, k2, tokens, two.word1, two.word2, two.word3, two.clan, second,
                                                           two.sureness) * two.rarity, 0)
                                + coalesce(search.word_fit(k1, k2, tokens, three.word1, three.word2, three.word3, three.clan,
                                                           third, three.sureness) * three.rarity, 0)
                                + case when word_count <= 3 then 0 else coalesce((
                                    select sum(search.word_fit(k1, k2, tokens, words1[n], words2[n], words3[n], clans[n],
                                                               string_to_array(meant[n], ' '), sureness[n]) * rarity[n])
                                    from generate_series(1, word_count) as n where n <> all (finders)), 0) end) / total
                               -- Words that the name has beyond the asked ones count a little against it.
                               - 0.02 * greatest(0, cardinality(tokens) - word_count) as fit
                        from registry.name_spelling as spelling
                        where tokens && first and tokens && also2 and tokens && also3
                        -- Of a word that thousands of names hold, those with the other words, then those that hold little
                        -- else: the name itself is among them.
                        order by held desc, cardinality(tokens)
                        limit 3000
                    ) as spelled
                ) as matched
                where matched.fit > 0
                -- Where all are read, their order is no matter yet.
                order by case when depth is not null then matched.score end desc,
                         case when depth is not null then matched.given_name end collate "vi-x-icu",
                         case when depth is not null then matched.name end collate "vi-x-icu"
                limit depth
            ), people as materialized (
                select fact.book_id, fact.resident_id, fact.kind, best.name, best.given_name,
                       case when born is null then best.score
                            else 0.7 * best.score + 0.3 * search.birth_fit(believed.born_ranges, believed.born_earliest,
                                believed.born_latest, born, asked_from, asked_to, whole) end::real as score,
                       coalesce(believed.born_ranges && born, false) as agrees
                from best
                cross join lateral (
                    select fact.book_id, fact.resident_id, fact.kind from registry.name_fact as fact
                    -- The first and the last book bound the index; each of the books by itself would be looked up anew.
                    where fact.name = best.name and fact.book_id between lowest and highest
                      and array_position(books, fact.book_id) is not null and fact.seal <= sealed_to
                    order by fact.book_id, fact.resident_id
                ) as fact
                cross join lateral (
                    select version.born_ranges, version.born_earliest, version.born_latest
                    from registry.resident_version as version
                    where (version.book_id, version.resident_id) = (fact.book_id, fact.resident_id)
                      and version.believed_to = 'infinity' and version.status <> 'withdrawn' and version.seal <= sealed_to
                    limit 1
                ) as believed
                limit depth
            ), page as (
                select * from (
                    -- Somebody with two names that match is found by the better.
                    select distinct on (people.book_id, people.resident_id) people.*
                    from people
                    order by people.book_id, people.resident_id, people.score desc,
                             people.given_name collate "vi-x-icu", people.name collate "vi-x-icu", people.kind
                ) as person
                -- In the order in which a pass reads, whatever number is wanted: pages of one search fit together.
                order by person.score desc, person.given_name collate "vi-x-icu", person.name collate "vi-x-icu",
                         person.book_id, person.resident_id
                limit greatest(wanted, enough)
            )
            select array_agg(page.book_id), array_agg(page.resident_id), array_agg(page.score), array_agg(page.kind),
                   array_agg(page.agrees),
                   (select count(*) from best) >= depth or (select count(*) from people) >= depth
            into found_book, found_id, found_score, found_kind, found_born, cut
            from page;
            exit when cut is not true or cardinality(found_id) >= wanted;
            depth := depth * 10;
        end loop;
        exit when cardinality(found_id) >= enough;
    end loop;

    return query
    select found.n::int, found.book_id, found.id, found.score,
           case when found.agrees then array['name.' || found.kind, 'born'] else array['name.' || found.kind] end
    from unnest(found_book, found_id, found_score, found_kind, found_born)
         with ordinality as found (book_id, id, score, kind, agrees, n)
    limit wanted;
end
$$;

drop function search.spellings(text[], text[], text[], text[], real[], real[], text[], int[], text[], text[], text[]);
