CREATE ROLE judge_reader;
GRANT SELECT ON users TO judge_reader;
