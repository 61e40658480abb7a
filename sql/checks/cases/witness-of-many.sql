-- title: A witness for more people than one can know so well
-- title_vi: Làm chứng cho quá nhiều người
-- severity: warning
-- why: Within twelve months somebody has made more statements than the district's limit; perhaps a favour, perhaps a trade
--   (B6).
-- why_vi: Trong mười hai tháng, một người làm chứng nhiều hơn mức huyện đặt; có thể do nể nang hoặc vụ lợi.
-- remedy: Ask the witness how he knows each of them; set aside what does not hold.
-- remedy_vi: Hỏi người làm chứng quen biết từng người thế nào; loại lời làm chứng không đứng vững.
-- slice: register
-- clock: yes
-- budget: 60 s, 20000 rows
with said as (
    select attestation.witness_id, count(*) as statements, array_agg(distinct attestation.witness_book_id) as books
    from registry.attestation
    where attestation.stated_on > ((select jobs.today()) - interval '12 months')::date
    group by attestation.witness_id
)
select side.book_id, 'resident' as subject, said.witness_id::text as subject_id, '' as key,
       jsonb_build_object('statements', said.statements) as facts,
       jsonb_build_object('statements', said.statements, 'limit', setting.value) as shown
from said
join registry.parameter as setting on setting.key = 'witness.max_statements'
cross join lateral (select unnest(said.books) union all select null) as side (book_id)
where said.witness_id is not null and said.statements > setting.value
