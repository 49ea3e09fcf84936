-- What came before said neither.
alter table usage_line add column cached_tokens integer not null default 0 check (cached_tokens >= 0);
alter table usage_line add column failed boolean not null default false;
