-- title: Something said of a sealed person lies open
-- title_vi: Dữ liệu của người được niêm phong bị để lộ
-- severity: critical
-- why: Row security hides a sealed person row by row; a row without the seal shows her to everybody of the commune
--   (F10).
-- why_vi: Cơ chế phân quyền ẩn từng dòng; dòng không có niêm phong sẽ lộ người này cho cả xã.
-- remedy: Call the administrator of the database at once; the rows get the person's seal, and the audit shows who
--   has read them.
-- remedy_vi: Báo ngay quản trị cơ sở dữ liệu; niêm phong các dòng đó và tra nhật ký xem ai đã đọc.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'resident' as subject, resident.id::text as subject_id, loose.place as key,
       jsonb_build_object('books', jsonb_agg(distinct loose.book_id), 'rows', count(*)) as facts,
       jsonb_build_object('books', jsonb_agg(distinct loose.book_id), 'place', loose.place, 'rows', count(*)) as shown
-- In every book the highest seal that any of them gave the person.
from (select person.id, max(person.seal) as seal
      from registry.resident as person where person.seal > 0
      group by person.id) as resident
join (
    select 'resident' as place, book_id, id as resident_id, seal from registry.resident
    union all
    select 'stay', book_id, resident_id, seal from registry.stay
    union all
    select 'name_fact', book_id, resident_id, seal from registry.name_fact
    union all
    select 'birth_fact', book_id, resident_id, seal from registry.birth_fact
    union all
    select 'attribute_fact', book_id, resident_id, seal from registry.attribute_fact
    union all
    select 'origin_claim', book_id, resident_id, seal from registry.origin_claim
    union all
    select 'paper_fact', book_id, resident_id, seal from registry.paper_fact
    union all
    select 'kin_fact', book_id, resident_id, seal from registry.kin_fact
    union all
    select 'choice', book_id, resident_id, seal from registry.choice
    union all
    select 'household_member', book_id, resident_id, seal from registry.household_member
    union all
    select 'life_event', book_id, resident_id, seal from registry.life_event
    union all
    select 'life_event_consequence', book_id, resident_id, seal from registry.life_event_consequence
    union all
    select 'personal_number', book_id, resident_id, seal from registry.personal_number
    union all
    select 'personal_number_event', book_id, resident_id, seal from registry.personal_number_event
    union all
    select 'resident_version', book_id, resident_id, seal from registry.resident_version
    union all
    select 'birth_year', book_id, resident_id, seal from registry.birth_year
    union all
    select 'import_record', book_id, resident_id, seal from registry.import_record
    union all
    select 'identity_case', book_id, resident_id, seal from registry.identity_case
    union all
    select 'case_event', event.book_id, known.resident_id, event.seal
    from registry.case_event as event
    join registry.identity_case as known on (known.book_id, known.id) = (event.book_id, event.case_id)
    union all
    select 'verification_request', book_id, resident_id, seal from registry.verification_request
    union all
    select 'verification_reminder', reminder.book_id, request.resident_id, reminder.seal
    from registry.verification_reminder as reminder
    join registry.verification_request as request on (request.book_id, request.id) = (reminder.book_id, reminder.request_id)
    union all
    select 'verification_reply', reply.book_id, request.resident_id, reply.seal
    from registry.verification_reply as reply
    join registry.verification_request as request on (request.book_id, request.id) = (reply.book_id, reply.request_id)
) as loose on loose.resident_id = resident.id
where loose.seal < resident.seal
group by resident.id, loose.place
