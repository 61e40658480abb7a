-- title: A visit from a device whose clock is off
-- title_vi: Lượt đến hộ ghi bằng thiết bị sai giờ
-- severity: info
-- why: The day of the visit was put right by the register's clock; the next one from this device will be off as well
--   (K3).
-- why_vi: Ngày đến hộ đã được chỉnh theo giờ của sổ gốc; lần sau thiết bị vẫn sẽ sai giờ.
-- remedy: Set the device's clock, and ask whether the day is right.
-- remedy_vi: Chỉnh giờ thiết bị và hỏi lại ngày đến hộ.
-- slice: book
-- clock: yes
-- budget: 5 s, 20000 rows
select visit.book_id, 'household' as subject, visit.household_id::text as subject_id, visit.visited_on::text as key,
       jsonb_build_object('ahead', max(abs(visit.skew_seconds)) >= 86400) as facts,
       jsonb_build_object('skew_seconds', jsonb_agg(visit.skew_seconds order by visit.skew_seconds),
                          'visited_on', visit.visited_on) as shown
from registry.visit
where visit.book_id = $1::int
  and abs(visit.skew_seconds) >= 3600
  and visit.received_at > (select jobs.now()) - interval '30 days'
group by visit.book_id, visit.household_id, visit.visited_on
