-- A line of time has a replica and no call: its id is that of the record of the time, which makes it count once.
alter table usage_line drop constraint usage_line_type_check;
alter table usage_line add constraint usage_line_type_check check (type in ('TOKENS', 'TRAINING', 'REPLICA_SECONDS'));
alter table usage_line add column replica_id text;
alter table usage_line add column accelerator text;
alter table usage_line add column accelerator_count integer not null default 0 check (accelerator_count >= 0);
alter table usage_line add column replica_seconds bigint not null default 0 check (replica_seconds >= 0);
alter table usage_line add column hourly_price numeric check (hourly_price >= 0);
alter table usage_line add check ((type = 'REPLICA_SECONDS')
    = (replica_id is not null and accelerator is not null and hourly_price is not null));
alter table usage_line add check (type <> 'REPLICA_SECONDS' or (deployment_id is not null and status = 'RATED'));
