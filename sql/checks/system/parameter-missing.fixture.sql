-- fires: gone
--   parameter user.dormant_after - book=-
delete from registry.parameter where key = 'user.dormant_after';

-- silent: there, with another value; one gone that no check reads
update registry.parameter set value = 30 where key = 'user.dormant_after';
delete from registry.parameter where key = 'suppress.below';
