-- title: Two poverty classes in one review year
-- title_vi: Hai diện nghèo trong một năm rà soát
-- severity: warning
-- why: Both claim to hold at the same time; only the later is counted (R6.2).
-- why_vi: Hai diện cùng có hiệu lực; số liệu chỉ tính diện ghi sau.
-- remedy: Compare with the signed list; add the class that holds with the decision that ended the other.
-- remedy_vi: Đối chiếu danh sách đã ký; ghi diện đúng kèm quyết định chấm dứt diện kia.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select former.book_id, 'household' as subject, former.household_id::text as subject_id, 
       format('%s %s', former.id, latter.id) as key,
       jsonb_build_object('former', former.id, 'latter', latter.id) as facts,
       jsonb_build_object('review_year', former.review_year, 'former', former.class, 'latter', latter.class) as shown
from registry.poverty_status as former
join registry.poverty_status as latter using (book_id, household_id, review_year)
where former.book_id = $1::int
  and former.id < latter.id
  and former.class <> latter.class
  and former.valid_from < latter.valid_to
  and latter.valid_from < former.valid_to
