-- title: The two communes' rows of a move say different things
-- title_vi: Đề nghị chuyển ghi ở hai xã không khớp nhau
-- severity: serious
-- why: A move is written into both books in one step (F5); if they differ one commune waits for what the other has ended.
-- why_vi: Đề nghị chuyển được ghi vào hai sổ cùng lúc; không khớp thì một xã chờ việc xã kia đã kết thúc.
-- remedy: The administrator of the database finds out from the events which is right.
-- remedy_vi: Quản trị cơ sở dữ liệu đối chiếu các bước để xác định bên đúng.
-- slice: register
-- clock: no
-- budget: 10 s, 20000 rows
select null::int as book_id, 'resident' as subject, min(transfer.resident_id::text) as subject_id, transfer.id::text as key,
       jsonb_build_object('states', jsonb_agg(transfer.state order by transfer.side)) as facts,
       jsonb_build_object('books', jsonb_agg(transfer.book_id order by transfer.side),
                          'states', jsonb_agg(transfer.state order by transfer.side)) as shown
from registry.transfer
group by transfer.id
having count(*) <> 2
    or count(distinct transfer.side) <> 2
    or count(distinct (transfer.state, transfer.revision, transfer.moves_on, transfer.resident_id)) <> 1
