-- title: A number that a paper of this kind cannot have
-- title_vi: Số không đúng dạng của loại giấy tờ
-- severity: warning
-- why: Cards have twelve digits, the old identity card nine or twelve; a digit was lost or added.
-- why_vi: Thẻ căn cước có 12 số, chứng minh nhân dân có 9 hoặc 12 số; bị thiếu hoặc thừa số.
-- remedy: Look at the paper again and add it anew.
-- remedy_vi: Xem lại giấy tờ và ghi lại.
-- slice: book
-- clock: no
-- budget: 5 s, 20000 rows
select paper.book_id, 'resident' as subject, paper.resident_id::text as subject_id, paper.id::text as key,
       jsonb_build_object('paper', paper.id) as facts,
       jsonb_build_object('kind', paper.kind, 'length', length(paper.number)) as shown
from registry.paper_fact as paper
where paper.book_id = $1::int
  and paper.number !~ case
          when paper.kind in ('cccd', 'cccd_ma_vach', 'cccd_gan_chip', 'can_cuoc', 'cmnd_12') then '^[0-9]{12}$'
          when paper.kind = 'cmnd_9' then '^[0-9]{9}$'
          when paper.kind = 'cmnd' then '^([0-9]{9}|[0-9]{12})$'
          else '' end
