-- Hours of before count all their tokens as input; they are kept for seven days.
alter table api_key_hour rename column tokens to input_tokens;
alter table api_key_hour add column output_tokens bigint not null default 0;
alter table api_key_hour add column errors bigint not null default 0;
