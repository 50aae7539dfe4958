UPDATE posts SET body = json_set('{}', '$.text', body) WHERE json_valid(body) = 0;
