-- For deleting hours that analytics of a key no longer show.
create index api_key_hour_by_age on api_key_hour (hour);
