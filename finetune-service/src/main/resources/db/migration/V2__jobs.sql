-- Copies of what model-service owns: the models of the catalogue.
create table model_copy (
    id      text   primary key,
    version bigint not null,
    body    text   not null
);

create table model_name (
    name     text not null,
    model_id text not null references model_copy on delete cascade,
    primary key (name, model_id)
);

-- What a content is in a model's tokens; counted once.
create table token_count (
    content    text        not null, -- sha256 and format
    weights    text        not null, -- sha256
    context    integer     not null, -- most tokens of a line
    held_out   text        not null, -- which lines are left out of training
    body       text        not null, -- JSON
    counted_at timestamptz not null,
    primary key (content, weights, context, held_out)
);

create table job (
    id             text primary key,      -- ft_…; the same thing is ftjob-… in OpenAI's words
    account        text        not null,
    name           text        not null,
    suffix         text,
    base_model     text        not null,  -- id of the catalogue
    base           text        not null,  -- JSON: its weights and licence when the job was made
    started_from   text,                  -- name of an earlier model of the account
    dataset_id     text        not null,
    dataset_number integer     not null,
    training       text        not null,  -- JSON: what the dataset was
    validation_id  text,
    validation_number integer,
    validation     text,                  -- JSON
    configuration  text        not null,  -- JSON
    metadata       text,                  -- JSON
    status         text        not null,
    reason         text,
    reason_text    text,
    plan           text,                  -- JSON: tokens, steps, seconds, memory
    price          numeric     not null,  -- of 1,000,000 trained tokens
    currency       text        not null,
    step           integer     not null,
    trained_tokens bigint      not null,  -- of the furthest step
    seconds        double precision,      -- that training took
    evaluation     text,                  -- JSON
    model          text,                  -- what it made is called so
    result         text,                  -- JSON
    told           bigint      not null,  -- position behind what the trainer has told and we have stored
    restarts       integer     not null,
    attempts       integer     not null,
    lease_owner    text,
    lease_until    timestamptz,
    cleared        boolean     not null,  -- the trainer knows nothing of it any more
    created_at     timestamptz not null,
    started_at     timestamptz,
    ended_at       timestamptz,
    version        bigint      not null
);

create index job_by_account on job (account, created_at, id);
create index job_by_dataset on job (dataset_id);
create index job_by_validation on job (validation_id) where validation_id is not null;
create index job_that_is_open on job (created_at) where status in ('PENDING', 'RUNNING');
create index job_to_clear on job (ended_at) where not cleared and status not in ('PENDING', 'RUNNING');
create unique index job_by_model on job (model) where model is not null;

create table job_event (
    position bigint      generated always as identity primary key,
    id       text        not null unique,
    job_id   text        not null references job (id) on delete cascade,
    time     timestamptz not null,
    level    text        not null,
    type     text        not null,
    message  text        not null,
    data     text                         -- JSON
);

create index job_event_of on job_event (job_id, position);

create table job_metric (
    job_id            text        not null references job (id) on delete cascade,
    step              integer     not null,
    time              timestamptz not null,
    train_loss        double precision,
    validation_loss   double precision,
    token_accuracy    double precision,
    learning_rate     double precision,
    tokens_per_second double precision,
    primary key (job_id, step)
);

create table job_checkpoint (
    id              text        not null unique,
    job_id          text        not null references job (id) on delete cascade,
    step            integer     not null,
    time            timestamptz not null,
    validation_loss double precision,
    primary key (job_id, step)
);
