-- fires: a minute ago
--   user 9001 - book=-
select fixture.account(9001);
update auth."user" set password_change_due = true, password_expires_at = jobs.now() - interval '1 minute' where id = 9001;

-- silent: in a minute; chosen already; disabled
select fixture.account(9001), fixture.account(9002), fixture.account(9003, 'disabled');
update auth."user" set password_change_due = true, password_expires_at = jobs.now() + interval '10 minutes' where id = 9001;
update auth."user" set password_change_due = false, password_expires_at = jobs.now() - interval '1 minute' where id = 9002;
update auth."user" set password_change_due = true, password_expires_at = jobs.now() - interval '1 minute' where id = 9003;
