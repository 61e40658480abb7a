-- title: The number begins with no province of its time
-- title_vi: Ba số đầu không phải mã tỉnh vào thời điểm cấp
-- severity: warning
-- why: The first three digits are the province of birth registration as it was when the number was set up (R1.5,
--   R1.10).
-- why_vi: Ba chữ số đầu là mã tỉnh nơi đăng ký khai sinh vào thời điểm xác lập số.
-- remedy: Read the number again on the paper; a mistyped one is cancelled and the right one confirmed.
-- remedy_vi: Đọc lại số trên giấy tờ; số ghi sai thì hủy và xác nhận số đúng.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select event.book_id, 'resident' as subject, event.resident_id::text as subject_id, event.id::text as key,
       jsonb_build_object('event', event.id) as facts,
       jsonb_build_object('prefix', left(event.number, 3), 'happened_on', event.happened_on) as shown
from registry.personal_number_event as event
cross join lateral (
    -- Set up between the birth, or the day on which the first numbers were given, and the day on which it was reported.
    select greatest(date '2016-01-01',
                    make_date(1900 + 100 * (substr(event.number, 4, 1)::int / 2) + substr(event.number, 5, 2)::int, 1, 1)) as first,
           coalesce(event.happened_on, (event.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date) as last
) as day
where event.book_id = $1::int
  and event.kind = 'confirmed'
  -- From 100 on it is a country (personal-numbers/foreign-prefix).
  and event.number like '0%'
  and not exists (
      select from registry.area
      where area.level = 'province' and area.code = substr(event.number, 2, 2)
        and area.valid_from <= day.last
        and day.first < area.valid_to)
