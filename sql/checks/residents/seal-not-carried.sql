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
       jsonb_build_object('books', jsonb_agg(distinct resident.book_id), 'rows', count(*)) as facts,
       jsonb_build_object('books', jsonb_agg(distinct resident.book_id), 'place', loose.place, 'rows', count(*)) as shown
from registry.resident
cross join lateral (
    select 'stay' as place, book_id, resident_id, seal from registry.stay
    where (stay.book_id, stay.resident_id) = (resident.book_id, resident.id)
    union all
    select 'name_fact', book_id, resident_id, seal from registry.name_fact as fact
    where (fact.book_id, fact.resident_id) = (resident.book_id, resident.id)
    union all
    select 'birth_fact', book_id, resident_id, seal from registry.birth_fact as fact
    where (fact.book_id, fact.resident_id) = (resident.book_id, resident.id)
    union all
    select 'attribute_fact', book_id, resident_id, seal from registry.attribute_fact as fact
    where (fact.book_id, fact.resident_id) = (resident.book_id, resident.id)
    union all
    select 'origin_claim', book_id, resident_id, seal from registry.origin_claim as fact
    where (fact.book_id, fact.resident_id) = (resident.book_id, resident.id)
    union all
    select 'paper_fact', book_id, resident_id, seal from registry.paper_fact as fact
    where (fact.book_id, fact.resident_id) = (resident.book_id, resident.id)
    union all
    select 'kin_fact', book_id, resident_id, seal from registry.kin_fact as fact
    where (fact.book_id, fact.resident_id) = (resident.book_id, resident.id)
    union all
    select 'choice', book_id, resident_id, seal from registry.choice as fact
    where (fact.book_id, fact.resident_id) = (resident.book_id, resident.id)
    union all
    select 'household_member', book_id, resident_id, seal from registry.household_member as member
    where (member.book_id, member.resident_id) = (resident.book_id, resident.id)
    union all
    select 'life_event', book_id, resident_id, seal from registry.life_event as event
    where (event.book_id, event.resident_id) = (resident.book_id, resident.id)
    union all
    select 'life_event_consequence', book_id, resident_id, seal from registry.life_event_consequence as consequence
    where (consequence.book_id, consequence.resident_id) = (resident.book_id, resident.id)
    union all
    select 'personal_number', book_id, resident_id, seal from registry.personal_number as known
    where (known.book_id, known.resident_id) = (resident.book_id, resident.id)
    union all
    select 'personal_number_event', book_id, resident_id, seal from registry.personal_number_event as event
    where (event.book_id, event.resident_id) = (resident.book_id, resident.id)
    union all
    select 'resident_version', book_id, resident_id, seal from registry.resident_version as version
    where (version.book_id, version.resident_id) = (resident.book_id, resident.id)
    union all
    select 'birth_year', book_id, resident_id, seal from registry.birth_year as year
    where (year.book_id, year.resident_id) = (resident.book_id, resident.id)
    union all
    select 'import_record', book_id, resident_id, seal from registry.import_record as record
    where (record.book_id, record.resident_id) = (resident.book_id, resident.id)
) as loose
where resident.seal > 0
  and loose.seal < resident.seal
group by resident.id, loose.place
