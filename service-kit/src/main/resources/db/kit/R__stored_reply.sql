-- Replies to requests with an Idempotency-Key. Repeatable, so that it reaches databases made before it.
create table if not exists stored_reply (
    account   text        not null,
    key       bytea       not null, -- SHA-256
    request   bytea       not null, -- SHA-256 of what was asked for
    status    smallint    not null,
    salt      bytea       not null,
    reply     bytea       not null, -- sealed with a key derived from the Idempotency-Key
    stored_at timestamptz not null,
    primary key (account, key)
);

create index if not exists stored_reply_by_time on stored_reply (stored_at);
