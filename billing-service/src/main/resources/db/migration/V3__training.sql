-- Null where the model cannot be fine-tuned.
alter table price add column training numeric;

-- A line of training has a job and no call: its id is that of the record of what was trained, which makes it count once.
alter table usage_line add column type text not null default 'TOKENS' check (type in ('TOKENS', 'TRAINING'));
alter table usage_line add column job_id text;
alter table usage_line add column trained_tokens bigint not null default 0 check (trained_tokens >= 0);
alter table usage_line add column training_price numeric;
alter table usage_line alter column request_id drop not null;
alter table usage_line alter column deployment_id drop not null;
alter table usage_line add check ((type = 'TOKENS') = (request_id is not null and deployment_id is not null));
alter table usage_line add check ((type = 'TRAINING') = (job_id is not null));
