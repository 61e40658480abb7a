-- title: An import taken back by halves
-- title_vi: Lần nhập thu hồi dở dang
-- severity: serious
-- why: Some batches of a withdrawn import still count: part of a wrong sheet is in the register.
-- why_vi: Một số lô của lần nhập đã thu hồi vẫn còn hiệu lực: một phần bảng sai vẫn trong sổ.
-- remedy: Withdraw the import again; it goes on with the batches that are left.
-- remedy_vi: Thu hồi lại lần nhập; hệ thống làm tiếp các lô còn lại.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'import' as subject, reading.id::text as subject_id, '' as key,
       jsonb_build_object('batches', count(*)) as facts, jsonb_build_object('batches', count(*)) as shown
from registry.import as reading
join registry.import_batch as batch on batch.import_id = reading.id
where reading.withdrawn_at is not null
  and batch.withdrawn_at is null
group by reading.id
