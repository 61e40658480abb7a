-- title: A name whose search keys are missing or of older rules
-- title_vi: Khóa tra cứu tên bị thiếu hoặc theo quy tắc cũ
-- severity: warning
-- why: Search compares keys: under other rules the person is found worse, or not at all (D1, R9.6).
-- why_vi: Tra cứu so khóa: khác quy tắc thì khó tìm hoặc không tìm ra người.
-- remedy: Have the spellings made anew by the program that runs now.
-- remedy_vi: Tạo lại khóa bằng chương trình đang chạy.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with newest as (
    select max(spelling.key_version) as key_version from registry.name_spelling as spelling
)
select null::int as book_id, 'system' as subject, 'name_spelling' as subject_id, 'older' as key,
       jsonb_build_object('spellings', count(*)) as facts, jsonb_build_object('spellings', count(*)) as shown
from registry.name_spelling as spelling
join newest on spelling.key_version < newest.key_version
having count(*) > 0
union all
select null, 'system', 'name_spelling', 'missing', jsonb_build_object('names', count(*)), jsonb_build_object('names', count(*))
from registry.name_fact as fact
where not exists (select from registry.name_spelling as spelling where spelling.name = fact.name)
having count(*) > 0
