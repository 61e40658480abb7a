-- title: The past of a resident has a gap, or no end
-- title_vi: Lịch sử hiển thị của nhân khẩu bị gián đoạn
-- severity: critical
-- why: "What did we believe on day D" answers twice, or not at all; a report of a past day is wrong (A9, E3).
-- why_vi: Câu hỏi "ngày D sổ ghi gì" có hai trả lời hoặc không có; báo cáo theo ngày cũ bị sai.
-- remedy: Call the administrator of the database: the versions are put together from the facts.
-- remedy_vi: Báo quản trị cơ sở dữ liệu: dựng lại bản hiển thị từ dữ kiện.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with known as (
    select version.book_id, version.resident_id, version.believed_to,
           lead(version.believed_from) over (
               partition by version.resident_id order by version.believed_from) as next_from
    from registry.resident_version as version
    where version.book_id = $1::int
)
select distinct known.book_id, 'resident' as subject, known.resident_id::text as subject_id, '' as key,
       '{}'::jsonb as facts, '{}'::jsonb as shown
from known
where known.believed_to <> coalesce(known.next_from, 'infinity')
