-- fires: in six minutes
--   event 9001 - book=-
insert into audit.event (id, at, kind, action) overriding system value
values (9001, jobs.now() + interval '6 minutes', 'read', 'residents.show');

-- silent: in four minutes, as clocks may differ
insert into audit.event (id, at, kind, action) overriding system value
values (9001, jobs.now() + interval '4 minutes', 'read', 'residents.show');
