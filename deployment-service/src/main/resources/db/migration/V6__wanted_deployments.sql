-- Deployments that owners of fine-tuning jobs wanted of the result, one of each job for ever.
create table wanted_deployment (
    job_id  text    primary key,
    account text    not null,
    name    text    not null,
    model   text    not null,
    settled boolean not null default false -- it was made or refused
);

create index wanted_deployment_open on wanted_deployment (job_id) where not settled;
