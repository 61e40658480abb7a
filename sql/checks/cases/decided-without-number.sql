-- title: Identified a month ago, and still without a number
-- title_vi: Đã xác định người hơn một tháng mà chưa có số định danh
-- severity: warning
-- why: The decision was made and nobody has brought the number: without it there is no card (C9).
-- why_vi: Đã có quyết định nhưng chưa ai nhập số; thiếu số thì không cấp được thẻ.
-- remedy: Ask the district for the number, and enter it with its document.
-- remedy_vi: Đề nghị huyện cấp số và nhập kèm văn bản.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id, known.id::text as key,
       jsonb_build_object('decided_on', known.since) as facts,
       jsonb_build_object('decided_on', known.since, 'due_on', known.due_on) as shown
from registry.identity_case as known
where known.book_id = $1::int
  and known.state = 'decided'
  and known.outcome = 'identified'
  and known.since < (select jobs.today()) - 30
