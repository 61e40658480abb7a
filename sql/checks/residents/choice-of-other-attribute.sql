-- title: A choice that points to a fact of another kind
-- title_vi: Lựa chọn trỏ tới dữ kiện khác loại
-- severity: serious
-- why: The decision has no effect: what is shown stays as it was, against what was decided and written down.
-- why_vi: Quyết định không có hiệu lực: sổ vẫn hiển thị như cũ, trái với điều đã quyết định.
-- remedy: Decide again in the record, for the attribute that was meant.
-- remedy_vi: Chọn lại trong hồ sơ, đúng mục cần chọn.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select choice.book_id, 'resident' as subject, choice.resident_id::text as subject_id, choice.id::text as key,
       jsonb_build_object('choice', choice.id) as facts,
       jsonb_build_object('attribute', choice.attribute) as shown
from registry.choice
left join registry.name_fact as name
    on (name.book_id, name.resident_id, name.id) = (choice.book_id, choice.resident_id, choice.name_fact_id)
left join registry.attribute_fact as attribute
    on (attribute.book_id, attribute.resident_id, attribute.id) = (choice.book_id, choice.resident_id, choice.attribute_fact_id)
left join registry.kin_fact as kin
    on (kin.book_id, kin.resident_id, kin.id) = (choice.book_id, choice.resident_id, choice.kin_fact_id)
where choice.book_id = $1::int
  and choice.attribute <> coalesce(
      'name.' || name.kind, attribute.attribute, 'kin.' || kin.kind,
      case when choice.origin_claim_id is not null then 'origin' end, 'birth')
