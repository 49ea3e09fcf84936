-- For deleting what is old (radium.analytics.kept). counted_record has its day in front already.
create index rollup_by_age on rollup (grain, start);
create index failed_request_by_age on failed_request (time);
