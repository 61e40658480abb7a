-- title: The flag of late registration is wrong
-- title_vi: Ghi sai việc đăng ký khai sinh quá hạn
-- severity: warning
-- why: Late is what is registered more than sixty days after the birth (R7.1); a corrected birth may turn it round.
-- why_vi: Quá hạn là đăng ký sau hơn 60 ngày kể từ ngày sinh; đính chính ngày sinh có thể làm thay đổi.
-- remedy: Compare the day of birth with the certificate; the correction says which is right.
-- remedy_vi: Đối chiếu ngày sinh với giấy khai sinh; đính chính nội dung sai.
-- slice: book
-- clock: no
-- budget: 20 s, 20000 rows
select certificate.book_id, 'resident' as subject, certificate.resident_id::text as subject_id, certificate.id::text as key,
       jsonb_build_object('is_late', certificate.is_late) as facts,
       jsonb_build_object('is_late', certificate.is_late, 'registered_on', certificate.registered_on) as shown
from registry.birth_certificate as certificate
join registry.resident_version as version
    on (version.book_id, version.resident_id) = (certificate.book_id, certificate.resident_id)
    and version.believed_to = 'infinity'
where certificate.book_id = $1::int
  and certificate.revoked_on is null
  and certificate.is_late is distinct from
      registry.is_late_registration(version.born_earliest, version.born_latest, certificate.registered_on)
