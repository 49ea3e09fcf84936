-- Which gateway's process made a call, so that it can be told which of its calls are charged.
alter table usage_line add column gateway text;

-- What the calls of each gateway's process cost an account, those of nothing counted too; latest = the time of the newest.
create table charged_calls (
    account text           not null references billing_account,
    gateway text           not null,
    records bigint         not null,
    amount  numeric(38,12) not null,
    latest  timestamptz    not null,
    primary key (account, gateway)
);
create index charged_calls_latest on charged_calls (account, latest desc);

alter table billing_account add column funds_version bigint not null default 0;
