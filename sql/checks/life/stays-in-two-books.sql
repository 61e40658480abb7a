-- title: One person living in two communes
-- title_vi: Một người đang cư trú ở hai xã
-- severity: serious
-- why: The person counts twice in the district; a mover counts once (E4).
-- why_vi: Người này bị tính hai lần trong huyện; người chuyển đi chỉ được tính một lần.
-- remedy: The district asks where the person lives; the other commune closes the stay by transfer.
-- remedy_vi: Huyện hỏi rõ nơi ở; xã kia đóng cư trú do chuyển đi.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with doubled as (
    select stay.resident_id, array_agg(distinct stay.book_id) as books
    from registry.stay
    where stay.closed_on is null
    group by stay.resident_id
    having count(distinct stay.book_id) > 1
)
select side.book_id, 'resident' as subject, doubled.resident_id::text as subject_id, '' as key,
       jsonb_build_object('books', cardinality(doubled.books)) as facts,
       side.shown
from doubled
-- Which books they are only the district reads.
cross join lateral (
    select unnest(doubled.books) as book_id, '{}'::jsonb as shown
    union all
    select null, jsonb_build_object('books', doubled.books)
) as side
