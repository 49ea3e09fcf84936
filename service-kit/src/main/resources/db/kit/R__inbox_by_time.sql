-- For deleting what was taken long ago (radium.retention.inbox). Repeatable, so that it reaches databases made before it.
create index if not exists inbox_by_time on inbox (taken_at);
