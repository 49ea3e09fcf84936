-- The place in a trace of what caused an event. Repeatable, so that it reaches databases made before it.
alter table outbox add column if not exists traceparent text;
