-- title: More residents shown within an hour than work needs
-- title_vi: Xem quá nhiều nhân khẩu trong một giờ
-- severity: warning
-- why: Somebody may be copying the register; the limits are parameters of the district.
-- why_vi: Có thể đang sao chép sổ; ngưỡng do huyện đặt.
-- remedy: Ask what the work was; look at "sogoc audit"; end the session if need be.
-- remedy_vi: Hỏi công việc gì; tra nhật ký; cần thì kết thúc phiên.
-- slice: register
-- clock: yes
-- budget: 5 s, 20000 rows
with shown as (
    select event.user_id, date_trunc('hour', event.at) as hour, sum(cardinality(event.residents)) as residents
    from audit.event
    where event.at > (select jobs.now()) - interval '30 days'
      and event.kind in ('read', 'search', 'export')
      and event.user_id is not null
    group by event.user_id, date_trunc('hour', event.at)
)
select null::int as book_id, 'user' as subject, shown.user_id::text as subject_id,
       to_char(shown.hour at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24') as key,
       jsonb_build_object('residents', shown.residents) as facts, jsonb_build_object('residents', shown.residents) as shown
from shown
join registry.parameter as setting
    on setting.key = case
        when exists (select from auth.checked_grants() as held where held.user_id = shown.user_id and held.wide)
            then 'rows_shown.per_hour.district_officer'
        else 'rows_shown.per_hour.commune_officer' end
where shown.residents > setting.value
