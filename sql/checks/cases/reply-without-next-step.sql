-- title: A reply after which nothing was done
-- title_vi: Đã có trả lời mà không có bước tiếp theo
-- severity: warning
-- why: "Nobody of that name here" is where the work begins: the next name or place was to be asked within days (B3).
-- why_vi: “Không có người nào như vậy ở đây” chưa phải là hết: phải hỏi tên hoặc nơi tiếp theo trong vài ngày.
-- remedy: Ask the next question that the case proposes, go on with evidence, or propose a decision.
-- remedy_vi: Hỏi câu tiếp theo mà hồ sơ đề xuất, chuyển sang thu thập chứng cứ, hoặc đề xuất quyết định.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id, known.id::text as key,
       jsonb_build_object('since', known.since) as facts,
       jsonb_build_object('since', known.since, 'due_on', known.due_on) as shown
from registry.identity_case as known
where known.book_id = $1::int
  and known.state = 'replied'
  and known.due_on < (select jobs.today())
