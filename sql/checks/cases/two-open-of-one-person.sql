-- title: Two open cases of one person
-- title_vi: Một người có hai hồ sơ đang mở
-- severity: serious
-- why: Two communes verify the same person and may decide differently; a book allows one, but no other commune's.
-- why_vi: Hai xã cùng xác minh một người và có thể quyết định khác nhau.
-- remedy: The district has one of them withdrawn: where the person does not live any more.
-- remedy_vi: Huyện cho rút một hồ sơ: nơi người đó không còn ở.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with opened as (
    select known.resident_id, array_agg(known.book_id order by known.book_id) as books
    from registry.identity_case as known
    where known.state not in ('closed', 'withdrawn')
    group by known.resident_id
    having count(*) > 1
)
select side.book_id, 'resident' as subject, opened.resident_id::text as subject_id, '' as key,
       jsonb_build_object('books', opened.books) as facts, jsonb_build_object('books', opened.books) as shown
from opened
cross join lateral (select unnest(opened.books) union all select null) as side (book_id)
