#!/usr/bin/env python3
"""Compares what `remigrate` says of every case with what the engines said, and judges its fixes on the engines.

    compare.py --binary target/debug/remigrate                 predictions against truth.json; no engine needed
    compare.py --binary … --fix                                also: fix each case, and really run what came out
    compare.py --binary … sql/ @sqlite -v                      some cases, with every finding
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter

import judge

DIALECT = {"postgres": "postgresql", "mariadb": "mariadb", "sqlite": "sqlite"}
LEVELS = ["ok", "warning", "error"]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        out.write(text)


def lay_out(case, root):
    """A small project around the case's migration; gives the migration's path in it."""
    return {"rails": rails, "alembic": alembic, "sql": sql}[case.framework](case, root)


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


def run(binary, root, target, *more):
    """remigrate's own JSON on one file of a project."""
    got = subprocess.run([binary, "lint", "--format", "json", *more, os.path.relpath(target, root)], cwd=root, capture_output=True, text=True, timeout=60)
    try:
        return json.loads(got.stdout)
    except ValueError:
        raise RuntimeError(f"exit {got.returncode}, no JSON: {(got.stderr or got.stdout).strip()[:300]}") from None


def truth_level(record):
    """How bad it is, by DESIGN's measure: error, warning or ok; None where it hangs on rows or things outside the files."""
    v = record["verdict"]
    if v["first"] != "ok":
        return None if record["first"].get("code") in ("23505", "1062", "SQLITE_CONSTRAINT_UNIQUE", "SQLite3::ConstraintException") else "error"
    if not v["crash_safe"] or v.get("interrupt_safe") is False:
        return "error"
    if not v["rerunnable"] or v.get("keeps_data") is False:
        return "warning"
    return "ok"


def predicted(report):
    found = [f for f in report["findings"] if f["scenario"]["name"] in ("first-run", "rerun", "after-stop") and f["severity"] != "hint"]
    level = max((LEVELS.index(f["severity"]) for f in found), default=0)
    return LEVELS[level], found


def codes(record):
    out = set()
    for key in ("first", "again"):
        o = record.get(key)
        if isinstance(o, dict) and o.get("outcome") == "fails":
            out.add(o["code"])
    return out


class Book:
    """Counts, and every disagreement."""

    def __init__(self):
        self.grid, self.fixes, self.lines, self.back = Counter(), Counter(), [], Counter()

    def compare(self, case, record, report, verbose):
        want = truth_level(record)
        have, found = predicted(report)
        rules = sorted({f["rule"] for f in found})
        if verbose:
            for f in report["findings"]:
                print(f"  {case.name}: {f['severity']} {f['rule']} [{f['scenario']['name']}] {f['message']}" + (f"  ({(f.get('error') or {}).get('code')})" if f.get("error") else ""))
        if want is None or case.start:
            self.grid["not comparable"] += 1
            return want, found
        self.grid[want, have] += 1
        if want != have:
            why = record["first"] if record["first"] != "ok" else record["again"] if record["again"] != "ok" else next((s for s in record["stops"] if s not in ("ok", "again")), "")
            self.lines.append(f"level   {case.name}: engines {want}, remigrate {have} {rules}   {json.dumps(why)[:160]}")
        else:
            said = {(f.get("error") or {}).get("code") for f in found} - {None, ""}
            real = codes(record)
            if case.engine != "sqlite" and said and real and not real & said:
                self.lines.append(f"code    {case.name}: engines {sorted(real)}, remigrate {sorted(said)}")
        names = {f["scenario"]["name"] for f in report["findings"]}
        if "rollback" in record["verdict"]:
            self.back[record["verdict"]["rollback"] != "ok", "rollback" in names] += 1
            if (record["verdict"]["rollback"] != "ok") != ("rollback" in names):
                self.lines.append(f"back    {case.name}: rollback {record['verdict']['rollback']}, remigrate {'warns' if 'rollback' in names else 'is silent'}   {json.dumps(record['rollback'])[:160]}")
        return want, found

    def print(self):
        print("\n              remigrate says")
        print("engines       " + "".join(f"{x:>9}" for x in LEVELS))
        for want in LEVELS:
            print(f"{want:<14}" + "".join(f"{self.grid[want, have]:>9}" for have in LEVELS))
        same = sum(self.grid[x, x] for x in LEVELS)
        all_ = sum(self.grid[a, b] for a in LEVELS for b in LEVELS)
        print(f"the same: {same} of {all_}; not comparable: {self.grid['not comparable']}")
        print(f"rollback breaks and is told: {self.back[True, True]}, is not told: {self.back[True, False]}; told for nothing: {self.back[False, True]}")
        for kind in sorted(self.fixes):
            print(f"fix {kind}: {self.fixes[kind]}")
        print()
        for line in sorted(self.lines):
            print(line)


