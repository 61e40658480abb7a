-- title: What is believed of a person's number disagrees with the numbers
-- title_vi: Bản hiển thị về số định danh không khớp
-- severity: serious
-- why: The count of those without a number, by which the campaign is steered, is wrong.
-- why_vi: Số người chưa có số định danh, căn cứ điều hành chiến dịch, bị sai.
-- remedy: Have the versions of the resident written anew (derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select version.book_id, 'resident' as subject, version.resident_id::text as subject_id, '' as key,
       jsonb_build_object('has_number', version.has_number) as facts,
       jsonb_build_object('has_number', version.has_number) as shown
from registry.resident_version as version
left join (
    select known.book_id, known.resident_id from registry.personal_number as known
    where known.book_id = $1::int
      and known.state = 'confirmed'
) as numbered using (book_id, resident_id)
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and version.has_number <> (numbered.resident_id is not null)
