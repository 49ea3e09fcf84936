create table deployment (
    id            text        primary key,
    account       text        not null,
    name          text        not null,
    model_id      text        not null,
    model_names   text        not null,
    served_model  text        not null,
    configuration text        not null,
    status        text        not null,
    reason        text,
    reason_detail text,
    serverless    boolean     not null,
    revision      integer     not null,
    replicas      text        not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    version       bigint      not null
);

-- A deleted deployment's row stays until nothing of it runs; its name is free at once.
create unique index deployment_name on deployment (account, name) where status <> 'DELETED';
create index deployment_of_model on deployment (model_id);

create table deployment_event (
    position      bigint      generated always as identity primary key,
    deployment_id text        not null,
    time          timestamptz not null,
    level         text        not null,
    type          text        not null,
    message       text        not null
);

create index deployment_event_of on deployment_event (deployment_id, position);

-- Copies of what other services own.
create table model_copy (
    id      text   primary key,
    version bigint not null,
    body    text   not null
);

create table model_name (
    name     text not null,
    model_id text not null references model_copy on delete cascade,
    primary key (name, model_id)
);

create table deployment_hour (
    deployment_id  text        not null,
    hour           timestamptz not null,
    requests       bigint      not null default 0,
    errors         bigint      not null default 0,
    latency_micros bigint      not null default 0,
    cost           numeric     not null default 0,
    last_active_at timestamptz,
    primary key (deployment_id, hour)
);

create table usage_seen (
    id   text        primary key,
    time timestamptz not null
);

create index usage_seen_time on usage_seen (time);
