create table billing_account (
    account            text           primary key,
    balance            numeric(38,12) not null default 0,
    opened             boolean        not null default false,
    has_payment_method boolean        not null default false,
    rate_limit_policy  text,
    policy_version     bigint         not null default 0,
    standing           text           check (standing in ('ACTIVE', 'SUSPENDED')),
    standing_version   bigint         not null default 0,
    version            integer        not null default 0
);

-- A price version never changes. One that was refused stays as a gap: usage in its time waits.
create table price (
    model      text        not null,
    version    text        not null,
    position   integer     not null,
    valid_from timestamptz not null,
    input      numeric,
    output     numeric,
    refusal    text,
    primary key (model, version),
    check ((refusal is null) = (input is not null and output is not null))
);

-- One line per usage record, for ever: its primary key is what makes a record count once.
create table usage_line (
    usage_id          text        primary key,
    account           text        not null references billing_account,
    request_id        text        not null,
    time              timestamptz not null,
    model             text        not null,
    deployment_id     text        not null,
    key_id            text,
    prompt_tokens     integer     not null check (prompt_tokens >= 0),
    completion_tokens integer     not null check (completion_tokens >= 0),
    status            text        not null check (status in ('WAITING', 'RATED')),
    price_version     text,
    input_price       numeric,
    output_price      numeric,
    amount            numeric(38,12),
    currency          text,
    check ((status = 'RATED') = (amount is not null and price_version is not null and currency is not null))
);
create index usage_line_newest on usage_line (account, time desc, usage_id desc);
create index usage_line_waiting on usage_line (account, usage_id) where status = 'WAITING';

-- Spend of an account in a calendar month (UTC); due is the part that no credit covered.
create table monthly_spend (
    account text           not null references billing_account,
    month   date           not null,
    spend   numeric(38,12) not null,
    due     numeric(38,12) not null,
    primary key (account, month)
);

create table ledger_transaction (
    id       text        primary key,
    customer text        not null,
    kind     text        not null,
    time     timestamptz not null
);
create index ledger_transaction_newest on ledger_transaction (customer, time desc, id desc);

-- Positive = debit, negative = credit.
create table ledger_entry (
    transaction_id text           not null references ledger_transaction,
    position       integer        not null,
    ledger_account text           not null,
    amount         numeric(38,12) not null check (amount <> 0),
    currency       text           not null,
    primary key (transaction_id, position)
);
create index ledger_entry_account on ledger_entry (ledger_account);

create function refuse_unbalanced() returns trigger language plpgsql as $$
begin
    if exists (select 1 from added group by transaction_id, currency having sum(amount) <> 0) then
        raise exception 'ledger entries do not balance' using errcode = 'check_violation';
    end if;
    return null;
end
$$;

create trigger ledger_balances after insert on ledger_entry
    referencing new table as added for each statement execute function refuse_unbalanced();

-- Append-only: who works with the ledger can add to it, and nothing else.
revoke update, delete, truncate on ledger_transaction, ledger_entry from ${app-role};
revoke delete, truncate on usage_line from ${app-role};

create view credit_history as
    select t.id, t.customer, t.kind, t.time, -e.amount as amount
    from ledger_transaction t
    join ledger_entry e on e.transaction_id = t.id and e.ledger_account = 'customer:' || t.customer || ':credit';
