-- title: A unit that was missing for a time, or was two at once
-- title_vi: Đơn vị bị đứt quãng hoặc trùng thời gian
-- severity: serious
-- why: A unit's versions follow one another day by day (R5.1); in a gap its people are in no report, in an overlap in two.
-- why_vi: Các giai đoạn của một đơn vị phải nối liền nhau; đứt quãng thì thiếu, trùng thì tính hai lần.
-- remedy: Set the day on which the earlier version ends to the day on which the later one begins.
-- remedy_vi: Đặt ngày kết thúc của giai đoạn trước bằng ngày bắt đầu của giai đoạn sau.
-- slice: register
-- clock: no
-- budget: 5 s, 20000 rows
select null::int as book_id, 'area' as subject, version.code as subject_id, version.valid_from::text as key,
       jsonb_build_object('ended', version.last_to) as facts,
       jsonb_build_object('name', version.name, 'before_ended', version.last_to, 'begins', version.valid_from) as shown
from (
    select area.code, area.name, area.valid_from,
           lag(area.valid_to) over (partition by area.unit_id order by area.valid_from, area.valid_to) as last_to
    from registry.area
) as version
where version.last_to <> version.valid_from
