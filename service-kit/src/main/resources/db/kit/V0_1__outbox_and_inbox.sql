create table outbox (
    position   bigint generated always as identity primary key,
    id         text        not null unique,
    topic      text        not null,
    key        text        not null,
    type       text        not null,
    value      text,
    request_id text,
    created_at timestamptz not null default now()
);

create function notify_outbox() returns trigger language plpgsql as $$
begin
    notify outbox;
    return null;
end
$$;

create trigger outbox_filled after insert on outbox for each statement execute function notify_outbox();

create table inbox (
    consumer text        not null,
    event_id text        not null,
    taken_at timestamptz not null default now(),
    primary key (consumer, event_id)
);
