-- title: The communes do not sum to the district
-- title_vi: Số liệu các xã cộng lại không bằng huyện
-- severity: serious
-- why: Every measure of the coverage report must be the same whether counted by commune or as a whole; a mover
--   counts once (E4).
-- why_vi: Mọi chỉ tiêu cộng theo xã phải bằng tính chung cả huyện; người chuyển đi chỉ được tính một lần.
-- remedy: Look for a person or household in two books (life/stays-in-two-books), and for a book without commune on
--   today's map.
-- remedy_vi: Tìm người hoặc hộ ở hai sổ (life/stays-in-two-books) và sổ chưa gắn xã theo bản đồ hôm nay.
-- slice: register
-- clock: yes
-- budget: 60 s, 1000 rows
with home as (
    -- A book belongs to the district of its newest commune, also where today's map has lost it.
    select distinct on (placed.book_id) placed.book_id, parent.code as district, placed.valid_to
    from registry.book_area as placed
    join registry.area as commune on commune.id = placed.area_id
    join registry.area as parent on parent.id = commune.parent_id
    where placed.valid_from <= (select jobs.today())
    order by placed.book_id, placed.valid_from desc
),
counted as (
    select resident.book_id, resident.resident_id as id,
           array[
               'residents',
               case when not resident.has_number then 'without_number' end,
               case when resident.papers is distinct from 'seen' then 'without_paper' end,
               case when resident.papers is null then 'papers_not_asked' end,
               case when resident.born_earliest is null then 'birth_unknown' end,
               case when resident.born_precision in ('range', 'zodiac') then 'birth_uncertain' end,
               case when resident.born_earliest > ((select jobs.today()) - interval '14 years')::date then 'under_14' end,
               case when resident.born_earliest is null
                      or resident.born_earliest <= ((select jobs.today()) - interval '14 years')::date
                         and resident.born_latest > ((select jobs.today()) - interval '14 years')::date
                   then 'under_14_unsure' end,
               case when resident.ethnic_code in ('08', '09', '02', '07') then 'four_peoples' end,
               case when resident.ethnic_code is null then 'ethnicity_unknown' end
           ] as measures
    from registry.resident_now as resident
    union all
    select household.book_id, household.household_id,
           array[
               'households',
               case when household.poverty_class = 'POOR' then 'poor' end,
               case when household.poverty_class = 'NEAR_POOR' then 'near_poor' end,
               case when household.poverty_class is null then 'unassessed' end
           ]
    from registry.household_now as household
    where household.members > 0
),
placed as (
    select home.district, home.valid_to > (select jobs.today()) as is_mapped, counted.measures,
           row_number() over (partition by home.district, counted.id order by counted.book_id) as appearance
    from counted
    join home using (book_id)
),
-- People may be millions, kinds of people are hundreds: these are counted by measure.
kind as (
    select placed.district, placed.is_mapped, placed.appearance = 1 as is_first, placed.measures, count(*) as number
    from placed
    group by placed.district, placed.is_mapped, placed.appearance = 1, placed.measures
),
total as (
    select kind.district, measure,
           coalesce(sum(kind.number) filter (where kind.is_mapped), 0) as communes,
           coalesce(sum(kind.number) filter (where kind.is_first), 0) as district_wide
    from kind
    cross join lateral unnest(kind.measures) as measure
    where measure is not null
    group by kind.district, measure
)
select null::int as book_id, 'area' as subject, total.district as subject_id, total.measure as key,
       jsonb_build_object('communes', total.communes, 'district', total.district_wide) as facts,
       jsonb_build_object('communes', total.communes, 'district', total.district_wide) as shown
from total
where total.communes <> total.district_wide
