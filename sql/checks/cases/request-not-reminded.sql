-- title: An overdue request that nobody has reminded
-- title_vi: Công văn quá hạn chưa được nhắc
-- severity: warning
-- why: The place has not answered in time, and nobody has asked again (B2).
-- why_vi: Nơi được hỏi chưa trả lời đúng hạn và chưa ai nhắc lại.
-- remedy: Remind the place, or record that it does not answer and ask the next.
-- remedy_vi: Nhắc công văn, hoặc ghi “chưa trả lời” và hỏi nơi tiếp theo.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select request.book_id, 'resident' as subject, request.resident_id::text as subject_id, request.id::text as key,
       jsonb_build_object('due_on', request.due_on) as facts,
       jsonb_build_object('number', request.number, 'due_on', request.due_on, 'province', request.province) as shown
from registry.verification_request_now as request
where request.book_id = $1::int
  and request.is_open
  and request.outcome is null
  and request.reminders = 0
  and request.due_on < (select jobs.today())
