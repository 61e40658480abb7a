-- title: One person with two birth certificates
-- title_vi: Một người có hai giấy khai sinh
-- severity: serious
-- why: The constraint holds within a book only; two certificates become two identities (C6).
-- why_vi: Ràng buộc chỉ giữ trong một sổ; hai giấy khai sinh sẽ thành hai nhân thân.
-- remedy: The district decides which stands; the other is revoked by that decision.
-- remedy_vi: Huyện quyết định giấy nào đúng; thu hồi giấy kia.
-- slice: register
-- clock: no
-- budget: 30 s, 20000 rows
with doubled as (
    select certificate.resident_id, count(*) as certificates, array_agg(distinct certificate.book_id) as books
    from registry.birth_certificate as certificate
    where certificate.revoked_on is null
    group by certificate.resident_id
    having count(*) > 1
)
select side.book_id, 'resident' as subject, doubled.resident_id::text as subject_id, '' as key,
       jsonb_build_object('certificates', doubled.certificates) as facts,
       jsonb_build_object('certificates', doubled.certificates, 'books', doubled.books) as shown
from doubled
cross join lateral (select unnest(doubled.books) as book_id union all select null) as side
