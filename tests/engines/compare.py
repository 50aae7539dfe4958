#!/usr/bin/env python3
"""Compares what `remigrate` says of every case with what the engines said, and judges its fixes on the engines.

    compare.py --binary target/debug/remigrate                 predictions against truth.json; fixtures are really run
    compare.py --binary … --fix                                also: fix each case, and really run what came out
    compare.py --binary … sql/ @sqlite -v                      some cases, with every finding
"""
import argparse
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import judge
<<<<<<< HEAD
import seaorm_runner

DIALECT = {"postgres": "postgresql", "mariadb": "mariadb", "sqlite": "sqlite"}
LEVELS = ["ok", "warning", "error"]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        out.write(text)


def lay_out(case, root):
    """A small project around the case's migration; gives the migration's path in it."""
    return {"rails": rails, "alembic": alembic, "sql": sql, "seaorm": seaorm}[case.framework](case, root)


def rails(case, root):
    adapter, gem = {"postgres": ("postgresql", "pg (1.4.5)"), "mariadb": ("mysql2", "mysql2 (0.5.3)"), "sqlite": ("sqlite3", "sqlite3 (1.4.2)")}[case.engine]
    write(f"{root}/Gemfile.lock", f"GEM\n  remote: https://gems.example/\n  specs:\n    activerecord (6.1.7.10)\n    rails (6.1.7.10)\n    {gem}\n\nDEPENDENCIES\n  rails\n")
    write(f"{root}/config/database.yml", f"production:\n  adapter: {adapter}\n  database: shop\n")
    if case.engine == "mariadb":
        write(f"{root}/docker-compose.yml", "services:\n  db:\n    image: mariadb:10.11\n")
    for i, path in enumerate(case.earlier):
        name = os.path.basename(path)
        name = name if name[0].isdigit() else f"{20200101000000 + i}_{name}"
        write(f"{root}/db/migrate/{name}", case.read(path))
    target = f"{root}/db/migrate/{os.path.basename(case.migration)}"
    write(target, case.read(case.migration))
    return target


BEGIN_RECIPE = '''

@event.listens_for(engine, "connect")
def do_connect(dbapi_connection, connection_record):
    dbapi_connection.isolation_level = None


@event.listens_for(engine, "begin")
def do_begin(conn):
    conn.exec_driver_sql("BEGIN")
'''


def alembic(case, root):
    url, driver = {"postgres": ("postgresql+psycopg2://localhost/shop", "psycopg2-binary==2.9.13"), "mariadb": ("mariadb+pymysql://localhost/shop", "pymysql==1.2.4"), "sqlite": ("sqlite:///shop.db", "")}[case.engine]
    write(f"{root}/alembic.ini", f"[alembic]\nscript_location = migrations\nsqlalchemy.url = {url}\n")
    write(f"{root}/requirements.txt", f"alembic==1.20.1\nSQLAlchemy==2.1.9\n{driver}\n")
    options = "".join(f", {k}={v}" for k, v in case.env.items() if k != "sqlite_begin")
    write(f"{root}/migrations/env.py", f'''from alembic import context
from sqlalchemy import event, engine_from_config

config = context.config
engine = engine_from_config(config.get_section(config.config_ini_section))
{BEGIN_RECIPE if case.env.get("sqlite_begin") else ""}
with engine.connect() as connection:
    context.configure(connection=connection{options})
    with context.begin_transaction():
        context.run_migrations()
''')
    for path in case.earlier:
        write(f"{root}/migrations/versions/{os.path.basename(path)}", case.read(path))
    target = f"{root}/migrations/versions/{os.path.basename(case.migration)}"
    write(target, case.read(case.migration))
    return target


