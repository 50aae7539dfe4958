UPDATE posts SET state = 1 - state WHERE state IN (0, 1);
