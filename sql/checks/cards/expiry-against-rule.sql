-- title: The expiry is not that of the law
-- title_vi: Ngày hết hạn của thẻ sai quy định
-- severity: serious
-- why: A card is good until 14, 25, 40 or 60, or the age after it within two years before (R2.4); officers trust the
--   print.
-- why_vi: Thẻ có giá trị đến tuổi 14, 25, 40, 60, hoặc mốc kế tiếp nếu cấp trong 2 năm trước đó; ngày in sai sẽ gây
--   nhầm.
-- remedy: Have the card made anew with the ground print_error.
-- remedy_vi: Cấp đổi do sai sót thông tin in trên thẻ.
-- slice: book
-- clock: no
-- budget: 20 s, 20000 rows
select card.book_id, 'resident' as subject, card.resident_id::text as subject_id, card.id::text as key,
       jsonb_build_object('expires_on', card.expires_on) as facts,
       jsonb_build_object('expires_on', card.expires_on, 'issued_on', card.issued_on) as shown
from registry.card
join registry.resident_version as version
    on (version.book_id, version.resident_id) = (card.book_id, card.resident_id) and version.believed_to = 'infinity'
where card.book_id = $1::int
  and card.state in ('approved', 'printed', 'handed_over')
  -- Where the birth was corrected since, printed-differs speaks.
  and card.printed ->> 'born' = registry.printed_birth(version.born_earliest, version.born_latest)
  -- From the day that counted when it was approved; cards of before that was the district's to say went by the first.
  and card.expires_on is distinct from registry.card_expiry(
      coalesce((card.printed ->> 'birth_counted')::date, version.born_earliest), card.issued_on)
