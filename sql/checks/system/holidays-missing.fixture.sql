-- fires: neither this year nor, ninety days before it, the next
--   holiday 2031 - book=-
--   holiday 2032 - book=-
select fixture.clock('2031-10-03 12:00+07');
insert into registry.holiday (day, name_vi, kind) values ('2031-04-26', 'làm bù', 'work'), ('2030-09-02', 'Quốc khánh', 'off');

-- silent: this year is entered, and the next is ninety-one days away
select fixture.clock('2031-10-02 12:00+07');
insert into registry.holiday (day, name_vi, kind) values ('2031-01-01', 'Tết Dương lịch', 'off');
