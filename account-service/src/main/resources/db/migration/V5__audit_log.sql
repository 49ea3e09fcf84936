-- The log of what callers did, a chain of hashes for each account. Kept for ever: no row is changed or deleted.
create table audit_row (
    account       text        not null,
    -- From 1, without gaps.
    sequence      bigint      not null,
    id            text        not null unique,
    -- Whole milliseconds, as they are hashed.
    time          timestamptz(3) not null,
    actor         text        not null,
    address       text,
    request_id    text,
    action        text        not null,
    resource      text        not null,
    -- JSON as text: its bytes are hashed.
    change        text        not null,
    -- Of the row before; 64 zeros for the first.
    previous_hash text        not null,
    hash          text        not null,
    primary key (account, sequence)
);

create index audit_row_by_time on audit_row (account, time);

-- Where each chain ends: locked while a row is added to it.
create table audit_chain (
    account text   primary key,
    length  bigint not null,
    head    text   not null
);

create function refuse_change_of_audit_row() returns trigger language plpgsql as $$
begin
    raise exception 'rows of the audit log are only added';
end
$$;

create trigger audit_row_only_added before update or delete or truncate on audit_row
    for each statement execute function refuse_change_of_audit_row();

-- The role that the service works as.
do $$
begin
    execute format('revoke update, delete, truncate on audit_row from %I', current_user || '_app');
end
$$;
