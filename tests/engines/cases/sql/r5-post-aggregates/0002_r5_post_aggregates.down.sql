drop trigger post_aggregates_post on posts;
drop function post_aggregates_post;
drop table post_aggregates;
