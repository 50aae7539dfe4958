DROP VIEW nothing_here;
