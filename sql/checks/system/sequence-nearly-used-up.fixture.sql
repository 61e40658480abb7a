-- fires: one more than four fifths of an int
--   sequence registry.import_id_seq - book=-
select setval('registry.import_id_seq', 1717986918);

-- silent: four fifths; never used
select setval('registry.import_id_seq', 1717986917);
