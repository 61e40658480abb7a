-- title: A paper that counts in a case and was not scanned
-- title_vi: Giấy tờ làm chứng cứ chưa có bản chụp
-- severity: warning
-- why: Nobody can look at it again: neither who decides nor who is asked later why it was decided so.
-- why_vi: Không ai xem lại được: người quyết định cũng như người kiểm tra về sau.
-- remedy: Scan the paper and add the file; or set the evidence aside.
-- remedy_vi: Chụp giấy tờ và đính kèm tệp; hoặc loại chứng cứ đó.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select evidence.book_id, 'resident' as subject, evidence.resident_id::text as subject_id, evidence.id::text as key,
       jsonb_build_object('kind', evidence.kind) as facts, jsonb_build_object('kind', evidence.kind) as shown
from registry.evidence
join registry.evidence_kind as kind on kind.code = evidence.kind
left join registry.evidence_file as file on (file.book_id, file.evidence_id) = (evidence.book_id, evidence.id)
left join registry.set_aside as aside on (aside.book_id, aside.evidence_id) = (evidence.book_id, evidence.id)
where evidence.book_id = $1::int
  and kind.is_paper
  and file.evidence_id is null
  and aside.id is null