def sql(case, root):
    text = case.read(case.migration)
    tool = "goose" if "+goose" in text else "dbmate" if "migrate:up" in text else {"whole": "flyway", "script": "golang-migrate"}.get(case.mode, "sql")
    up, down = {"goose": ("-- +goose Up\n", "\n-- +goose Down\n"), "dbmate": ("-- migrate:up\n", "\n-- migrate:down\n")}.get(tool, ("", ""))
    name = os.path.basename(case.migration)
    named = (lambda n, s: f"V{n}__{s}.sql") if tool == "flyway" else (lambda n, s: f"{n:06}_{s}.up.sql") if tool == "golang-migrate" else (lambda n, s: f"{n:04}_{s}.sql")
    for i, path in enumerate(case.earlier):
        write(f"{root}/migrations/{named(i + 1, os.path.basename(path).split('.')[0])}", up + case.read(path) + down)
    target = f"{root}/migrations/{named(len(case.earlier) + 1, name[5:-4])}"
    write(target, text)
    if case.down and tool == "sql":
        write(target[:-4] + ".down.sql", case.read(case.down))
        os.rename(target, target[:-4] + ".up.sql")
        target = target[:-4] + ".up.sql"
    write(f"{root}/remigrate.toml", f'[[history]]\npath = "migrations"\ntool = "{tool}"\ndialect = "{DIALECT[case.engine]}"\n')
    return target
=======
import projects
from book import Book, predicted, truth_level

KNOWN = os.path.join(judge.HERE, "known.txt")
>>>>>>> main


def seaorm(case, root):
    feature = {"postgres": "sqlx-postgres", "mariadb": "sqlx-mysql", "sqlite": "sqlx-sqlite"}[case.engine]
    write(f"{root}/Cargo.toml", f'[package]\nname = "migration"\nversion = "0.1.0"\n\n[dependencies]\nsea-orm-migration = {{ version = "2.0.4", features = ["{feature}"] }}\n')
    if case.engine == "mariadb":
        write(f"{root}/docker-compose.yml", "services:\n  db:\n    image: mariadb:10.11\n")
    target = f"{root}/src/{os.path.basename(case.migration)}"
    paths = [f"{root}/src/{os.path.basename(path)}" for path in case.earlier] + [target]
    for path, origin in zip(paths, [*case.earlier, case.migration]):
        write(path, case.read(origin))
    names = [os.path.basename(path)[:-3] for path in paths]
    boxes = ", ".join(f"Box::new({name}::Migration)" for name in names)
    write(f"{root}/src/lib.rs", "".join(f"mod {name};\n" for name in names) + f"impl MigratorTrait for Migrator {{\n    fn migrations() -> Vec<Box<dyn MigrationTrait>> {{\n        vec![{boxes}]\n    }}\n}}\n")
    return target


def foresee(cases, binary, base, flags):
    """Compiles what the fixes of all SeaORM cases will be, once."""
    texts = []
    for i, case in enumerate(case for case in cases if case.framework == "seaorm"):
        root = os.path.join(base, f"s{i}")
        target = lay_out(case, root)
        subprocess.run([binary, "lint", *flags, os.path.relpath(target, root)], cwd=root, capture_output=True, timeout=60)
        texts.append((os.path.basename(target), case.read(target)))
        shutil.rmtree(root, ignore_errors=True)
    if texts:
        seaorm_runner.prepare(cases)
        seaorm_runner.build(texts)


def run(binary, root, target, *more):
    """remigrate's own JSON on one file of a project."""
    got = subprocess.run([binary, "lint", "--format", "json", *more, os.path.relpath(target, root)], cwd=root, capture_output=True, text=True, timeout=60)
    try:
        return json.loads(got.stdout)
    except ValueError:
        raise RuntimeError(f"exit {got.returncode}, no JSON: {(got.stderr or got.stdout).strip()[:300]}") from None


