-- title: A verification request whose letter was not issued
-- title_vi: Công văn xác minh chưa phát hành
-- severity: warning
-- why: The case waits for an answer to a letter that nobody sent: its bytes are kept when it is issued (B11).
-- why_vi: Hồ sơ chờ trả lời một công văn chưa gửi; nội dung chỉ được lưu khi phát hành.
-- remedy: Issue the letter and send it.
-- remedy_vi: Phát hành công văn và gửi đi.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select request.book_id, 'resident' as subject, request.resident_id::text as subject_id, request.id::text as key,
       jsonb_build_object('number', request.number) as facts, jsonb_build_object('number', request.number) as shown
from registry.verification_request_now as request
left join registry.letter on (letter.book_id, letter.request_id) = (request.book_id, request.id)
where request.book_id = $1::int
  and letter.request_id is null
  and request.is_open
  and request.reply_id is null
