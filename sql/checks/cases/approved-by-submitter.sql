-- title: A case decided by somebody who submitted it
-- title_vi: Người trình cũng là người duyệt hồ sơ
-- severity: critical
-- why: Four eyes are the guard against invented people; the database refuses this, so it was written past it (B9).
-- why_vi: Hai người độc lập là chốt chặn người bịa; cơ sở dữ liệu đã chặn, nên đây là ghi ngoài quy trình.
-- remedy: Call the administrator of the database; the district looks at the case again.
-- remedy_vi: Báo quản trị cơ sở dữ liệu; huyện xem lại hồ sơ.
-- slice: book
-- clock: no
-- budget: 20 s, 20000 rows
select known.book_id, 'resident' as subject, known.resident_id::text as subject_id,
       known.id::text || ' ' || approval.revision as key,
       jsonb_build_object('step', approval.step) as facts,
       jsonb_build_object('step', approval.step, 'on', approval.on_day) as shown
from registry.case_event as approval
join registry.case_step as rule on rule.from_state = approval.from_state and rule.step = approval.step and rule.four_eyes
join registry.identity_case as known on (known.book_id, known.id) = (approval.book_id, approval.case_id)
where approval.book_id = $1::int
  and (approval.actor = known.recorded_by or exists (
      select from registry.case_event as submission
      join registry.case_step as submitting
          on submitting.from_state = submission.from_state and submitting.step = submission.step
          and submitting.role = 'commune_officer'
      where (submission.book_id, submission.case_id, submission.actor)
              = (approval.book_id, approval.case_id, approval.actor)
        and submission.revision < approval.revision))
