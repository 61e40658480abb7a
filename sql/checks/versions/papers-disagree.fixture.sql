-- fires: a paper that is not believed; an answer; a choice; papers that nobody saw; in another book
--   resident 00000000-0000-4000-8000-000000000001 -
--   resident 00000000-0000-4000-8000-000000000002 -
--   resident 00000000-0000-4000-8000-000000000003 -
--   resident 00000000-0000-4000-8000-000000000004 -
--   resident 00000000-0000-4000-8000-000000000005 - book=2
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(5, book => 2), fixture.papers_asked(3, 'unknown'), fixture.believe();
select fixture.paper(1, 'khac', null), fixture.papers_asked(2, 'none'), fixture.paper(5, 'khac', null, book => 2),
       fixture.choose(3, 'papers', fact => fixture.papers_asked(3, 'refused'));
update registry.resident_version set papers = 'seen' where resident_id = fixture.id(4);

-- silent: a paper, whatever was answered; the first of two answers; the last chosen of three; not asked; in two books
select fixture.resident(n) from generate_series(1, 4) as n;
select fixture.resident(n, book => book) from generate_series(8, 9) as n, generate_series(1, 2) as book;
select fixture.papers_asked(8, 'refused', 2), fixture.papers_asked(8, 'none');
select fixture.papers_asked(1, 'none'), fixture.paper(1, 'khac', null), fixture.papers_asked(2, 'none'),
       fixture.papers_asked(2, 'refused'), fixture.papers_asked(3, 'none'),
       fixture.choose(3, 'papers', fact => fixture.papers_asked(3, 'refused')),
       fixture.choose(3, 'papers', fact => fixture.papers_asked(3, 'unknown')), fixture.papers_asked(9, 'none'),
       fixture.choose(9, 'papers', fact => fixture.papers_asked(9, 'refused')), fixture.papers_asked(9, 'unknown', 2),
       fixture.choose(9, 'papers', fact => fixture.papers_asked(9, 'none', 2), book => 2);
select fixture.choose(2, 'sex', fact => max(id)) from registry.attribute_fact
where resident_id = fixture.id(2) and attribute = 'papers';
select fixture.believe('2024-05-01');
update registry.resident_version set papers = 'seen' where resident_id = fixture.id(4);
select fixture.believe();
