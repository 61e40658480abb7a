-- title: A decision that rests on nothing any more
-- title_vi: Quyết định không còn căn cứ
-- severity: serious
-- why: All that it rests on was set aside since: what the register goes by has no ground left.
-- why_vi: Mọi căn cứ của quyết định đã bị loại: thông tin hiện hành không còn cơ sở.
-- remedy: Reopen the case and decide again on what still holds.
-- remedy_vi: Mở lại hồ sơ và quyết định lại theo chứng cứ còn hiệu lực.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select decision.book_id, 'resident' as subject, decision.resident_id::text as subject_id, decision.id::text as key,
       jsonb_build_object('attribute', decision.attribute) as facts,
       jsonb_build_object('attribute', decision.attribute) as shown
from registry.decision
left join (
    select basis.book_id, basis.decision_id
    from registry.decision_basis as basis
    left join registry.set_aside as aside
        on aside.book_id = basis.book_id
        and (aside.evidence_id = basis.evidence_id or aside.attestation_id = basis.attestation_id)
    where aside.id is null
) as standing on (standing.book_id, standing.decision_id) = (decision.book_id, decision.id)
where decision.book_id = $1::int
  and standing.decision_id is null
