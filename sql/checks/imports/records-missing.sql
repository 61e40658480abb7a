-- title: A batch with other records than it counts
-- title_vi: Lô nhập có số bản ghi khác số đã đếm
-- severity: serious
-- why: A batch is fenced by its own count; where its records differ it cannot be taken back whole (K1).
-- why_vi: Lô nhập khóa theo số đếm; bản ghi lệch thì không thể thu hồi trọn lô.
-- remedy: Call the administrator of the database; nothing of the batch is withdrawn until the audit has shown what
--   happened.
-- remedy_vi: Báo quản trị cơ sở dữ liệu; chưa thu hồi lô cho đến khi tra xong nhật ký.
-- slice: register
-- clock: no
-- budget: 60 s, 20000 rows
select null::int as book_id, 'import' as subject, batch.import_id::text as subject_id, batch.number::text as key,
       jsonb_build_object('accepted', batch.accepted, 'records', coalesce(kept.records, 0)) as facts,
       jsonb_build_object('accepted', batch.accepted, 'records', coalesce(kept.records, 0)) as shown
from registry.import_batch as batch
left join (
    select record.import_id, record.batch as number, count(*) as records
    from registry.import_record as record
    -- A household that a person's row names is not a row of its own.
    where record.kind <> 'household'
    group by record.import_id, record.batch
) as kept using (import_id, number)
where coalesce(kept.records, 0) <> batch.accepted
