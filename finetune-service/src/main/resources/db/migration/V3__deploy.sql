-- Whether the owner wants a deployment of what the job makes.
alter table job add column deploy boolean not null default false;
