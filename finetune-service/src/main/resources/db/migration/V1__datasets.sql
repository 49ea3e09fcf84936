create table dataset (
    id             text primary key,     -- ds_…; the same thing is file-… in OpenAI's words
    account        text        not null,
    name           text        not null,
    description    text,
    format         text        not null,
    latest_version integer     not null, -- 0 = no content yet
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    version        bigint      not null
);

create index dataset_by_account on dataset (account, created_at, id);

create table dataset_version (
    id           text primary key,     -- ds_…@1
    dataset_id   text        not null references dataset (id) on delete cascade,
    number       integer     not null,
    format       text        not null,
    account      text        not null,
    status       text        not null,
    filename     text        not null,
    size_bytes   bigint      not null,
    content      text        not null, -- JSON: the artifacts it is made of, in their order
    sha256       text,                 -- of the whole content
    expected_md5 text,                 -- that the client says
    findings     text,                 -- JSON
    tokens       bigint,
    error_code   text,
    error_text   text,
    read_bytes   bigint      not null, -- how far the reading has come
    attempts     integer     not null,
    lease_owner  text,
    lease_until  timestamptz,
    created_at   timestamptz not null,
    validated_at timestamptz,
    unique (dataset_id, number)
);

create index dataset_version_to_read on dataset_version (created_at) where status = 'PROCESSING';

-- What needs a version of a dataset, so that it cannot be deleted: fine-tuning jobs, each for as long as it runs.
create table dataset_use (
    dataset_id text    not null references dataset (id),
    number     integer not null,
    used_by    text    not null,
    primary key (dataset_id, number, used_by)
);

-- Artifacts that no row of ours names: being written, or no longer wanted. They are deleted when they are due.
create table unclaimed_artifact (
    key text primary key,
    due timestamptz not null
);

create index unclaimed_artifact_by_time on unclaimed_artifact (due);

-- Bytes of an account's files and parts of files.
create table stored_bytes (
    account text primary key,
    bytes   bigint not null
);

create table upload (
    id           text primary key,
    account      text        not null,
    filename     text        not null,
    mime_type    text        not null,
    size_bytes   bigint      not null, -- of the whole file, as it was announced
    status       text        not null,
    dataset_id   text, -- what it became
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    version      bigint      not null
);

create index upload_that_is_open on upload (expires_at) where status = 'PENDING';

create table upload_part (
    id         text primary key,
    upload_id  text        not null references upload (id) on delete cascade,
    key        text        not null,
    bytes      bigint      not null,
    created_at timestamptz not null
);

create index upload_part_by_upload on upload_part (upload_id);
