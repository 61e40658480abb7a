-- title: A paper with the confirmed number of somebody else
-- title_vi: Giấy tờ ghi số định danh đã xác nhận của người khác
-- severity: serious
-- why: A number was confirmed for one person and stands on another's paper: one of the two will be refused a card.
-- why_vi: Số đã xác nhận cho một người lại có trên giấy tờ của người khác: một trong hai sẽ không được cấp thẻ.
-- remedy: The district looks at both papers; it is one person twice, a wrong copy, or a wrong confirmation.
-- remedy_vi: Huyện xem cả hai giấy tờ: một người ghi hai lần, chép sai, hoặc xác nhận sai.
-- slice: register
-- clock: no
-- budget: 60 s, 200000 rows
with pair as materialized (
    -- The few first: whose papers they are is asked of these alone.
    select paper.book_id, paper.resident_id, paper.id,
           holder.book_id as holder_book, holder.resident_id as holder_id, holder.seal as holder_seal
    from registry.paper_fact as paper
    join registry.personal_number as holder using (number)
    where holder.resident_id <> paper.resident_id
),
crossed as (
    select id as paper_id, book_id as paper_book, resident_id as paper_of, claim.seal as paper_seal,
           pair.holder_book, pair.holder_id, pair.holder_seal
    from pair
    join registry.claimed_number as claim using (book_id, resident_id, id)
)
-- Each side reads its own part, unless the other is sealed higher; the district reads both.
select crossed.paper_book as book_id, 'resident' as subject, crossed.paper_of::text as subject_id, crossed.paper_id::text as key,
       jsonb_build_object('paper', crossed.paper_id) as facts, jsonb_build_object('side', 'paper') as shown
from crossed
where crossed.paper_seal >= crossed.holder_seal
union all
select crossed.holder_book, 'resident', crossed.holder_id::text, crossed.paper_id::text,
       jsonb_build_object('paper', crossed.paper_id), jsonb_build_object('side', 'confirmed')
from crossed
where crossed.holder_seal >= crossed.paper_seal
union all
select null, 'resident',
       case when crossed.holder_seal > crossed.paper_seal then crossed.holder_id else crossed.paper_of end::text,
       crossed.paper_id::text, jsonb_build_object('paper', crossed.paper_id),
       jsonb_build_object('paper_of', crossed.paper_of, 'confirmed_for', crossed.holder_id)
from crossed
