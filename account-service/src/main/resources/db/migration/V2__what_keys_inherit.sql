alter table api_key
    -- The user who made it, also through another key; null for keys of before whose maker is not known.
    add column made_by          text,
    -- The first of the keys that were rotated into this one: its limit is counted under that name.
    add column lineage          text,
    -- Limits of the keys through which it was made, which count beside its own.
    add column inherited_limits text  not null default '[]',
    -- The end of the overlap after a rotation, apart from the expiry that its settings say.
    add column retires_at       timestamptz;

update api_key set lineage = id;
alter table api_key alter column lineage set not null;

-- Nobody could leave an account before: who is alone in one made all of its keys.
update api_key k set made_by = m.sub from member m
 where m.account = k.account and not exists (
    select 1 from member other where other.account = m.account and other.sub <> m.sub);

create index api_key_maker on api_key (account, made_by);

-- Grows with every change of the members, so that it is told of.
alter table account add column members_version bigint not null default 0;

-- A key that somebody rotates whose maker is a viewer by now.
alter table api_key drop constraint api_key_role_check;
alter table api_key add check (role in ('ADMIN', 'DEVELOPER', 'VIEWER'));
