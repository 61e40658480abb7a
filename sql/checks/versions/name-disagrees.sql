-- title: The name that is shown is not the one that counts
-- title_vi: Tên hiển thị không phải tên đang dùng
-- severity: serious
-- why: A person is shown by the current name of the lowest rank she has (A4); another name goes on her papers.
-- why_vi: Người được hiển thị theo tên có thứ hạng cao nhất; giấy tờ sẽ in tên khác.
-- remedy: Have the versions of the resident written anew (derive.refresh).
-- remedy_vi: Tạo lại bản hiển thị (derive.refresh).
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with chosen as (
    select distinct on (choice.resident_id, choice.attribute)
           choice.book_id, choice.resident_id, choice.attribute, choice.name_fact_id
    from registry.choice
    where choice.book_id = $1::int
      and choice.attribute like 'name.%'
    order by choice.resident_id, choice.attribute, choice.id desc
),
said as (
    select distinct on (name.resident_id) name.book_id, name.resident_id, name.id, name.name, name.kind
    from registry.name_fact as name
    join registry.name_kind as kind on kind.code = name.kind
    left join chosen
        on (chosen.book_id, chosen.resident_id, chosen.attribute) = (name.book_id, name.resident_id, 'name.' || name.kind)
    where name.book_id = $1::int
    order by name.resident_id, kind.display_rank, (name.id = chosen.name_fact_id) desc nulls last, name.id
)
select version.book_id, 'resident' as subject, version.resident_id::text as subject_id, '' as key,
       jsonb_build_object('name_fact', said.id) as facts,
       jsonb_build_object('believed_kind', version.name_kind, 'said_kind', said.kind) as shown
from registry.resident_version as version
join said using (book_id, resident_id)
where version.book_id = $1::int
  and version.believed_to = 'infinity'
  and (version.name <> said.name or version.name_kind <> said.kind)
