-- What is not billed yet of the replicas that are paid by the second and take calls now: a row comes when one is first seen
-- ready and goes when it no longer is.
create table replica_meter (
    deployment_id     text        not null,
    replica_id        text        not null,
    account           text        not null,
    model             text        not null,
    accelerator       text        not null,
    accelerator_count integer     not null check (accelerator_count > 0),
    hourly_price      numeric     not null check (hourly_price >= 0),
    currency          text        not null,
    billed_until      timestamptz not null,
    seen_at           timestamptz not null,
    primary key (deployment_id, replica_id)
);
