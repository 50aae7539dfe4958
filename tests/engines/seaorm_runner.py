"""Runs SeaORM migrations with the real sea-orm-migration: all files that are known are compiled into one binary."""
import hashlib
import json
import os
import re
import subprocess

from runners import EarlierFails, Runner

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.environ.get("REMIGRATE_SEAORM_TARGET", os.path.join(HERE, "../../target/engines/seaorm"))
FOLDER = os.path.abspath(os.path.join(TARGET, "cases"))
BINARY = os.path.join(TARGET, "debug/seaorm-worker")
BROKEN = {}
BUILT = set()


def module(text):
    return "m_" + hashlib.sha1(text.encode()).hexdigest()[:16]


def build(files):
    """Compiles these (name, text) pairs, and all that were there before. What does not compile is taken out and said."""
    for name, text in files:
        place = os.path.join(FOLDER, module(text))
        if module(text) not in BROKEN and not os.path.isdir(place):
            os.makedirs(place, exist_ok=True)  # another job may be at it
            with open(os.path.join(place, re.sub(r"\W", "_", os.path.splitext(name)[0]) + ".rs"), "w") as out:
                out.write(text)
    argv = ["cargo", "build", "--quiet", "--manifest-path", os.path.join(HERE, "seaorm/Cargo.toml"), "--message-format", "short"]
    env = {**os.environ, "CARGO_TARGET_DIR": os.path.abspath(TARGET), "SEAORM_CASES": FOLDER}
    for _ in range(20):
        got = subprocess.run(argv, env=env, capture_output=True, text=True)
        if got.returncode == 0:
            BUILT.update(os.listdir(FOLDER))
            return
        wrong = dict(reversed(re.findall(r"cases/(m_\w+)/[^\n]*?error[^:]*: ([^\n]+)", got.stderr)))
        if not wrong:
            raise SystemExit(f"the SeaORM worker does not compile: run scripts/setup-engines\n{got.stderr[-2000:]}")
        for name, error in wrong.items():
            BROKEN[name] = error
            subprocess.run(["rm", "-rf", os.path.join(FOLDER, name)], check=True)
    raise SystemExit("the SeaORM worker does not compile")


def prepare(cases):
    """Compiles everything that these cases will ask for, once."""
    cases = [case for case in cases if case.framework == "seaorm"]
    if cases:
        build([(os.path.basename(path), case.read(path)) for case in cases for path in [case.migration, *case.earlier]])


class SeaOrm(Runner):
    table, column, can_down = "seaql_migrations", "version", True

    def lay_out(self):
        paths = [*self.case.earlier, self.case.migration]
        texts = [self.case.read(path) for path in paths]
        self.modules = [module(text) for text in texts]
        if not set(self.modules) <= BUILT:
            build([(os.path.basename(path), text) for path, text in zip(paths, texts)])
        for name in self.modules:
            if name in BROKEN:
                raise RuntimeError(f"does not compile: {BROKEN[name]}")

    def _url(self, db):
        if self.engine.kind == "postgres":
            return f"postgres://postgres@localhost/{db}?host={self.engine.home}"
        if self.engine.kind == "mariadb":
            return f"mysql://root@localhost/{db}?socket={self.engine.socket}"
        return f"sqlite://{db}?mode=rwc"

    def _ask(self, db, direction, modules, stop=None):
        request = {"url": self._url(db), "direction": direction, "migrations": modules, "stop": stop}
        got = subprocess.run([BINARY, json.dumps(request)], capture_output=True, text=True, timeout=60)
        lines = got.stdout.strip().splitlines()
        answer = json.loads(lines[-1]) if lines else {"status": "fails", "statements": [], "error": got.stderr[-300:], "code": "died"}
        if self.engine.kind == "sqlite":
            # `sqlx` logs SQLite's statements from another thread: which was the last one is not certain when one fails.
            answer.pop("at", None)
            answer.pop("sql", None)
        return answer

    def set_ledger(self, db, versions):
        con = self.engine.connect(db)
        try:
            cur = con.cursor()
            try:
                cur.execute("DELETE FROM seaql_migrations")
            except Exception:  # no such table: nothing was ever recorded
                return
            for version in versions:
                cur.execute(f"INSERT INTO seaql_migrations (version, applied_at) VALUES ('{version}', 0)")
        finally:
            con.close()

    def earlier(self, db):
        # Also makes the migrator's own table, as it is there in every deployed database.
        got = self._ask(db, "up", self.modules[:-1])
        if got["status"] != "ok":
            raise EarlierFails(f"an earlier migration fails: {got['error']}")

    def up(self, db, stop=None):
        return self._ask(db, "up", self.modules, stop)

    def down(self, db, stop=None):
        return self._ask(db, "down", self.modules, stop)
