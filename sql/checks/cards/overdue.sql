-- title: A card is not made in its time
-- title_vi: Cấp thẻ quá thời hạn
-- severity: warning
-- why: A card is due within seven working days of the complete dossier (R2.5).
-- why_vi: Thẻ phải được cấp trong 7 ngày làm việc kể từ khi đủ hồ sơ.
-- remedy: Approve or refuse the request; ask the printer where the batch is.
-- remedy_vi: Duyệt hoặc từ chối đề nghị; hỏi nơi in về đợt in.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       jsonb_build_object('due_on', card.due_on) as facts,
       jsonb_build_object('due_on', card.due_on, 'state', card.state) as shown
from registry.card
where card.book_id = $1::int
  and card.state in ('requested', 'approved')
  and card.due_on < (select jobs.today())
