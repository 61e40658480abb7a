-- title: A place has answered, and no scan of its letter is kept
-- title_vi: Nơi được hỏi đã trả lời nhưng chưa có bản chụp công văn
-- severity: info
-- why: The answer counts for or against the person, and nobody can read it again as it was written (B3).
-- why_vi: Trả lời được tính điểm cho hồ sơ nhưng không ai xem lại được nguyên văn.
-- remedy: Scan the letter and add the file to the reply.
-- remedy_vi: Chụp công văn trả lời và đính kèm tệp.
-- slice: book
-- clock: no
-- budget: 5 s, 200000 rows
select reply.book_id, 'resident' as subject, request.resident_id::text as subject_id, reply.id::text as key,
       jsonb_build_object('outcome', reply.outcome) as facts,
       jsonb_build_object('number', request.number, 'outcome', reply.outcome, 'received_on', reply.received_on) as shown
from registry.verification_reply as reply
join registry.verification_request as request on (request.book_id, request.id) = (reply.book_id, reply.request_id)
left join registry.verification_reply_file as file
    on (file.book_id, file.request_id, file.reply_id) = (reply.book_id, reply.request_id, reply.id)
where reply.book_id = $1::int
  and file.reply_id is null
  -- Of these nothing came back on paper.
  and reply.outcome not in ('NO_REPLY', 'WITHDRAWN')
  and request.channel <> 'system'
