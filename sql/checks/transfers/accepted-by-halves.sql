-- title: A move that was accepted, and the stays do not say so
-- title_vi: Đã tiếp nhận chuyển đến nhưng nơi cư trú không khớp
-- severity: serious
-- why: A move closes one stay and opens the other on the same day (F5); else the person counts twice, or nowhere.
-- why_vi: Chuyển đi và chuyển đến phải cùng một ngày; nếu không sẽ tính hai lần hoặc không tính.
-- remedy: Look at both stays with the other commune; the district corrects the one that is wrong.
-- remedy_vi: Đối chiếu hai nơi cư trú với xã kia; huyện sửa chỗ sai.
-- slice: book
-- clock: no
-- budget: 10 s, 20000 rows
select transfer.book_id, 'resident' as subject, transfer.resident_id::text as subject_id, transfer.id::text as key,
       jsonb_build_object('side', transfer.side, 'moves_on', transfer.moves_on) as facts,
       jsonb_build_object('side', transfer.side, 'moves_on', transfer.moves_on) as shown
from registry.transfer
where transfer.book_id = $1::int
  and transfer.state = 'accepted'
  and not exists (
      select from registry.stay
      where stay.book_id = transfer.book_id and stay.resident_id = transfer.resident_id
        and case transfer.side
                when 'out' then stay.closed_by_way = 'transfer' and stay.closed_on = transfer.moves_on
                                and stay.moved_to_book = transfer.to_book
                else stay.opened_by_way = 'transfer' and stay.opened_on = transfer.moves_on
                     and stay.from_book = transfer.from_book
            end)