class Comparison:
    """One case: its project, what the engines did, and what remigrate says."""

    def __init__(self, case, binary, truth, servers, workers, book, root):
        self.case, self.binary, self.servers, self.workers, self.book, self.root = case, binary, servers, workers, book, root
        self.target = projects.lay_out(case, root)
        self.record = truth.get(case.name)
        if self.record is None:
            self.record = self.judge(case)[0]

    def judge(self, case):
        trial = judge.Trial(case, self.servers, self.workers)
        result = trial.judge()
        return {"verdict": judge.verdict(result), **judge.short(result)}, trial

    def predictions(self, verbose):
        report = run(self.binary, self.root, self.target)
        for error in report.get("errors", []):
            self.book.tell("error", self.case.name, error["message"])
        self.book.compare(self.case, self.record, report, verbose)

    def fix(self, flags, name):
        """Fix, then let the engines judge the text that came out."""
        work = f"{self.root}-{name}"
        shutil.copytree(self.root, work)
        try:
            self._fix(work, os.path.join(work, os.path.relpath(self.target, self.root)), flags, name)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def lint(self, work, path, flags):
        return subprocess.run([self.binary, "lint", *flags, os.path.relpath(path, work)], cwd=work, capture_output=True, timeout=60)

    def _fix(self, work, path, flags, name):
        case, book, record = self.case, self.book, self.record
        before, files = case.read(path), count_files(work)
        self.lint(work, path, flags)
        after = case.read(path)
        if count_files(work) != files:
            book.fixes[name, "made or removed files"] += 1
        level = truth_level(record)
        if after == before:
            if level != "ok":
                book.fixes[name, f"not offered where the engines say {level}"] += 1
            return
        fixed = self.fixed_case(work, path, after, name)
        got, trial = self.judge(fixed)
        harm = self.harm(got, trial)
        if harm:
            book.fixes[name, "HARMS"] += 1
            book.tell("harm", fixed.name, "; ".join(harm), diff(before, after))
        else:
            said, found = predicted(run(self.binary, work, path))
            now = truth_level(got)
            book.fixes[name, "made it safe" if now == "ok" else "left something" if said != "ok" else "claims too much"] += 1
            # What remigrate left is told by its findings; a fix after which it is silent has to hold.
            if said == "ok" and now not in ("ok", None) and not case.start:
                book.tell("fixed", fixed.name, f"{level} -> {now}, and remigrate is silent   {json.dumps(got.get('again', got['first']))[:200]}", diff(before, after))
        again = self.lint(work, path, flags)
        if case.read(path) != after:
            book.fixes[name, "NOT STABLE: a second fix changes it again"] += 1
            book.tell("stable", fixed.name, f"fixing again changes it again (exit {again.returncode})")

    def fixed_case(self, work, path, after, name):
        case = self.case
        down = case.down
        if down and path.endswith(".up.sql"):
            down = path.replace(".up.sql", ".down.sql")
        text_path = os.path.join(work, "judged", os.path.basename(case.migration))
        projects.write(text_path, after)
        return judge.Case(case.framework, case.engine, text_path, case.start, case.earlier, down, case.mode, case.env, f"{case.name}({name})", case.rows, case.repair)

    def harm(self, got, trial):
        """What the fix broke."""
        was, now, harm = self.record["verdict"], got["verdict"], []
        if was["first"] != "ok":
            return harm
        clean = judge.Trial(self.case, self.servers, self.workers).clean_run()
        if now["first"] != "ok":
            harm.append(f"the first run fails now: {got['first']['error']}")
        elif judge.dump.differences(clean, trial.clean):
            harm.append(f"the first run leaves something else: {judge.dump.differences(clean, trial.clean)[:4]}")
        for key in ("rollback", "redo"):
            if was.get(key) == "ok" and now.get(key, "ok") != "ok":
                harm.append(f"{key} was ok, and {now[key]} now: {json.dumps(got.get(key))[:120]}")
        if was["rerunnable"] and was.get("keeps_data", True) and now.get("keeps_data") is False:
            harm.append("running it again loses data now")
        return harm


def count_files(folder):
    return sum(len(files) for _, _, files in os.walk(folder))


def diff(before, after):
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join("          " + x for x in lines if not x.startswith(("---", "+++", "@@")))


def all_cases(parts):
    """The cases that truth.json knows, and the fixtures."""
    with open(judge.TRUTH) as text:
        truth = json.load(text)
    cases = [c for c in judge.all_cases(parts) if c.name in truth]
    cases += [c for c in projects.fixtures() if not parts or any(part in c.name for part in parts)]
    return truth, cases


def compare_all(cases, truth, args):
    book, binary = Book(), os.path.abspath(args.binary)
    base = tempfile.mkdtemp(prefix="compare-")
    with judge.Servers() as servers:
        workers = judge.Workers()
        try:
            for number, case in enumerate(cases):
                root = os.path.join(base, f"p{number}")
                try:
                    comparison = Comparison(case, binary, truth, servers, workers, book, root)
                    comparison.predictions(args.verbose)
                    if args.fix:
                        comparison.fix(["--fix"], "safe")
                    if args.unsafe_fixes:
                        comparison.fix(["--fix", "--unsafe-fixes"], "unsafe")
                except judge.EarlierFails:
                    book.grid["behind a migration that fails"] += 1
                except (RuntimeError, subprocess.TimeoutExpired) as error:
                    book.tell("broken", case.name, str(error))
                shutil.rmtree(root, ignore_errors=True)
        finally:
            workers.close()
            shutil.rmtree(base, ignore_errors=True)
    return book


