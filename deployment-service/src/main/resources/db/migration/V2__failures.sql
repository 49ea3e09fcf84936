-- How often in a row a deployment failed: the wait before the next try grows with it.
alter table deployment add column failures integer not null default 0;
