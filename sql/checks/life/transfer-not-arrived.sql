-- title: Moved to another commune, and never arrived there
-- title_vi: Đã chuyển đi nhưng xã đến chưa tiếp nhận
-- severity: warning
-- why: The person stands in no book: no visit, no letter and no count reaches her.
-- why_vi: Người này không có trong sổ nào: không được đến hộ, không nhận giấy tờ, không được tính.
-- remedy: Ask the other commune to take her in, or record her return.
-- remedy_vi: Đề nghị xã kia tiếp nhận, hoặc ghi việc trở về.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
with lost as (
    select stay.book_id, stay.resident_id, stay.id, stay.closed_on, stay.moved_to_book
    from registry.stay
    where stay.closed_by_way = 'transfer'
      and not exists (
          select from registry.stay as other
          where other.resident_id = stay.resident_id and other.book_id = stay.moved_to_book
            and other.opened_on >= stay.closed_on)
)
select side.book_id, 'resident' as subject, lost.resident_id::text as subject_id, lost.id::text as key,
       jsonb_build_object('stay', lost.id) as facts,
       jsonb_build_object('closed_on', lost.closed_on, 'from_book', lost.book_id, 'moved_to_book', lost.moved_to_book) as shown
from lost
cross join lateral (values (lost.book_id), (null)) as side (book_id)
