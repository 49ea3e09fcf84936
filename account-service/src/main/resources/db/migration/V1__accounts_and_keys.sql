create table account (
    id                    text        primary key,
    name                  text        not null,
    -- The user whose first call opened it: one account each, however many first calls run at once.
    opened_by             text        unique,
    policy_name           text        not null,
    policy_requests       bigint      not null check (policy_requests > 0),
    policy_window_seconds integer     not null check (policy_window_seconds > 0),
    policy_scope          text        not null check (policy_scope in ('KEY', 'ACCOUNT')),
    policy_concurrent     integer     check (policy_concurrent > 0),
    created_at            timestamptz not null,
    version               bigint      not null
);

create table member (
    account    text        not null references account,
    sub        text        not null,
    role       text        not null check (role in ('OWNER', 'ADMIN', 'DEVELOPER', 'VIEWER')),
    email      text,
    name       text,
    created_at timestamptz not null,
    version    bigint      not null,
    primary key (account, sub)
);

create index member_sub on member (sub);

create sequence api_key_change;

create table api_key (
    id                   text        primary key,
    account              text        not null references account,
    name                 text        not null,
    prefix               text        not null,
    last4                text        not null,
    -- HMAC-SHA-256 under the pepper of the key's SHA-256, hexadecimal.
    hash                 text        not null unique,
    status               text        not null check (status in ('ACTIVE', 'REVOKED')),
    role                 text        not null check (role in ('ADMIN', 'DEVELOPER')),
    -- Lists: one entry a line.
    scopes               text        not null,
    allowed_models       text        not null,
    ip_allow_list        text        not null,
    limit_requests       bigint,
    limit_window_seconds integer,
    limit_concurrent     integer,
    expires_at           timestamptz,
    created_at           timestamptz not null,
    -- Grows in the order of commits, over all keys.
    change               bigint      not null unique,
    version              bigint      not null,
    check ((limit_requests is null) = (limit_window_seconds is null))
);

create index api_key_account on api_key (account, created_at desc, id);

create table api_key_usage (
    key_id       text           primary key references api_key,
    requests     bigint         not null,
    tokens       bigint         not null,
    cost         numeric(38,12) not null,
    last_used_at timestamptz    not null
);

create table api_key_hour (
    key_id   text           not null references api_key,
    hour     timestamptz    not null,
    requests bigint         not null,
    tokens   bigint         not null,
    cost     numeric(38,12) not null,
    primary key (key_id, hour)
);
