"""Runs Alembic for `remigrate verify`: on the scratch database, and dies behind the statement it is told to.

Each line of standard input is a request as JSON and is done in a process of its own; what happened goes into the file
`report`, and `done` appears when that process has ended.
"""
import json
import os
import re
import sys
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.getcwd())
warnings.simplefilter("ignore")

import alembic.command
import alembic.config
import alembic.util
import sqlalchemy
import sqlalchemy.engine.create
from alembic.script.base import Script, ScriptDirectory
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url

# Statements that change nothing, or that belong to Alembic and not to the revision.
RUNNER = re.compile(r"\s*(SELECT|SHOW|PRAGMA|EXPLAIN|DESCRIBE|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b|.*\balembic_version\b", re.I | re.S)
WRITES = re.compile(r"\s*SELECT\s.*(setval|nextval|\bINTO\b)", re.I | re.S)
statements, state = [], {"now": None, "failed": None}


def answer(status, **more):
    with open(told["report"], "w") as out:
        json.dump({"status": status, "statements": statements, **more}, out, default=str)


def scratch(url):
    """The project's own URL and driver, pointed at the scratch database."""
    given = make_url(url)
    family = {"mariadb": "mysql"}.get(given.get_backend_name(), given.get_backend_name())
    if family != told["family"]:
        raise SystemExit(f"env.py asks for {family}, and the migrations are verified on {told['family']}")
    place = told["place"]
    query = {}
    if place["socket"]:
        query = {"host": place["socket"]} if family == "postgresql" else {"unix_socket": place["socket"]}
    elif family == "postgresql" and place["tls"]:
        # The drivers that are built on libpq, and asyncpg, read what the URL does not say.
        os.environ["PGSSLMODE"] = place["tls"]
        if place["ca"]:
            os.environ["PGSSLROOTCERT"] = place["ca"]
    elif family == "mysql" and place["ca"]:
        query = {"ssl_ca": place["ca"]}
    elif family == "mysql" and place["tls"] not in (None, "disabled", "preferred"):
        query = {"ssl_check_hostname": "false"}
    changed = {"database": place["database"], "username": place["user"], "password": place["password"], "query": query}
    changed["host"], changed["port"] = (None, None) if family == "sqlite" or place["socket"] else (place["host"], place["port"])
    return sqlalchemy.engine.URL.create(given.drivername, **changed)


_create = sqlalchemy.engine.create.create_engine


def create_engine(url, *args, **options):
    if options.pop("creator", None) or options.pop("async_creator", None):
        raise SystemExit("env.py makes its connections by a `creator`: they can't be led to a scratch database")
    return _create(scratch(url), *args, **options)


for module in (sqlalchemy, sqlalchemy.engine, sqlalchemy.engine.create):
    module.create_engine = create_engine
try:
    import sqlalchemy.ext.asyncio.engine

    sqlalchemy.ext.asyncio.engine._create_engine = create_engine
except ImportError:
    pass


def line():
    """Where in the revision's file the statement was asked for."""
    frame = sys._getframe()
    while frame:
        if os.path.realpath(frame.f_code.co_filename) in told["files"]:
            return frame.f_lineno
        frame = frame.f_back
    return None


@event.listens_for(Engine, "before_cursor_execute")
def before(_connection, _cursor, statement, _parameters, _context, _many):
    state["now"] = {"sql": statement, "line": line()}


@event.listens_for(Engine, "after_cursor_execute")
def after(_connection, _cursor, statement, _parameters, _context, _many):
    place, state["now"] = state["now"], None
    if RUNNER.match(statement) and not WRITES.match(statement):
        return
    statements.append(place)
    if len(statements) == told["stop"]:
        answer("stopped")
        os._exit(0)


@event.listens_for(Engine, "handle_error")
def refused(context):
    if context.statement:
        state["failed"] = state["now"] or {"sql": context.statement, "line": None}


def explain(error):
    original = getattr(error, "orig", None)
    if original is None:
        return type(error).__name__, str(error)
    code = getattr(original, "pgcode", None) or getattr(original, "sqlstate", None)
    if code:
        return code, str(original)
    if len(original.args) > 1 and isinstance(original.args[0], int):
        return str(original.args[0]), str(original.args[1])
    return "", str(original)


def run():
    instead = {pair["file"]: pair["text"] for pair in told["instead"]}
    if instead:
        _load = alembic.util.load_python_file

        def load(folder, filename):
            path = os.path.realpath(os.path.join(folder, filename))
            return _load(*os.path.split(instead[path])) if path in instead else _load(folder, filename)

        alembic.util.load_python_file = load
    if told["added"]:
        _revisions = ScriptDirectory._load_revisions

        def load_revisions(self):
            yield from _revisions(self)
            for path in told["added"]:
                module = alembic.util.load_python_file(*os.path.split(path))
                yield Script(module, module.revision, path)

        ScriptDirectory._load_revisions = load_revisions
    config = alembic.config.Config(told["ini"])
    config.print_stdout = lambda *_: None
    try:
        for target in told["targets"]:
            getattr(alembic.command, told["command"])(config, target)
        answer("ok")
    except SystemExit as end:
        sys.stderr.write(f"{end}\n")
    except BaseException as error:  # a revision may raise anything
        code, message = explain(error)
        answer("fails", code=code, error=message, at=state["failed"])


requests, told = sys.stdin, {}
sys.stdin = open(os.devnull)
for line_of_input in requests:
    told.clear()
    told.update(json.loads(line_of_input))
    child = os.fork()
    if child == 0:
        sys.stderr = open(told["errors"], "w", buffering=1)
        run()
        os._exit(0)
    os.waitpid(child, 0)
    open(told["done"], "w").close()
