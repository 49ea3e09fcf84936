-- What the account itself has paid, ever; its limits per calendar month; null = none of its own, none agreed.
alter table billing_account add column paid numeric(38,12) not null default 0 check (paid >= 0);
alter table billing_account add column own_limit numeric(38,12) check (own_limit >= 0);
alter table billing_account add column custom_limit numeric(38,12) check (custom_limit >= 0);
alter table billing_account add column standing_reason text check (standing_reason in ('CREDITS_EXHAUSTED', 'SPENDING_LIMIT'));
update billing_account set standing_reason = 'CREDITS_EXHAUSTED' where standing = 'SUSPENDED';
alter table billing_account add check ((standing = 'SUSPENDED') = (standing_reason is not null));
-- The month whose limit stopped the account, until it may spend again.
alter table billing_account add column standing_month date;
create index billing_account_stopped on billing_account (standing_month) where standing_month is not null;
-- The highest threshold that was told, and of which month.
alter table billing_account add column told_month date;
alter table billing_account add column told_percent integer not null default 0;

-- No card number: the provider's handle, and what a customer knows the card by.
create table payment_method (
    id              text        primary key,
    account         text        not null references billing_account,
    type            text        not null check (type in ('CARD', 'BANK_TRANSFER')),
    status          text        not null check (status in ('PENDING', 'ACTIVE', 'REMOVED')),
    handle          text,
    brand           text,
    last4           text        check (length(last4) = 4),
    expiry_month    integer     check (expiry_month between 1 and 12),
    expiry_year     integer,
    billing_details text,
    created_at      timestamptz not null,
    version         integer     not null,
    check ((type = 'CARD') = (handle is not null and brand is not null and last4 is not null
        and expiry_month is not null and expiry_year is not null))
);
create index payment_method_newest on payment_method (account, created_at desc, id desc) where status <> 'REMOVED';

-- Committed before money moves, so that a payment is found again whatever was killed. A request that is sent again finds
-- its purchase by the hash of its Idempotency-Key.
create table credit_purchase (
    id           text           primary key,
    account      text           not null references billing_account,
    method_id    text           not null references payment_method,
    method_type  text           not null check (method_type in ('CARD', 'BANK_TRANSFER')),
    amount       numeric(38,12) not null check (amount > 0),
    status       text           not null check (status in ('PENDING', 'COMPLETED', 'FAILED')),
    request_key  text,
    failure      text,
    created_at   timestamptz    not null,
    completed_at timestamptz,
    version      integer        not null,
    check ((status = 'COMPLETED') = (completed_at is not null))
);
create unique index credit_purchase_request on credit_purchase (account, request_key);
create index credit_purchase_pending on credit_purchase (created_at) where status = 'PENDING';
create index credit_purchase_newest on credit_purchase (account, created_at desc, id desc);

-- The books of the offline provider, which stands for an outside system: one charge for each key.
create table offline_charge (
    idempotency_key text           primary key,
    id              text           not null,
    handle          text           not null,
    amount          numeric(38,12) not null,
    currency        text           not null
);
revoke update, delete, truncate on offline_charge from ${app-role};

-- What moved the balance, owed money included, so that the amounts add up to it.
create or replace view credit_history as
    select t.id, t.customer, t.kind, t.time,
        (select -sum(e.amount) from ledger_entry e
         where e.transaction_id = t.id
           and e.ledger_account in ('customer:' || t.customer || ':credit', 'customer:' || t.customer || ':receivable'))
        as amount
    from ledger_transaction t;
