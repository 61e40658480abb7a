-- title: A case whose events do not lead to where it stands
-- title_vi: Diễn biến không dẫn đến trạng thái của hồ sơ
-- severity: critical
-- why: Somebody has written past the steps: nobody can tell by whose decision the case is where it is (B1).
-- why_vi: Có người ghi ngoài các bước: không thể biết hồ sơ đến trạng thái này do ai quyết định.
-- remedy: Call the administrator of the database; the audit shows what was written when.
-- remedy_vi: Báo quản trị cơ sở dữ liệu; tra nhật ký xem đã ghi gì, khi nào.
-- slice: book
-- clock: no
-- budget: 20 s, 20000 rows
with happened as (
    select event.case_id, event.revision, event.from_state, event.to_state,
           lag(event.to_state) over way as before, lag(event.revision) over way as before_revision,
           row_number() over (partition by event.case_id order by event.revision desc) as from_last
    from registry.case_event as event
    where event.book_id = $1::int
    window way as (partition by event.case_id order by event.revision)
),
broken as (
    select happened.case_id, 'chain' as why
    from happened
    where happened.from_state is distinct from happened.before
       or happened.revision is distinct from coalesce(happened.before_revision, 0) + 1
    union
    select known.id, 'state'
    from registry.identity_case as known
    left join happened on happened.case_id = known.id and happened.from_last = 1
    where known.book_id = $1::int
      and (known.state, known.revision) is distinct from (happened.to_state, happened.revision)
)
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id, known.id::text || ' ' || broken.why as key,
       jsonb_build_object('revision', known.revision) as facts,
       jsonb_build_object('state', known.state, 'revision', known.revision) as shown
from broken
join registry.identity_case as known on known.book_id = $1::int and known.id = broken.case_id
