create table model (
    id       text primary key,
    name     text    not null,
    provider text    not null,
    category text    not null,
    featured boolean not null,
    active   boolean not null,
    document text    not null,
    version  bigint  not null
);

create table model_name (
    name     text primary key,
    model_id text not null references model (id)
);

create table deployment_copy (
    deployment_id text primary key,
    account       text   not null,
    model_id      text   not null,
    version       bigint not null
);

create index deployment_copy_by_account on deployment_copy (account, model_id);
