alter sequence if exists users_id_seq rename to accounts_id_seq;
alter table if exists users rename to accounts;
alter table accounts rename constraint users_pkey to accounts_pkey;
