-- fires: a superuser; one past row security; one who makes roles; a member of the owner
--   role sogoc_app - book=-
--   role sogoc_field - book=-
--   role sogoc_query - book=-
--   role sogoc_jobs - book=-
alter role sogoc_app superuser;
alter role sogoc_field bypassrls;
alter role sogoc_query createrole;
grant sogoc_owner to sogoc_jobs;

-- silent: as made; an owner that nobody enters; somebody else's; a member of what others own
create role beside superuser login;
alter role sogoc_report bypassrls;
grant pg_monitor to sogoc_jobs;
