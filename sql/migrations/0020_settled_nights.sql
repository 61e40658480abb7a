-- 0020_settled_nights.sql: what a night costs that finds what it knows.

set local role sogoc_owner;

-- Two checks look numbers up by their holder, book by book; without this each read all numbers for each book.
create index personal_number_key on registry.personal_number (book_id, resident_id);

reset role;
set local role sogoc_finding;

-- The same identity as before, now in place where it is asked for: without a search_path of its own, and stable because
-- convert_to is. As a call it was a sixth of comparing a finding with what is known.
create or replace function finding.identity(book int, check_name text, subject text, subject_id text, key text) returns uuid
    language sql stable parallel safe
    return substr(encode(sha256(convert_to(
        concat_ws(chr(31), book::text, check_name, subject, subject_id, key), 'UTF8')), 'hex'), 1, 32)::uuid;
