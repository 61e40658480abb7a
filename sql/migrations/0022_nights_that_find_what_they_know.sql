-- 0022_nights_that_find_what_they_know.sql: where a check sees in a book what it saw there the last time, nothing is compared.
--
-- Of a settled district's findings nearly all are carried from night to night. Comparing one cost 14 µs, and with the
-- district's 40,000 a tenth of the night; a digest of what was seen tells the same for a book at once.

set local role sogoc_owner;

-- What the check saw in the book at `digest_of`: the sum of its rows' sha256 (FindingDigest), null where nobody has told
-- yet. It is of use only while that is also the last recording's instant (`as_of`). The version of the check's text and
-- who was sealed then decide severity and seal of what was found.
alter table jobs.check_mark
    add column digest    bytea check (length(digest) = 32),
    add column digest_of timestamptz,
    add column version   int,
    add column seals     bytea check (length(seals) = 32),
    add constraint check_mark_digest_whole check (num_nulls(digest, digest_of, version, seals) in (0, 4));

-- Counted without the table.
drop index registry.finding_standing;
create index finding_standing on registry.finding (check_name, book_id) include (seal, waived_until)
    where resolved_at is null;

reset role;
set local role sogoc_finding;

-- Carries what stands where a complete run saw exactly what was recorded the last time, and answers those books; the others
-- are for finding.record, in the same transaction, which then has their digests remembered already. `digests` and `counts`
-- run beside `complete`: the digest of what was seen in the book, and of how many rows.
--
-- A book is not settled, whatever its digest, where the check has another text, somebody was sealed or unsealed, a waiver's
-- day has passed, or another number of findings stands than was seen: there is something to write down.
create function finding.settle(
    run bigint, check_name text, version int, complete int[], as_of timestamptz, digests bytea[], counts bigint[])
    returns table (book_id int, carried bigint)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    recorded_at timestamptz := jobs.now();
    today date := jobs.today();
    sealed bytea := (
        select sha256(convert_to(coalesce(string_agg(who.id || ' ' || who.seal, ',' order by who.id, who.seal), ''), 'UTF8'))
        from (
            select resident.id, resident.seal from registry.resident where resident.seal > 0
            union
            select member.household_id, resident.seal
            from registry.resident
            join registry.household_member as member
                on (member.book_id, member.resident_id) = (resident.book_id, resident.id) and member.valid_to = 'infinity'
            where resident.seal > 0
        ) as who);
    settled int[];
begin
    insert into jobs.check_mark (name, book_id, as_of, run_id, at)
    select settle.check_name, book, '-infinity', settle.run, recorded_at
    from unnest(settle.complete) as book
    order by book
    on conflict do nothing;
    -- One recorder at a time for a check and a book, as in finding.record; which also refuses one that was overtaken.
    perform from jobs.check_mark as mark
    where mark.name = settle.check_name and mark.book_id = any (settle.complete)
    order by mark.book_id
    for update;
    if exists (
        select from jobs.check_mark as mark
        where mark.name = settle.check_name and mark.book_id = any (settle.complete) and mark.as_of > settle.as_of)
    then
        return;
    end if;

    select coalesce(array_agg(same.book_id), '{}') into settled
    from (
        select given.book_id
        from unnest(settle.complete, settle.digests, settle.counts) as given (book_id, digest, count)
        join jobs.check_mark as mark on mark.name = settle.check_name and mark.book_id = given.book_id
        left join registry.finding as standing
            on standing.check_name = settle.check_name and standing.book_id = given.book_id and standing.resolved_at is null
        where mark.digest = given.digest and mark.digest_of = mark.as_of and mark.version = settle.version
          and mark.seals = sealed
        group by given.book_id, given.count
        having count(standing.check_name) = given.count and (bool_or(standing.waived_until < today) is not true)
    ) as same;

    insert into registry.finding_trend as stored
        (book_id, check_name, run_id, night, seal, opened, reopened, healed, carried)
    select counted.book_id, settle.check_name, settle.run, today, counted.seal, 0, 0, 0, sum(counted.carried)
    from (
        select standing.book_id, standing.seal, count(*) as carried
        from registry.finding as standing
        where standing.check_name = settle.check_name and standing.book_id = any (settled) and standing.resolved_at is null
        group by standing.book_id, standing.seal
        union all
        select book, 0::smallint, 0 from unnest(settled) as book
    ) as counted
    group by counted.book_id, counted.seal
    on conflict on constraint finding_trend_pkey do update set carried = excluded.carried;

    update jobs.check_mark as mark
    set digest = given.digest, digest_of = settle.as_of, version = settle.version, seals = sealed,
        as_of = case when mark.book_id = any (settled) then settle.as_of else mark.as_of end,
        run_id = case when mark.book_id = any (settled) then settle.run else mark.run_id end,
        at = case when mark.book_id = any (settled) then recorded_at else mark.at end
    from unnest(settle.complete, settle.digests) as given (book_id, digest)
    where mark.name = settle.check_name and mark.book_id = given.book_id;

    return query
    select given.book_id, given.count
    from unnest(settle.complete, settle.counts) as given (book_id, count)
    where given.book_id = any (settled);
end
$$;
grant execute on function finding.settle(bigint, text, int, int[], timestamptz, bytea[], bigint[]) to sogoc_jobs;
