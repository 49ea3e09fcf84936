-- A partition for each grain, so that deleting old minutes leaves hours and days alone; whole days, which long windows
-- are made of; what of the sums were embeddings and cached tokens; and how long one output token took.
alter table rollup rename to rollup_before;
alter table rollup_before rename constraint rollup_pkey to rollup_before_pkey;

create table rollup (
    account             text           not null,
    grain               text           not null check (grain in ('MINUTE', 'HOUR', 'DAY')),
    start               timestamptz    not null,
    model               text           not null,
    deployment_id       text           not null,
    key_id              text           not null,
    requests            bigint         not null,
    errors              bigint         not null,
    input_tokens        bigint         not null,
    output_tokens       bigint         not null,
    cost                numeric(38,12) not null,
    timed_requests      bigint         not null,
    latency_micros      bigint         not null,
    decoded_tokens      bigint         not null,
    decode_micros       bigint         not null,
    latency_sketch      bytea,
    ttft_sketch         bytea,
    job_id              text           not null default '',
    cached_tokens       bigint         not null default 0,
    embedding_requests  bigint         not null default 0,
    embedding_tokens    bigint         not null default 0,
    output_token_sketch bytea,
    primary key (account, grain, start, model, deployment_id, key_id, job_id)
) partition by list (grain);
create table rollup_minute partition of rollup for values in ('MINUTE');
create table rollup_hour partition of rollup for values in ('HOUR');
create table rollup_day partition of rollup for values in ('DAY');

insert into rollup select * from rollup_before;
drop table rollup_before;

-- Sketches one after the other are their merger.
insert into rollup
select account, 'DAY', date_trunc('day', start, 'UTC'), model, deployment_id, key_id, sum(requests), sum(errors),
       sum(input_tokens), sum(output_tokens), sum(cost), sum(timed_requests), sum(latency_micros), sum(decoded_tokens),
       sum(decode_micros), string_agg(latency_sketch, cast('' as bytea)), string_agg(ttft_sketch, cast('' as bytea)), job_id
from rollup
where grain = 'HOUR'
group by account, date_trunc('day', start, 'UTC'), model, deployment_id, key_id, job_id;

create index rollup_by_age on rollup (start);
