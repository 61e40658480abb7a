-- title: Numbers of letters that do not follow each other
-- title_vi: Số công văn xác minh không liên tục
-- severity: serious
-- why: A register of letters has no gaps (B2); a missing number is a letter that nobody can show.
-- why_vi: Sổ công văn không được nhảy số; thiếu số là thiếu một công văn không ai đưa ra được.
-- remedy: Call the administrator of the database; the audit shows who sent letters that day.
-- remedy_vi: Báo quản trị cơ sở dữ liệu; tra nhật ký xem ai gửi công văn hôm đó.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
with sent as (
    select request.year, count(*) as letters, max(request.running) as highest
    from registry.verification_request as request
    where request.book_id = $1::int
    group by request.year
),
given as (
    select kept.year, kept.last from registry.running_number as kept
    where kept.book_id = $1::int and kept.register = 'verification'
)
select $1::int as book_id, 'book' as subject, $1::text as subject_id, coalesce(sent.year, given.year)::text as key,
       jsonb_build_object('letters', coalesce(sent.letters, 0), 'last', given.last) as facts,
       jsonb_build_object('letters', coalesce(sent.letters, 0), 'highest', sent.highest, 'last', given.last) as shown
from sent
full join given on given.year = sent.year
where (sent.letters, sent.highest) is distinct from (given.last::bigint, given.last)
