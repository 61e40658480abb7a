-- title: One person with two confirmed numbers
-- title_vi: Một người có hai số định danh đang hiệu lực
-- severity: critical
-- why: Two numbers become two cards; the database refuses this, so it was written past it.
-- why_vi: Hai số sẽ thành hai thẻ; cơ sở dữ liệu đã chặn, nên đây là ghi ngoài quy trình.
-- remedy: The district asks which number the national data has; the other is cancelled with the decision.
-- remedy_vi: Huyện đối chiếu dữ liệu quốc gia; số kia hủy kèm quyết định.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with doubled as (
    select known.resident_id, count(*) as numbers, array_agg(distinct known.book_id) as books
    from registry.personal_number as known
    where known.state = 'confirmed'
    group by known.resident_id
    having count(*) > 1
)
select side.book_id, 'resident' as subject, doubled.resident_id::text as subject_id, '' as key,
       jsonb_build_object('numbers', doubled.numbers) as facts,
       jsonb_build_object('numbers', doubled.numbers, 'books', doubled.books) as shown
from doubled
cross join lateral (select unnest(doubled.books) as book_id union all select null) as side
