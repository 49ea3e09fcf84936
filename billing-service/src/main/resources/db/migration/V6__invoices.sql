-- Which invoice a line stands on; null until its month is closed.
alter table usage_line add column invoice_id text;
create index usage_line_not_invoiced on usage_line (account, time) where invoice_id is null and status = 'RATED';

-- A closed month. What it says never changes; whether it is paid may.
create table invoice (
    id           text           primary key,
    number       text           not null unique,
    account      text           not null references billing_account,
    period_start date           not null,
    status       text           not null check (status in ('OPEN', 'PAID')),
    currency     text           not null,
    items        text           not null, -- JSON
    seller       text           not null, -- JSON: lines of text
    buyer        text           not null, -- JSON: lines of text
    total        numeric(38,12) not null,
    receivable   numeric(38,12) not null, -- exact: what no credit covered when it was used
    created_at   timestamptz    not null,
    due_date     date           not null,
    paid_at      timestamptz,
    version      integer        not null,
    unique (account, period_start),
    check ((status = 'PAID') = (paid_at is not null))
);
create index invoice_open on invoice (account) where status = 'OPEN';
revoke delete, truncate on invoice from ${app-role};
