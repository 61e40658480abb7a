-- title: A relation to the head that the sex rules out
-- title_vi: Quan hệ với chủ hộ trái với giới tính
-- severity: warning
-- why: A wife who is a man, a mother who is a man, a son-in-law who is a woman: relation or sex was mistyped.
-- why_vi: Vợ là nam, mẹ là nam, con rể là nữ: ghi sai quan hệ hoặc giới tính.
-- remedy: Ask the household, and correct what is wrong.
-- remedy_vi: Hỏi hộ và sửa chỗ sai.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select resident.book_id, 'resident' as subject, resident.resident_id::text as subject_id, '' as key,
       jsonb_build_object('relation', resident.relation, 'sex', resident.sex) as facts,
       jsonb_build_object('relation', relation.name_vi, 'sex', resident.sex) as shown
from registry.resident_now as resident
join registry.relation on relation.code = resident.relation
where resident.book_id = $1::int
  and resident.sex <> case when resident.relation in ('02', '06', '09', '13') then 'F'
                           when resident.relation in ('03', '07', '08', '12') then 'M' end
