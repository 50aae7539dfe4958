"""One runner per framework. A runner brings one case's migration up or down on a database, stopping where asked."""
import json
import os
import re
import shutil
import subprocess
import sys

import splitter

HERE = os.path.dirname(os.path.abspath(__file__))


def ruby():
    """Debian's Ruby, which has ActiveRecord, and not one of a version manager."""
    return "/usr/bin/ruby" if os.path.exists("/usr/bin/ruby") else "ruby"


class EarlierFails(RuntimeError):
    """The migration itself can't be judged: one before it fails."""


class Worker:
    """A helper process that answers one line of JSON with another."""

    def __init__(self, argv):
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=HERE)

    def ask(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a worker ended: is everything installed? run scripts/setup-engines")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Workers:
    def __init__(self):
        self.open = {}

    def get(self, name):
        if name not in self.open:
            argv = {"rails": [ruby(), "-W0", "rails_worker.rb"], "alembic": [sys.executable, "-B", "alembic_worker.py"]}[name]
            self.open[name] = Worker(argv)
        return self.open[name]

    def close(self):
        for worker in self.open.values():
            worker.close()


class Runner:
    """`up` and `down` give {status: ok | fails | stopped, statements, error?, code?, sql?, at?}."""

    def __init__(self, case, engine, workers, folder):
        self.case, self.engine, self.workers, self.folder = case, engine, workers, folder
        os.makedirs(folder)
        self.lay_out()

    def start(self, db):
        """The start state, the earlier migrations, and what the application has written since."""
        self.script(db, self.case.start)
        self.earlier(db)
        self.script(db, self.case.rows)

    def script(self, db, text):
        statements = splitter.split(text, self.engine.kind)
        if statements:
            con = self.engine.connect(db)
            try:
                cur = con.cursor()
                for statement in statements:
                    try:
                        cur.execute(statement)
                    except Exception as error:
                        raise RuntimeError(f"the start state fails: {error}: {statement}") from error
            finally:
                con.close()

    def ledger(self, db):
        con = self.engine.connect(db)
        try:
            cur = con.cursor()
            cur.execute(f"SELECT {self.column} FROM {self.table}")
            return [r[0] for r in cur.fetchall()]
        except Exception:  # no such table yet
            return []
        finally:
            con.close()

    def set_ledger(self, db, versions):
        con = self.engine.connect(db)
        try:
            cur = con.cursor()
            try:
                cur.execute(f"DELETE FROM {self.table}")
            except Exception:  # no such table: nothing was ever recorded
                return
            for version in versions:
                cur.execute(f"INSERT INTO {self.table} ({self.column}) VALUES ('{version}')")
        finally:
            con.close()


class Sql(Runner):
    table, column, can_down = "judge_ledger", "version", False

    def lay_out(self):
        up, down = splitter.sections(self.case.read(self.case.migration))
        if down is None and self.case.down:
            down = self.case.read(self.case.down)
        # Some tools send the whole file as one query, which PostgreSQL makes one implicit transaction.
        cut = (lambda text, _: [text]) if self.case.mode == "script" else splitter.split
        self.parts = {"up": cut(up, self.engine.kind), "down": splitter.split(down or "", self.engine.kind)}
        self.can_down = bool(self.parts["down"])

    def earlier(self, db):
        con = self.engine.connect(db)
        try:
            cur = con.cursor()
            for path in self.case.earlier:
                for statement in splitter.split(splitter.sections(self.case.read(path))[0], self.engine.kind):
                    try:
                        cur.execute(statement)
                    except Exception as error:
                        raise EarlierFails(f"the earlier migration {os.path.basename(path)} fails: {error}: {statement}") from error
            cur.execute("CREATE TABLE judge_ledger (version varchar(20) PRIMARY KEY)")
        finally:
            con.close()

    def up(self, db, stop=None):
        return self._run(db, "up", stop)

    def down(self, db, stop=None):
        return self._run(db, "down", stop)

    def _run(self, db, direction, stop):
        whole = self.case.mode == "whole"
        done = []
        con = self.engine.connect(db)
        try:
            cur = con.cursor()
            recorded = self.ledger_in(cur)
            if recorded == (direction == "up"):
                return {"status": "ok", "statements": [], "note": "recorded"}
            begin = "START TRANSACTION" if self.engine.kind == "mariadb" else "BEGIN"
            ledger = "INSERT INTO judge_ledger VALUES ('1')" if direction == "up" else "DELETE FROM judge_ledger"
            try:
                if whole:
                    cur.execute(begin)
                for statement in self.parts[direction]:
                    done.append(statement)
                    # No parameters, so a percent sign is only itself.
                    cur.execute(statement)
                    if cur.description:
                        cur.fetchall()
                    if len(done) == stop:
                        return {"status": "stopped", "statements": done}
                done.append(ledger)
                cur.execute(ledger)
                if whole:
                    cur.execute("COMMIT")
                    # PostgreSQL answers COMMIT of a spoilt transaction with ROLLBACK, and no error.
                    if getattr(cur, "statusmessage", "COMMIT") == "ROLLBACK":
                        return {"status": "fails", "statements": done[:-1], "error": "the transaction was rolled back at COMMIT", "code": "rolled-back", "sql": "COMMIT", "at": None}
                done.pop()
                return {"status": "ok", "statements": done}
            except Exception as error:
                code, text = self.explain(error)
                at = len(done) if done and done[-1] is not ledger else None
                return {"status": "fails", "statements": done, "error": text, "code": code, "sql": done[-1] if done else None, "at": at}
        finally:
            con.close()

    @staticmethod
    def ledger_in(cur):
        cur.execute("SELECT version FROM judge_ledger")
        return bool(cur.fetchall())

    @staticmethod
    def explain(error):
        if getattr(error, "pgcode", None):
            return error.pgcode, str(error)
        if type(error).__module__.startswith("pymysql") and len(error.args) > 1:
            return str(error.args[0]), str(error.args[1])
        return getattr(error, "sqlite_errorname", type(error).__name__), str(error)


class Rails(Runner):
    table, column, can_down = "schema_migrations", "version", True

    def lay_out(self):
        self.before = os.path.join(self.folder, "earlier")
        self.now = os.path.join(self.folder, "now")
        os.makedirs(self.before)
        os.makedirs(self.now)
        used = set()
        for i, path in enumerate(self.case.earlier):
            used.add(self._copy(path, self.before, 20200101000000 + i))
        self.version = int(self._copy(self.case.migration, self.now, 20300101000000))

    def _copy(self, path, to, version):
        name = os.path.basename(path)
        text = self.case.read(path)
        m = re.match(r"(\d+)_(\w+)\.rb$", name)
        if not m:
            klass = re.search(r"^\s*class\s+(\w+)", text, re.M)
            word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", klass[1] if klass else "Migration").lower()
            name, m = f"{version}_{word}.rb", [None, str(version)]
        with open(os.path.join(to, name), "w") as out:
            out.write(text)
        return m[1]

    def _ask(self, db, directory, direction, stop=None):
        return self.workers.get("rails").ask({"dir": directory, "db": self.engine.rails(db), "direction": direction, "version": self.version, "stop": stop})

    def earlier(self, db):
        # Also makes Rails' own tables, as they are there in every deployed database.
        got = self._ask(db, self.before, "all")
        if got["status"] != "ok":
            raise EarlierFails(f"an earlier migration fails: {got['error']}")

    def up(self, db, stop=None):
        return self._ask(db, self.now, "up", stop)

    def down(self, db, stop=None):
        return self._ask(db, self.now, "down", stop)


ENV = '''"""Made by judge.py."""
from alembic import context

attributes = context.config.attributes
with attributes["engine"].connect() as connection:
    context.configure(connection=connection, **attributes["options"])
    with context.begin_transaction():
        context.run_migrations()
'''
STUB = '''revision = {0!r}
down_revision = None


def upgrade():
    pass


def downgrade():
    pass
'''


class Alembic(Runner):
    table, column, can_down = "alembic_version", "version_num", True

    def lay_out(self):
        versions = os.path.join(self.folder, "versions")
        os.makedirs(versions)
        with open(os.path.join(self.folder, "env.py"), "w") as out:
            out.write(ENV)
        known = set()
        for path in self.case.earlier:
            shutil.copy(path, versions)
            known.add(self.fact(self.case.read(path), "revision")[0])
        shutil.copy(self.case.migration, versions)
        text = self.case.read(self.case.migration)
        self.revision = self.fact(text, "revision")[0]
        self.parents = self.fact(text, "down_revision")
        self.needs = [p for p in self.parents + self.fact(text, "depends_on") if p]
        for parent in self.needs:
            if parent not in known:
                with open(os.path.join(versions, f"stub_{parent}.py"), "w") as out:
                    out.write(STUB.format(parent))

    @staticmethod
    def fact(text, name):
        m = re.search(rf"^{name}\s*(?::[^=\n]+)?=\s*(\([^)]*\)|\[[^\]]*\]|[^\n]+)", text, re.M)
        return re.findall(r"""["']([^"']+)["']""", m[1].split("#")[0]) if m else []

    def _ask(self, db, command, target, stop=None):
        return self.workers.get("alembic").ask({"dir": self.folder, "url": self.engine.url(db), "command": command, "target": target, "stop": stop, "env": self.case.env})

    def earlier(self, db):
        for parent in self.needs:
            got = self._ask(db, "upgrade", parent)
            if got["status"] != "ok":
                raise EarlierFails(f"an earlier revision fails: {got['error']}")

    def up(self, db, stop=None):
        return self._ask(db, "upgrade", self.revision, stop)

    def down(self, db, stop=None):
        return self._ask(db, "downgrade", self.parents[0] if self.parents else "base", stop)


RUNNERS = {"sql": Sql, "rails": Rails, "alembic": Alembic}
