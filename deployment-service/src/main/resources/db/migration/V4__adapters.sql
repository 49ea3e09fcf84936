-- Fine-tuned models that a deployment answers for, as JSON.
alter table deployment add column adapters text not null default '[]';

-- Of a fine-tuned model: what it was made of, whose it is and which job made it; empty for the catalogue's.
alter table model_copy add column base text not null default '';
alter table model_copy add column account text not null default '';
alter table model_copy add column job_id text not null default '';
alter table model_copy add column active boolean not null default true;

create index model_copy_made_of on model_copy (base, account) where base <> '';
