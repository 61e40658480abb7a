-- title: A number whose state is not what its history says
-- title_vi: Trạng thái số định danh không khớp lịch sử
-- severity: critical
-- why: A cancelled number that still counts may be printed on a card; a confirmed one that does not is refused
--   (R1.8, C9).
-- why_vi: Số đã hủy mà còn hiệu lực có thể bị in lên thẻ; số còn hiệu lực mà ghi đã hủy sẽ bị từ chối.
-- remedy: Compare with the notice; the event that is missing is recorded, or the state put right by the
--   administrator of the database.
-- remedy_vi: Đối chiếu văn bản thông báo; ghi sự kiện còn thiếu, hoặc quản trị cơ sở dữ liệu sửa trạng thái.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id, coalesce(last.id, 0)::text as key,
       jsonb_build_object('states', jsonb_agg(known.state order by known.number), 'last_event', last.kind) as facts,
       jsonb_build_object('states', jsonb_agg(known.state order by known.number), 'last_event', last.kind) as shown
from registry.personal_number as known
left join lateral (
    select event.id, event.kind
    from registry.personal_number_event as event
    where (event.book_id, event.resident_id, event.number) = (known.book_id, known.resident_id, known.number)
    order by event.id desc
    limit 1
) as last on true
where known.book_id = $1::int
  and known.state <> case last.kind when 'cancelled' then 'cancelled' when 'confirmed' then 'confirmed'
                                    when 're_established' then 'confirmed' else 'without history' end
-- Several numbers of one person may be without history.
group by known.book_id, known.resident_id, last.id, last.kind
