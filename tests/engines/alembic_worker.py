"""Runs Alembic revisions for judge.py: a request is one line of JSON on stdin, the answer one line on stdout.

Every run is a fork, so that what SQLAlchemy remembers, and the death of a run, stay its own.
"""
import json
import os
import re
import signal
import sys
import warnings

sys.dont_write_bytecode = True
import alembic.autogenerate  # noqa: F401
import alembic.command
import alembic.config
import psycopg2  # noqa: F401
import pymysql  # noqa: F401
import sqlalchemy
import sqlalchemy.dialects.mysql.pymysql  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg2  # noqa: F401
import sqlalchemy.dialects.sqlite  # noqa: F401
from sqlalchemy import event

RUNNER = re.compile(r"\s*(SELECT|SHOW|PRAGMA|EXPLAIN|DESCRIBE|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b|.*\balembic_version\b", re.I | re.S)
# Reads that write: they are the migration's own.
WRITES = re.compile(r"\s*SELECT\s.*(setval|nextval|create_hypertable|\bINTO\b)", re.I | re.S)


def code(error):
    orig = getattr(error, "orig", None)
    if orig is None:
        return type(error).__name__
    if getattr(orig, "pgcode", None):
        return orig.pgcode
    if isinstance(orig, pymysql.err.Error) and orig.args:
        return str(orig.args[0])
    return getattr(orig, "sqlite_errorname", type(orig).__name__)


def message(error):
    orig = getattr(error, "orig", None)
    if isinstance(orig, pymysql.err.Error) and len(orig.args) > 1:
        return str(orig.args[1])
    return str(orig or error)


def run(request, answer):
    statements = []
    arguments = {"ssl_disabled": True} if "+pymysql" in request["url"] else {}
    engine = sqlalchemy.create_engine(request["url"], poolclass=sqlalchemy.pool.NullPool, connect_args=arguments)
    options = dict(request.get("env") or {})
    if options.pop("sqlite_begin", False):
        @event.listens_for(engine, "connect")
        def _connect(dbapi, _record):
            dbapi.isolation_level = None

        @event.listens_for(engine, "begin")
        def _begin(connection):
            connection.exec_driver_sql("BEGIN")

    state = {"failed": None}

    @event.listens_for(engine, "before_cursor_execute")
    def _before(_connection, _cursor, statement, _parameters, _context, _many):
        state["now"] = statement

    @event.listens_for(engine, "after_cursor_execute")
    def _after(_connection, _cursor, statement, _parameters, _context, _many):
        state["now"] = None
        if RUNNER.match(statement) and not WRITES.match(statement):
            return
        statements.append(statement)
        if len(statements) == request.get("stop"):
            answer({"status": "stopped", "statements": statements})
            os._exit(9)

    @event.listens_for(engine, "handle_error")
    def _error(context):
        if context.statement:
            state["failed"] = context.statement

    config = alembic.config.Config()
    config.set_main_option("script_location", request["dir"])
    config.attributes["engine"] = engine
    config.attributes["options"] = options
    config.print_stdout = lambda *a: None
    try:
        getattr(alembic.command, request["command"])(config, request["target"])
        answer({"status": "ok", "statements": statements})
    except BaseException as error:  # a revision may raise anything
        failed = state["failed"]
        if failed is not None and not RUNNER.match(failed):
            statements.append(failed)
            at = len(statements)
        else:
            at = None
        answer({"status": "fails", "statements": statements, "error": message(error), "code": code(error), "sql": failed, "at": at})
    os._exit(0)


def main():
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        request = json.loads(line)
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(2, 1)
            signal.alarm(40)

            def answer(value):
                os.write(writer, b"")
                with os.fdopen(writer, "w") as out:
                    out.write(json.dumps(value, default=str))

            try:
                run(request, answer)
            finally:
                os._exit(1)
        os.close(writer)
        with os.fdopen(reader) as text:
            got = text.read()
        os.waitpid(pid, 0)
        print(got or json.dumps({"status": "fails", "statements": [], "error": "the worker died", "code": "died"}), flush=True)


if __name__ == "__main__":
    main()
