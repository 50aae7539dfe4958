UPDATE posts SET title = 'Re: ' || title WHERE state = 1;
UPDATE posts SET state = 2 WHERE state = 1;
