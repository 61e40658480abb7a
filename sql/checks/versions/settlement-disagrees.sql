-- title: The settlement that is believed is not where the household lives
-- title_vi: Thôn, cụm hiển thị không phải nơi hộ đang ở
-- severity: serious
-- why: Lists of a settlement, its head's view and every count by settlement follow what is believed.
-- why_vi: Danh sách theo thôn, phạm vi của trưởng thôn và số liệu theo thôn đều lấy từ bản hiển thị.
-- remedy: Have the versions of the household and its members written anew (derive.refresh_household, derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị của hộ và các thành viên (derive.refresh_household, derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with placed as (
    select distinct on (place.household_id) place.book_id, place.household_id, place.settlement_id
    from registry.household_place as place
    where place.book_id = $1::int
    order by place.household_id, place.id desc
),
believed as (
    select version.book_id, 'household' as subject, version.household_id as id, version.household_id, version.settlement_id
    from registry.household_version as version
    where version.book_id = $1::int
      and version.believed_to = 'infinity'
    union all
    select version.book_id, 'resident', version.resident_id, version.household_id, version.settlement_id
    from registry.resident_version as version
    where version.book_id = $1::int
      and version.believed_to = 'infinity'
)
select believed.book_id, believed.subject, believed.id::text as subject_id, '' as key,
       jsonb_build_object('believed', believed.settlement_id, 'placed', placed.settlement_id) as facts,
       jsonb_build_object('believed', believed.settlement_id, 'placed', placed.settlement_id) as shown
from believed
left join placed using (book_id, household_id)
where believed.settlement_id is distinct from placed.settlement_id
