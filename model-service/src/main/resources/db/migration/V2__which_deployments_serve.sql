-- Rows of before get their status with the deployment's next change; until then they do not count as serving.
alter table deployment_copy add column status text not null default 'PENDING';
