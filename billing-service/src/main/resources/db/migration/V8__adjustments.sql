-- What operators gave to accounts or took from them by hand, and why; the money itself is in the ledger, under the same id.
create table adjustment (
    id         text           primary key,
    account    text           not null references billing_account,
    type       text           not null check (type in ('CREDIT', 'DEBIT')),
    amount     numeric(38,12) not null check (amount > 0),
    due        numeric(38,12) not null check (due >= 0), -- the part of a debit that no credit covered
    reason     text           not null,
    operator   text           not null,
    created_at timestamptz    not null
);
create index adjustment_newest on adjustment (account, created_at desc, id desc);
revoke update, delete, truncate on adjustment from ${app-role};
