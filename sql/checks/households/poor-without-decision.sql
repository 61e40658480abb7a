-- title: Poor or near-poor without a decision
-- title_vi: Hộ nghèo, cận nghèo không có quyết định
-- severity: warning
-- why: The class holds by a decision of the commune's chair only (R6.2); without its number no aid can be paid.
-- why_vi: Hộ nghèo, cận nghèo phải có quyết định của Chủ tịch UBND xã; thiếu số thì không chi được hỗ trợ.
-- remedy: Add the decision's number from the list that was signed.
-- remedy_vi: Bổ sung số quyết định theo danh sách đã ký.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select status.book_id, 'household' as subject, status.household_id::text as subject_id, status.id::text as key,
       jsonb_build_object('poverty_status', status.id) as facts,
       jsonb_build_object('class', status.class, 'review_year', status.review_year) as shown
from registry.poverty_status as status
where status.book_id = $1::int
  and status.class in ('POOR', 'NEAR_POOR')
  and status.decision_no is null
