-- All that a deployment ever did, so that its hours can be deleted after a time.
create table deployment_total (
    deployment_id  text    primary key,
    requests       bigint  not null default 0,
    errors         bigint  not null default 0,
    latency_micros bigint  not null default 0,
    cost           numeric not null default 0,
    last_active_at timestamptz
);

insert into deployment_total
select deployment_id, sum(requests), sum(errors), sum(latency_micros), sum(cost), max(last_active_at)
from deployment_hour group by deployment_id;

create index deployment_hour_by_age on deployment_hour (hour);
