-- title: Two births that exclude each other, and nobody has decided
-- title_vi: Hai ngày sinh trái nhau, chưa ai quyết định
-- severity: warning
-- why: Two sources give days of which none is in both; the first one counts only because it came first (A9).
-- why_vi: Hai nguồn cho các ngày sinh không trùng nhau; ngày đang dùng chỉ vì được ghi trước.
-- remedy: Compare the sources and choose one, with the reason.
-- remedy_vi: Đối chiếu các nguồn rồi chọn một, ghi rõ lý do.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select birth.book_id, 'resident' as subject, birth.resident_id::text as subject_id, '' as key,
       jsonb_build_object('birth_facts', jsonb_agg(other.id order by other.id)) as facts,
       jsonb_build_object('current', min(birth.born_earliest), 'others', jsonb_agg(other.earliest order by other.id)) as shown
from registry.birth_now as birth
join registry.birth_fact as other using (book_id, resident_id)
where birth.book_id = $1::int
  and not other.candidates && birth.born_ranges
  and not exists (
      select from registry.choice
      where (choice.book_id, choice.resident_id) = (birth.book_id, birth.resident_id) and choice.attribute = 'birth')
group by birth.book_id, birth.resident_id
