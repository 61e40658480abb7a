-- title: An import whose rows do not add up
-- title_vi: Số dòng của lần nhập không khớp
-- severity: serious
-- why: Every row of a finished file was taken, refused, there already or changed since; a row in none of these was
--   lost (K1).
-- why_vi: Mỗi dòng phải được nhận, bị trả, đã có hoặc đã đổi; dòng không thuộc loại nào là bị mất.
-- remedy: Import the file again: what is there stays as it is, and what was lost comes in.
-- remedy_vi: Nhập lại tệp: phần đã có giữ nguyên, phần thiếu sẽ được nhập.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'import' as subject, reading.id::text as subject_id, '' as key,
       jsonb_build_object('rows', reading.rows, 'counted', coalesce(sum(batch.counted), 0)) as facts,
       jsonb_build_object('rows', reading.rows, 'counted', coalesce(sum(batch.counted), 0), 'kind', reading.kind) as shown
from registry.import as reading
left join (
    select done.import_id, done.accepted + done.rejected + done.already_there + done.changed as counted
    from registry.import_batch as done
) as batch on batch.import_id = reading.id
where reading.finished_at is not null
group by reading.id
having coalesce(sum(batch.counted), 0) <> reading.rows
