-- title: The spouse of two people at one time
-- title_vi: Là vợ hoặc chồng của hai người cùng lúc
-- severity: warning
-- why: Two people name the same one as wife or husband: a former marriage was not ended, or the wrong person was
--   picked.
-- why_vi: Hai người cùng khai một người là vợ hoặc chồng: hôn nhân cũ chưa chấm dứt hoặc chọn nhầm người.
-- remedy: Ask the three of them; correct the statement that is wrong.
-- remedy_vi: Hỏi cả ba người; sửa lời khai sai.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with named as (
    -- Whoever moved was named in each of the books.
    select kin.kin_id, array_agg(distinct kin.kin_book_id) as books, array_agg(distinct kin.resident_id) as residents
    from registry.kin_now as kin
    join registry.resident_now as resident using (book_id, resident_id)
    where kin.kind = 'spouse'
    group by kin.kin_id
    having count(distinct kin.resident_id) > 1
)
select side.book_id, 'resident' as subject, named.kin_id::text as subject_id, '' as key,
       jsonb_build_object('spouses', cardinality(named.residents)) as facts,
       case when side.book_id is null then jsonb_build_object('residents', named.residents)
            else jsonb_build_object('spouses', cardinality(named.residents)) end as shown
from named
cross join lateral (select unnest(named.books) union all select null) as side (book_id)
