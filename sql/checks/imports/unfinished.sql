-- title: An import that was never finished
-- title_vi: Lần nhập chưa xong
-- severity: warning
-- why: The commune believes that its sheet is in the register; a part of it is not (K1).
-- why_vi: Xã nghĩ bảng đã vào sổ nhưng còn một phần chưa vào.
-- remedy: Import the same file again: it goes on where it stopped.
-- remedy_vi: Nhập lại đúng tệp đó: hệ thống làm tiếp từ chỗ dừng.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
select null::int as book_id, 'import' as subject, reading.id::text as subject_id, '' as key,
       '{}'::jsonb as facts, jsonb_build_object('kind', reading.kind, 'started_at', reading.started_at) as shown
from registry.import as reading
where reading.finished_at is null
  and reading.withdrawn_at is null
  and reading.started_at < (select jobs.now()) - interval '1 day'
