-- title: The card says otherwise than the record
-- title_vi: Nội dung in trên thẻ khác hồ sơ
-- severity: serious
-- why: A correction of a printed field makes the card wrong; it has to be made anew (C7).
-- why_vi: Đính chính nội dung in trên thẻ thì thẻ phải được cấp đổi.
-- remedy: Request a card with the ground correction; or correct the record, if the card is right.
-- remedy_vi: Đề nghị cấp đổi do đính chính; hoặc sửa hồ sơ nếu thẻ đúng.
-- slice: book
-- clock: no
-- budget: 20 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       jsonb_build_object('fields', found.fields) as facts, jsonb_build_object('fields', found.fields) as shown
from registry.card
join registry.resident_version as version
    on (version.book_id, version.resident_id) = (card.book_id, card.resident_id) and version.believed_to = 'infinity'
cross join lateral (
    select registry.differing_fields(card.printed - 'number', jsonb_build_object(
        'name', version.name, 'born', registry.printed_birth(version.born_earliest, version.born_latest),
        'sex', version.sex)) as fields
) as found
where card.book_id = $1::int
  and card.state in ('approved', 'printed', 'handed_over')
  and found.fields <> '{}'
