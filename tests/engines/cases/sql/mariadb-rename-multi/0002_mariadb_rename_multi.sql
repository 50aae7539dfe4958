RENAME TABLE plans TO tariffs, tags TO labels;
