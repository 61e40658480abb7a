-- title: What a sealed person's case rests on lies open
-- title_vi: Chứng cứ trong hồ sơ của người được niêm phong bị để lộ
-- severity: critical
-- why: Row security hides a sealed person row by row; evidence, a statement or a letter without the seal shows her to
--   everybody of the commune (F10).
-- why_vi: Cơ chế phân quyền ẩn từng dòng; chứng cứ, lời làm chứng, công văn không có niêm phong sẽ lộ người này cho cả xã.
-- remedy: Call the administrator of the database at once; the rows get the person's seal, and the audit shows who has
--   read them.
-- remedy_vi: Báo ngay quản trị cơ sở dữ liệu; niêm phong các dòng đó và tra nhật ký xem ai đã đọc.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'resident' as subject, resident.id::text as subject_id, loose.place as key,
       jsonb_build_object('rows', count(*)) as facts,
       jsonb_build_object('books', jsonb_agg(distinct loose.book_id), 'place', loose.place, 'rows', count(*)) as shown
-- In every book the highest seal that any of them gave the person.
from (select person.id, max(person.seal) as seal
      from registry.resident as person where person.seal > 0
      group by person.id) as resident
join (
    select 'evidence' as place, book_id, resident_id, seal from registry.evidence
    union all
    select 'evidence_file', file.book_id, evidence.resident_id, file.seal
    from registry.evidence_file as file
    join registry.evidence on (evidence.book_id, evidence.id) = (file.book_id, file.evidence_id)
    union all
    select 'attestation', book_id, resident_id, seal from registry.attestation
    union all
    select 'set_aside', aside.book_id, evidence.resident_id, aside.seal
    from registry.set_aside as aside
    join registry.evidence on (evidence.book_id, evidence.id) = (aside.book_id, aside.evidence_id)
    union all
    select 'set_aside', aside.book_id, attestation.resident_id, aside.seal
    from registry.set_aside as aside
    join registry.attestation on (attestation.book_id, attestation.id) = (aside.book_id, aside.attestation_id)
    union all
    select 'letter', letter.book_id, request.resident_id, letter.seal
    from registry.letter
    join registry.verification_request as request on (request.book_id, request.id) = (letter.book_id, letter.request_id)
    union all
    select 'reply_file', file.book_id, request.resident_id, file.seal
    from registry.verification_reply_file as file
    join registry.verification_request as request on (request.book_id, request.id) = (file.book_id, file.request_id)
    union all
    select 'decision', book_id, resident_id, seal from registry.decision
    union all
    select 'decision_basis', basis.book_id, decision.resident_id, basis.seal
    from registry.decision_basis as basis
    join registry.decision on (decision.book_id, decision.id) = (basis.book_id, basis.decision_id)
) as loose on loose.resident_id = resident.id
where loose.seal < resident.seal
group by resident.id, loose.place
