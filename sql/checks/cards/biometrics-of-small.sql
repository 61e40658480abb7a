-- title: Biometrics were captured of a child under six
-- title_vi: Đã thu nhận sinh trắc học của trẻ dưới 6 tuổi
-- severity: serious
-- why: The law takes no face, fingerprint or iris of children under six (R2.2).
-- why_vi: Luật không thu nhận khuôn mặt, vân tay, mống mắt của trẻ dưới 6 tuổi.
-- remedy: Ask who captured what; correct the child's birth if it is wrong, and report the capture if it is right.
-- remedy_vi: Hỏi lại người thu nhận; sửa ngày sinh nếu sai, báo cáo việc thu nhận nếu đúng.
-- slice: book
-- clock: no
-- budget: 20 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       '{}'::jsonb as facts, jsonb_build_object('requested_on', card.requested_on) as shown
from registry.card
join registry.resident_version as version
    on (version.book_id, version.resident_id) = (card.book_id, card.resident_id) and version.believed_to = 'infinity'
where card.book_id = $1::int
  and 'yes' in (card.face, card.fingerprints, card.iris)
  and registry.reached(6, version.born_earliest, version.born_latest, card.requested_on) is false