def fix(case, record, root, target, binary, flags, servers, workers, book, name):
    """Fix, then let the engines judge the text that came out."""
    before = case.read(target)
    work = root + "-" + name
    shutil.copytree(root, work)
    there = os.path.join(work, os.path.relpath(target, root))
    had = sum(len(files) for _, _, files in os.walk(work))
    try:
        subprocess.run([binary, "lint", *flags, os.path.relpath(there, work)], cwd=work, capture_output=True, timeout=60)
        after = case.read(there)
        if sum(len(files) for _, _, files in os.walk(work)) != had:
            book.fixes[name, "made or removed files"] += 1
        level = truth_level(record)
        if after == before:
            if level == "ok":
                return
            book.lines.append(f"nofix   {case.name} ({name}): {level}"); book.fixes[name, f"not offered where the engines say {level}"] += 1
            return
        down = case.down
        if down and there.endswith(".up.sql"):
            down = there.replace(".up.sql", ".down.sql")
        text_path = os.path.join(work, "judged", os.path.basename(case.migration))
        write(text_path, after)
        fixed = judge.Case(case.framework, case.engine, text_path, case.start, case.earlier, down, case.mode, case.env, f"{case.name} ({name})", case.rows, case.repair)
        trial = judge.Trial(fixed, servers, workers)
        result = trial.judge()
        got = judge.verdict(result)
        trouble = []
        if record["verdict"]["first"] == "ok":
            clean = judge.Trial(case, servers, workers).clean_run()
            if got["first"] != "ok":
                trouble.append(f"the first run fails now: {result['first']['error']}")
            elif judge.dump.differences(clean, trial.clean):
                trouble.append(f"the first run leaves something else: {judge.dump.differences(clean, trial.clean)[:4]}")
            for key in ("rollback", "redo"):
                if record["verdict"].get(key) == "ok" and got.get(key, "ok") != "ok":
                    trouble.append(f"{key} was ok, and {got[key]} now: {json.dumps(result.get(key))[:120]}")
            if record["verdict"].get("keeps_data", True) and got.get("keeps_data") is False and record["verdict"]["rerunnable"]:
                trouble.append("running it again loses data now")
        now = truth_level({**judge.short(result), "verdict": got})
        if trouble:
            book.fixes[name, "HARMS"] += 1
            book.lines.append(f"HARM    {fixed.name}: {'; '.join(trouble)}\n{_diff(before, after)}")
        elif now == "ok":
            book.fixes[name, "made it safe"] += 1
        elif LEVELS.index(now or "error") < LEVELS.index(level or "error"):
            book.fixes[name, "made it better"] += 1
            book.lines.append(f"partly  {fixed.name}: {level} -> {now}\n{_diff(before, after)}")
        else:
            book.fixes[name, "changed nothing that counts"] += 1
            why = result.get("again", result["first"])
            book.lines.append(f"useless {fixed.name}: {level} -> {now}   {json.dumps(why)[:200]}\n{_diff(before, after)}")
        again = subprocess.run([binary, "lint", *flags, os.path.relpath(there, work)], cwd=work, capture_output=True, timeout=60)
        if case.read(there) != after:
            book.fixes[name, "NOT STABLE: a second fix changes it again"] += 1
            book.lines.append(f"HARM    {fixed.name}: fixing again changes it again (exit {again.returncode})")
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _diff(before, after):
    import difflib

    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join("          " + x for x in lines if not x.startswith(("---", "+++", "@@")))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("cases", nargs="*")
    p.add_argument("--binary", required=True)
    p.add_argument("--fix", action="store_true", help="also judge `lint --fix`")
    p.add_argument("--unsafe-fixes", action="store_true", help="also judge `lint --fix --unsafe-fixes`")
    p.add_argument("--show", help="lay this case out under this folder, and do nothing else")
    p.add_argument("-v", "--verbose", action="store_true")
    args = p.parse_args()
    binary = os.path.abspath(args.binary)
    with open(judge.TRUTH) as text:
        truth = json.load(text)
    cases = [c for c in judge.all_cases(args.cases) if c.name in truth]
    if args.show:
        for case in cases:
            print(lay_out(case, os.path.join(args.show, case.name.replace("/", "_").replace("@", "_").replace("+", "_"))))
        return 0
    book = Book()
    base = tempfile.mkdtemp(prefix="compare-")
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
    book.print()
    return 1 if any(line.startswith(("HARM", "broken")) for line in book.lines) else 0


if __name__ == "__main__":
    judge._enter_venv()
    sys.exit(main())
