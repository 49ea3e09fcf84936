-- '' = what requests cost; a fine-tuning job's costs have neither deployment nor key.
alter table rollup add column job_id text not null default '';
alter table rollup drop constraint rollup_pkey;
alter table rollup add primary key (account, grain, start, model, deployment_id, key_id, job_id);
