-- title: The candidate years do not follow from the birth
-- title_vi: Các năm sinh để tra cứu không khớp ngày sinh
-- severity: serious
-- why: A search by year misses the person, or finds her by a year that nobody holds possible (A1).
-- why_vi: Tra theo năm không thấy người này hoặc thấy theo năm không có thể.
-- remedy: Have the versions of the resident written anew (derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with wanted as (
    select distinct birth.book_id, birth.resident_id, year::smallint as year
    from registry.birth_now as birth
    cross join lateral unnest(birth.born_ranges) as stretch
    cross join lateral generate_series(
        extract(year from lower(stretch))::int, extract(year from upper(stretch) - 1)::int) as year
    where birth.book_id = $1::int
),
kept as (
    select known.book_id, known.resident_id, known.year from registry.birth_year as known
    where known.book_id = $1::int
)
select coalesce(wanted.book_id, kept.book_id) as book_id, 'resident' as subject,
       coalesce(wanted.resident_id, kept.resident_id)::text as subject_id, '' as key,
       jsonb_build_object('wanted', jsonb_agg(wanted.year), 'kept', jsonb_agg(kept.year)) as facts,
       jsonb_build_object('missing', count(wanted.year), 'too_many', count(kept.year)) as shown
from wanted
full join kept using (book_id, resident_id, year)
where wanted.year is null or kept.year is null
group by coalesce(wanted.book_id, kept.book_id), coalesce(wanted.resident_id, kept.resident_id)
