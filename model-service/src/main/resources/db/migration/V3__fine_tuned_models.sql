-- Whose a model is; null = it is the catalogue's, for everybody.
alter table model add column account text;

-- What jobs made, deleted ones too, so that no name means two things and no event brings one back. The rest of such a
-- model is derived from its base, and stands in "model" as soon as the base is known.
create table fine_tuned_model (
    id             text primary key,
    account        text        not null,
    job_id         text        not null unique,
    base           text        not null,
    name           text        not null,
    adapter_uri    text        not null,
    adapter_sha256 text        not null,
    created_at     timestamptz not null,
    deleted_at     timestamptz,
    version        bigint      not null
);
