-- Copy of what billing last said of accounts; reason is null of one that may spend.
create table account_standing (
    account text   primary key,
    reason  text,
    version bigint not null
);
