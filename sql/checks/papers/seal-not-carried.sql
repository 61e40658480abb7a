-- title: A sealed person's papers lie open
-- title_vi: Giấy tờ của người được niêm phong bị để lộ
-- severity: critical
-- why: Row security hides a sealed person row by row; a card, an account, a certificate, a correction, a move or a visit
--   without the seal shows her to everybody of the commune (F10).
-- why_vi: Cơ chế phân quyền ẩn từng dòng; thẻ, tài khoản, giấy khai sinh, đính chính, việc chuyển nơi cư trú hay lượt đến hộ
--   không có niêm phong sẽ lộ người này cho cả xã.
-- remedy: Call the administrator of the database at once; the rows get the person's seal, and the audit shows who has
--   read them.
-- remedy_vi: Báo ngay quản trị cơ sở dữ liệu; niêm phong các dòng đó và tra nhật ký xem ai đã đọc.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'resident' as subject, sealed.id::text as subject_id, loose.place as key,
       jsonb_build_object('rows', count(*)) as facts,
       jsonb_build_object('books', jsonb_agg(distinct loose.book_id), 'place', loose.place, 'rows', count(*)) as shown
from (select resident.id, max(resident.seal) as seal from registry.resident where resident.seal > 0
      group by resident.id) as sealed
join (
    select 'card' as place, book_id, resident_id, seal from registry.card
    union all
    select 'card_event', event.book_id, card.resident_id, event.seal
    from registry.card_event as event
    join registry.card on (card.book_id, card.id) = (event.book_id, event.card_id)
    union all
    select 'e_identity', book_id, resident_id, seal from registry.e_identity
    union all
    select 'e_identity_event', event.book_id, account.resident_id, event.seal
    from registry.e_identity_event as event
    join registry.e_identity as account on (account.book_id, account.id) = (event.book_id, event.identity_id)
    union all
    select 'e_identity_phone', said.book_id, account.resident_id, said.seal
    from registry.e_identity_phone as said
    join registry.e_identity as account on (account.book_id, account.id) = (said.book_id, said.identity_id)
    union all
    select 'birth_certificate', book_id, resident_id, seal from registry.birth_certificate
    union all
    select 'correction', book_id, resident_id, seal from registry.correction
    union all
    select 'correction_document', document.book_id, correction.resident_id, document.seal
    from registry.correction_document as document
    join registry.correction on (correction.book_id, correction.id) = (document.book_id, document.correction_id)
    union all
    select 'identity_certificate', book_id, resident_id, seal from registry.identity_certificate
    union all
    -- Also in the book that the person has not come to yet.
    select 'transfer', book_id, resident_id, seal from registry.transfer
    union all
    select 'transfer_event', event.book_id, transfer.resident_id, event.seal
    from registry.transfer_event as event
    join registry.transfer on (transfer.book_id, transfer.id) = (event.book_id, event.transfer_id)
    union all
    select 'visit_person', book_id, resident_id, seal from registry.visit_person
) as loose on loose.resident_id = sealed.id
where loose.seal < sealed.seal
group by sealed.id, loose.place
