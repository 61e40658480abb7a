-- 0035_letters_and_scans.sql: a request goes out together with its letter (B11), and a reply keeps the scans of what came
-- back (B3).

set local role sogoc_owner;

-- The bytes lie outside the database under their hash, as those of evidence do. What came back may be several sheets, and
-- is given out as what it is; so the one hash that a reply had room for, and that nothing ever wrote, makes way.
alter table registry.verification_reply drop column document_hash;

create table registry.verification_reply_file (
    book_id     int   not null,
    request_id  uuid  not null,
    reply_id    uuid  not null,
    sha256      bytea not null check (length(sha256) = 32),
    length      int   not null check (length > 0),
    media_type  text  not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
    recorded_at timestamptz not null default now(),
    recorded_by int   not null,
    seal        smallint not null default 0,
    primary key (book_id, request_id, reply_id, sha256),
    constraint verification_reply_file_reply foreign key (book_id, request_id, reply_id)
        references registry.verification_reply (book_id, request_id, id)
);
create index verification_reply_file_sha256 on registry.verification_reply_file (sha256);
call registry.protect_procedure('registry.verification_reply_file');
revoke update on registry.verification_reply_file from sogoc_office;
grant update (seal) on registry.verification_reply_file to sogoc_office;

reset role;
set local role sogoc_office;

-- A scan of a reply; once more changes nothing.
create function cases.attach_reply_file(
    book int, request uuid, reply uuid, sha256 bytea, length int, media_type text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    known registry.verification_reply;
begin
    select * into known from registry.verification_reply as found
    where (found.book_id, found.request_id, found.id) = (book, request, reply);
    if known.id is null or known.seal > auth.clearance() then
        raise exception 'no such reply' using errcode = 'SG404';
    end if;
    insert into registry.verification_reply_file (
        book_id, request_id, reply_id, sha256, length, media_type, recorded_by, seal)
    values (book, request, reply, attach_reply_file.sha256, attach_reply_file.length, attach_reply_file.media_type, caller,
            known.seal)
    on conflict on constraint verification_reply_file_pkey do nothing;
end
$$;

-- Issues the letter of a request that is being sent. It was set beforehand, from what the register would have said then:
-- where the request got another number, or the person is known otherwise by now, it is another letter.
create function cases.send_letter(
    book int, request uuid, number text, resident_revision int, html_sha256 bytea, html_length int, pdf_sha256 bytea,
    pdf_length int) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform cases.issue_letter(book, request, html_sha256, html_length, pdf_sha256, pdf_length);
    if not exists (
        select from registry.verification_request as sent
        join registry.resident_version as version
            on (version.book_id, version.resident_id) = (sent.book_id, sent.resident_id)
            and version.believed_to = 'infinity'
        where (sent.book_id, sent.id) = (send_letter.book, send_letter.request)
          and (sent.number, version.revision) = (send_letter.number, send_letter.resident_revision))
    then
        perform cases.refuse('letter_outdated');
    end if;
end
$$;

grant execute on function
    cases.attach_reply_file(int, uuid, uuid, bytea, int, text),
    cases.send_letter(int, uuid, text, int, bytea, int, bytea, int)
    to sogoc_app;
