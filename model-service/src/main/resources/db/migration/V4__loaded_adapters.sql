-- Fine-tuned models that replicas of a deployment have loaded (a JSON list of ids), copied from its routes.
create table adapter_copy (
    deployment_id text primary key,
    models        jsonb  not null,
    version       bigint not null
);
