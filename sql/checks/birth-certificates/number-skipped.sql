-- title: A number was skipped in the register of births
-- title_vi: Sổ đăng ký khai sinh bị nhảy số
-- severity: warning
-- why: The numbers of a register book run on through the year; a gap is a certificate that is not recorded here (C6).
-- why_vi: Số trong sổ chạy liên tục trong năm; bị nhảy số là có giấy chưa ghi vào hệ thống.
-- remedy: Look the number up in the paper book and record its certificate.
-- remedy_vi: Tra số đó trong sổ giấy và ghi giấy khai sinh vào hệ thống.
-- slice: book
-- clock: no
-- budget: 10 s, 20000 rows
select follower.book_id, 'resident' as subject, follower.resident_id::text as subject_id, follower.id::text as key,
       jsonb_build_object('from', follower.earlier + 1, 'to', follower.number - 1) as facts,
       jsonb_build_object('year', follower.register_year, 'from', follower.earlier + 1, 'to', follower.number - 1) as shown
from (
    select certificate.book_id, certificate.id, certificate.resident_id, certificate.register_year, certificate.number,
           lag(certificate.number) over (partition by certificate.register_year order by certificate.number) as earlier
    from registry.birth_certificate as certificate
    where certificate.book_id = $1::int
) as follower
where follower.number > follower.earlier + 1
