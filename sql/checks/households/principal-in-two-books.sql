-- title: The principal household of one person in two communes
-- title_vi: Một người thuộc hộ chính ở hai xã
-- severity: serious
-- why: Within a book a constraint refuses it; across books the person counts in two households (A6).
-- why_vi: Trong một sổ thì ràng buộc không cho; ở hai sổ thì người này bị tính ở hai hộ.
-- remedy: The district asks where the person lives; the other commune ends the membership.
-- remedy_vi: Huyện hỏi rõ nơi ở; xã kia kết thúc tư cách thành viên.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with doubled as (
    select member.resident_id, array_agg(distinct member.book_id) as books
    from registry.household_member as member
    where member.principal
      and member.valid_to = 'infinity'
    group by member.resident_id
    having count(*) > 1
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
