-- title: Somebody who is her own forebear
-- title_vi: Một người là tổ tiên của chính mình
-- severity: critical
-- why: A ring of parents: at least one of the links is the wrong way round.
-- why_vi: Quan hệ cha mẹ thành vòng: ít nhất một quan hệ bị ghi ngược.
-- remedy: The district asks the family, and has the wrong link corrected.
-- remedy_vi: Huyện hỏi gia đình và cho sửa quan hệ sai.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with recursive link as materialized (
    select distinct link.book_id, link.child_id, link.parent_id from registry.parent_now as link
),
above (book_id, start_id, forebear_id) as (
    select link.book_id, link.child_id, link.parent_id from link
    -- A pair that is there already is not taken again: that ends it in a ring.
    union
    select above.book_id, above.start_id, link.parent_id
    from above
    join link on link.child_id = above.forebear_id
)
select above.book_id, 'resident' as subject, above.start_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, '{}'::jsonb as shown
from above
where above.forebear_id = above.start_id