def compare_in_jobs(args):
    """Each job has servers of its own and a part of the cases."""
    argv = [sys.executable, "-B", os.path.abspath(__file__), *sys.argv[1:]]
    running = [subprocess.Popen([*argv, "--shard", f"{i}/{args.jobs}"], stdout=subprocess.PIPE, text=True) for i in range(args.jobs)]
    book = Book()
    for process in running:
        text = process.communicate()[0]
        if process.returncode:
            raise SystemExit(f"a job ended with {process.returncode}")
        book.add(text)
    return book


def known():
    """Disagreements that are being mended: `KIND CASE  reason` a line."""
    with open(KNOWN) as text:
        lines = [line.strip() for line in text]
    return {tuple(line.split()[:2]): line for line in lines if line and not line.startswith("#")}


def verdict(book, cases):
    """Prints what is told, and whether it is what known.txt expects."""
    excused, judged = known(), {c.name for c in cases}
    told = {(kind, name) for kind, name, _ in book.lines}
    gone = [line for key, line in excused.items() if key not in told and key[1].split("(")[0] in judged]
    fresh = told - set(excused)
    for kind, name, text in sorted(book.lines):
        print(f"{'known ' if (kind, name) in excused else ''}{kind} {name}  {text}")
    for line in gone:
        print(f"no longer so, take it out of known.txt: {line}")
    print(f"{len(cases)} cases, {len(fresh)} disagreements, {len(told) - len(fresh)} known ones, {len(gone)} of known.txt that are mended")
    return 1 if fresh or gone else 0


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("cases", nargs="*")
    p.add_argument("--binary", required=True)
    p.add_argument("--fix", action="store_true", help="also judge `lint --fix`")
    p.add_argument("--unsafe-fixes", action="store_true", help="also judge `lint --fix --unsafe-fixes`")
    p.add_argument("--show", help="lay this case out under this folder, and do nothing else")
    p.add_argument("--jobs", type=int, default=1, help="that many processes, each with servers of its own")
    p.add_argument("--shard", help=argparse.SUPPRESS)
    p.add_argument("-v", "--verbose", action="store_true")
    args = p.parse_args()
    truth, cases = all_cases(args.cases)
    if args.show:
        for case in cases:
            print(projects.lay_out(case, os.path.join(args.show, re.sub(r"[/@+]", "_", case.name))))
        return 0
<<<<<<< HEAD
    book = Book()
    base = tempfile.mkdtemp(prefix="compare-")
    for flags in [["--fix"]] * args.fix + [["--fix", "--unsafe-fixes"]] * args.unsafe_fixes:
        foresee(cases, binary, base, flags)
    with judge.Servers() as servers:
        workers = judge.Workers()
        try:
            for i, case in enumerate(cases):
                root = os.path.join(base, f"p{i}")
                target = lay_out(case, root)
                record = truth[case.name]
                try:
                    report = run(binary, root, target)
                    for error in report.get("errors", []):
                        book.lines.append(f"error   {case.name}: {error['message']}")
                    book.compare(case, record, report, args.verbose)
                    if args.fix:
                        fix(case, record, root, target, binary, ["--fix"], servers, workers, book, "safe")
                    if args.unsafe_fixes:
                        fix(case, record, root, target, binary, ["--fix", "--unsafe-fixes"], servers, workers, book, "unsafe")
                except (RuntimeError, subprocess.TimeoutExpired) as error:
                    book.lines.append(f"broken  {case.name}: {error}")
                shutil.rmtree(root, ignore_errors=True)
        finally:
            workers.close()
            shutil.rmtree(base, ignore_errors=True)
=======
    if args.shard:
        at, of = map(int, args.shard.split("/"))
        print(compare_all(cases[at::of], truth, args).to_text())
        return 0
    book = compare_in_jobs(args) if args.jobs > 1 else compare_all(cases, truth, args)
>>>>>>> main
    book.print()
    return verdict(book, cases)


if __name__ == "__main__":
    judge.enter_venv()
    sys.exit(main())
