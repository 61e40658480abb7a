-- title: A sealed person named as somebody's kin
-- title_vi: Người được niêm phong bị nêu tên trong quan hệ gia đình
-- severity: critical
-- why: Whoever may see the one reads of the other: the statement carries a lower seal than the person it names (F10).
-- why_vi: Ai xem được người này thì biết người kia: dòng quan hệ niêm phong thấp hơn người được nêu.
-- remedy: Call the administrator of the database; the statement gets the seal of the person it names.
-- remedy_vi: Báo quản trị cơ sở dữ liệu; niêm phong dòng quan hệ như người được nêu.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'resident' as subject, named.id::text as subject_id, fact.id::text as key,
       jsonb_build_object('kin_fact', fact.id) as facts,
       jsonb_build_object('said_of', fact.resident_id, 'book', fact.book_id, 'kind', fact.kind) as shown
from registry.kin_fact as fact
join registry.resident as named on (named.book_id, named.id) = (fact.kin_book_id, fact.kin_id)
where named.seal > fact.seal
