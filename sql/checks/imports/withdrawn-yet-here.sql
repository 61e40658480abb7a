-- title: Withdrawn with an import, and still living here
-- title_vi: Đã thu hồi theo lần nhập nhưng vẫn đang cư trú
-- severity: serious
-- why: The row was taken back, and the resident it made still counts.
-- why_vi: Dòng nhập đã thu hồi nhưng nhân khẩu do nó tạo vẫn được tính.
-- remedy: Withdraw the import again, or record why the resident stays.
-- remedy_vi: Thu hồi lại lần nhập, hoặc ghi lý do giữ nhân khẩu.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select record.book_id, 'resident' as subject, record.resident_id::text as subject_id, '' as key,
       jsonb_build_object('imports', jsonb_agg(distinct record.import_id)) as facts,
       jsonb_build_object('imports', jsonb_agg(distinct record.import_id)) as shown
from registry.import_record as record
join registry.stay using (book_id, resident_id)
where record.book_id = $1::int
  and record.withdrawn_at is not null
  and record.kept_because is null
  and stay.closed_on is null
group by record.book_id, record.resident_id
