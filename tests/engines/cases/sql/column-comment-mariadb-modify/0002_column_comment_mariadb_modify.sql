ALTER TABLE users MODIFY COLUMN nickname varchar(150) NULL COMMENT 'what friends say';
ALTER TABLE users COMMENT = 'people';
ALTER TABLE users ADD INDEX users_nick (nickname), ALGORITHM=INPLACE, LOCK=NONE;
