-- fires: everything that is said of somebody sealed, without the seal
--   resident 00000000-0000-4000-8000-000000000001 stay book=-
--   resident 00000000-0000-4000-8000-000000000001 name_fact book=-
--   resident 00000000-0000-4000-8000-000000000001 birth_fact book=-
--   resident 00000000-0000-4000-8000-000000000001 attribute_fact book=-
--   resident 00000000-0000-4000-8000-000000000001 origin_claim book=-
--   resident 00000000-0000-4000-8000-000000000001 paper_fact book=-
--   resident 00000000-0000-4000-8000-000000000001 kin_fact book=-
--   resident 00000000-0000-4000-8000-000000000001 choice book=-
--   resident 00000000-0000-4000-8000-000000000001 household_member book=-
--   resident 00000000-0000-4000-8000-000000000001 life_event book=-
--   resident 00000000-0000-4000-8000-000000000001 life_event_consequence book=-
--   resident 00000000-0000-4000-8000-000000000001 personal_number book=-
--   resident 00000000-0000-4000-8000-000000000001 personal_number_event book=-
--   resident 00000000-0000-4000-8000-000000000001 resident_version book=-
--   resident 00000000-0000-4000-8000-000000000001 birth_year book=-
--   resident 00000000-0000-4000-8000-000000000001 import_record book=-
--   resident 00000000-0000-4000-8000-000000000001 identity_case book=-
--   resident 00000000-0000-4000-8000-000000000001 case_event book=-
--   resident 00000000-0000-4000-8000-000000000001 verification_request book=-
--   resident 00000000-0000-4000-8000-000000000001 verification_reminder book=-
--   resident 00000000-0000-4000-8000-000000000001 verification_reply book=-
select fixture.household(100), fixture.resident(1, household => 100), fixture.resident(2, household => 100);
select fixture.everything(1, 100, 0), fixture.everything(2, 100, 0), fixture.believe();
select fixture.seal_row(1, 1);

-- fires: somebody sealed in two books
--   resident 00000000-0000-4000-8000-000000000001 stay book=-
--   resident 00000000-0000-4000-8000-000000000001 name_fact book=-
select fixture.resident(1, book => book, born => null, sex => null) from generate_series(1, 2) as book;
select fixture.seal_row(1, 1);

-- fires: somebody sealed in the book where she is now, and open in the one she left
--   resident 00000000-0000-4000-8000-000000000001 resident book=-
--   resident 00000000-0000-4000-8000-000000000001 stay book=-
--   resident 00000000-0000-4000-8000-000000000001 name_fact book=-
select fixture.resident(1, born => null, sex => null), fixture.resident(1, book => 2, born => null, sex => null, seal => 1);

-- silent: everything sealed as the person is, or higher; everything open of somebody open
select fixture.household(100), fixture.resident(1, household => 100, seal => 2), fixture.resident(2, household => 100);
select fixture.everything(1, 100, 2), fixture.everything(2, 100, 0), fixture.believe();
