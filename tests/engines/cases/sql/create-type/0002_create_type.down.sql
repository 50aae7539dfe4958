DROP TYPE size;
