alter table if exists plans rename to subscription_plans;
create or replace view plans as select id, name, price from subscription_plans;
