-- Which records were counted already. The day leads the key, so that the table can be cut into partitions by day: a
-- record's time never changes, hence day and id are as unique as the id.
create table counted_record (
    day  date not null,
    kind text not null check (kind in ('USAGE', 'COST')),
    id   text not null,
    primary key (day, kind, id)
);

-- Sums and sketches of an account per minute and per hour, for each model, deployment and key ('' = no key).
create table rollup (
    account         text           not null,
    grain           text           not null check (grain in ('MINUTE', 'HOUR')),
    start           timestamptz    not null,
    model           text           not null,
    deployment_id   text           not null,
    key_id          text           not null,
    requests        bigint         not null,
    errors          bigint         not null,
    input_tokens    bigint         not null,
    output_tokens   bigint         not null,
    cost            numeric(38,12) not null,
    timed_requests  bigint         not null,
    latency_micros  bigint         not null,
    decoded_tokens  bigint         not null,
    decode_micros   bigint         not null,
    latency_sketch  bytea,
    ttft_sketch     bytea,
    primary key (account, grain, start, model, deployment_id, key_id)
);

create table failed_request (
    usage_id      text        primary key,
    account       text        not null,
    time          timestamptz not null,
    model         text        not null,
    deployment_id text        not null,
    key_id        text,
    request_id    text        not null,
    status        integer     not null,
    code          text        not null
);
create index failed_request_newest on failed_request (account, time desc, usage_id desc);
