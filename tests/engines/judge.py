#!/usr/bin/env python3
"""Runs migrations on real engines: once, again, stopped behind every statement, and back. See README.md."""
import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))


def venv():
    """The virtual environment that scripts/setup-engines makes, or None."""
    places = [os.environ.get("REMIGRATE_ENGINES_VENV"), os.path.join(HERE, "../../target/engines/venv")]
    return next((place for place in places if place and os.path.exists(os.path.join(place, "bin/python"))), None)


def enter_venv():
    """The drivers live in the virtual environment."""
    place = venv()
    if not place:
        raise SystemExit("no virtual environment for the engines: run scripts/setup-engines")
    if os.path.realpath(sys.prefix) != os.path.realpath(place):
        python = os.path.join(place, "bin/python")
        os.execv(python, [python, "-B", *sys.argv])


if __name__ == "__main__":
    enter_venv()

import dump  # noqa: E402
import lived  # noqa: E402
import seaorm_runner  # noqa: E402
from runners import RUNNERS, EarlierFails, Workers  # noqa: E402,F401
from servers import Servers  # noqa: E402

RUNNERS["seaorm"] = seaorm_runner.SeaOrm

TRUTH = os.path.join(HERE, "truth.json")
CASES = os.path.join(HERE, "cases")
ENGINES = ["mariadb", "postgres", "sqlite"]
CONCURRENTLY = re.compile(r"\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:\"[^\"]+\"|\w+)(?:\.(?:\"[^\"]+\"|\w+))?)", re.I)


class Case:
    """One migration, on one engine, in one transaction mode."""

    def __init__(self, framework, engine, migration, start="", earlier=(), down=None, mode="none", env=None, name=None, rows="", repair=""):
        self.framework, self.engine, self.migration, self.start = framework, engine, migration, start
        self.earlier, self.down, self.mode, self.env, self.name = list(earlier), down, mode, env or {}, name
        self.rows, self.repair = rows, repair
        self.project = None  # the whole project that the migration is from

    @staticmethod
    def read(path):
        with open(path, encoding="utf-8") as text:
            return text.read()


def load(folder, name):
    """The cases of a folder: one for each engine and mode that its case.json names."""
    framework = name.split("/")[0]
    facts = {}
    if os.path.exists(os.path.join(folder, "case.json")):
        with open(os.path.join(folder, "case.json")) as text:
            facts = json.load(text)
    suffix = {"rails": ".rb", "alembic": ".py", "sql": ".sql", "seaorm": ".rs"}[framework]
    files = sorted(f for f in os.listdir(folder) if f.endswith(suffix) and not f.startswith("start"))
    down = next((f for f in files if f.endswith(".down.sql")), None)
    files = [f for f in files if f != down]
    if len(files) != 1:
        raise SystemExit(f"{folder}: want one migration, found {files}")
    before = os.path.join(folder, "earlier")
    earlier = [os.path.join(before, f) for f in sorted(os.listdir(before)) if f.endswith(suffix)] if os.path.isdir(before) else []
    modes = facts.get("modes", ["none"])
    shared = [name[1:] for name in facts.get("earlier", [])]
    out = []
    for engine in facts.get("engines", ENGINES):
        for mode in modes:
            full = f"{name}@{engine}" + (f"+{mode}" if mode != "none" else "")
            rows = "\n".join([start_state(f"@{name}.rows", engine, "") for name in shared] + [start_state(facts.get("rows", ""), engine)])
            out.append(Case(framework, engine, os.path.join(folder, files[0]), start_state(facts.get("start", ""), engine),
                            [shared_migration(name, suffix, engine) for name in shared] + earlier,
                            down and os.path.join(folder, down), mode, facts.get("env"), full, rows, facts.get("repair", "")))
    return out


def shared_migration(name, suffix, engine):
    for path in (f"{name}.{engine}{suffix}", f"{name}{suffix}"):
        path = os.path.join(CASES, "starts", path)
        if os.path.exists(path):
            return path
    raise SystemExit(f"no shared migration {name}{suffix} for {engine}")


def start_state(text, engine, default=None):
    """A start state: SQL, a shared one (`@shop`), or one for each engine."""
    if isinstance(text, dict):
        text = text.get(engine, "")
    if isinstance(text, list):
        text = "\n".join(start_state(t, engine) for t in text)
    if text.startswith("@"):
        for name in (f"{text[1:]}.{engine}.sql", f"{text[1:]}.sql"):
            path = os.path.join(CASES, "starts", name)
            if os.path.exists(path):
                return Case.read(path)
        if default is not None:
            return default
        raise SystemExit(f"no start state {text}")
    return text


def all_cases(only):
    found = []
    for framework in sorted(RUNNERS):
        base = os.path.join(CASES, framework)
        for name in sorted(os.listdir(base)) if os.path.isdir(base) else []:
            if os.path.isdir(os.path.join(base, name)):
                found += [c for c in load(os.path.join(base, name), f"{framework}/{name}")]
    return [c for c in found if not only or any(o in c.name for o in only)]


def _first_line(text):
    lines = [x.strip() for x in str(text).splitlines() if x.strip()]
    lines = [x for x in lines if not x.startswith(("LINE ", "^", "DETAIL", "HINT", "CONTEXT", "An error has occurred", "StandardError", "PL/pgSQL"))]
    return re.sub(r"\bj\d+\b", "DB", re.sub(r"^ERROR:\s+", "", lines[0]))[:200] if lines else ""


def _squash(sql):
    return re.sub(r"\bj\d+\b", "DB", " ".join(sql.split()))[:160] if sql else sql


class Trial:
    """All scenarios of one case."""

    def __init__(self, case, servers, workers, keep_text=False):
        self.case, self.engine = case, servers.get(case.engine)
        self.folder = os.path.join(tempfile.mkdtemp(prefix="case-", dir=servers.root), "project")
        self.runner = RUNNERS[case.framework](case, self.engine, workers, self.folder)
        self.runs = 0
        self.clean = None

    def outcome(self, got, want, db, schema=False):
        """What a run came to: {"outcome": ok | fails | diverges, …}."""
        self.runs += 1
        if got["status"] != "ok":
            out = {"outcome": "fails", "code": got.get("code"), "error": _first_line(got.get("error"))}
            if got.get("at"):
                out["at"] = got["at"]
            if got.get("sql"):
                out["sql"] = _squash(got["sql"])
            return out
        if want is None:
            return {"outcome": "ok"}
        have = dump.take(self.engine, db)
        if schema:
            want, have = dump.schema_only(want), dump.schema_only(have)
        differs = dump.differences(want, have)
        return {"outcome": "diverges", "differs": differs} if differs else {"outcome": "ok"}

    def clean_run(self):
        """Only the first run: what it leaves, or None."""
        template = self.engine.fresh()
        try:
            self.runner.start(template)
            got = self.runner.up(template)
            self.engine.settle(template)
            return dump.take(self.engine, template) if got["status"] == "ok" else None
        finally:
            self.engine.drop(template)

    def judge(self):
        template = self.engine.fresh()
        try:
            return self._judge(template)
        finally:
            self.engine.drop(template)

    def scratch(self, template):
        return self.engine.clone(template, self.runner.start)

    def _judge(self, template):
        engine, runner = self.engine, self.runner
        runner.start(template)
        engine.ready()
        before = dump.take(engine, template)
        recorded = runner.ledger(template)
        result = {}

        # The clean run, and what it leaves; then the same again.
        db = self.scratch(template)
        got = runner.up(db)
        result["first"] = self.outcome(got, None, db)
        result["statements"] = [_squash(s) for s in got["statements"]]
        engine.settle(db)
        if got["status"] != "ok":
            left = dump.differences(before, dump.take(engine, db))
            if left:
                result["leaves"] = left
            result["retry"] = self.outcome(runner.up(db), None, db)
            engine.settle(db)
            engine.drop(db)
            if self.case.repair:
                db = self.scratch(template)
                runner.up(db)
                engine.settle(db)
                runner.script(db, self.case.repair)
                result["repaired"] = self.outcome(runner.up(db), None, db)
                engine.settle(db)
                engine.drop(db)
            return result
        clean = self.clean = dump.take(engine, db)
        after = runner.ledger(db)
        runner.set_ledger(db, recorded)
        result["again"] = self.outcome(runner.up(db), clean, db)
        engine.settle(db)
        engine.drop(db)

        if result["again"]["outcome"] == "ok":
            result["used"] = self.used(template, before, clean, recorded)
        stops, leave = [], []
        for k in range(1, len(got["statements"]) + 1):
            stops.append(self.stop(template, clean, before, k, leave))
        result["stops"] = stops
        result["leave"] = leave
        if engine.kind == "postgres":
            for k, sql in enumerate(got["statements"], 1):
                m = CONCURRENTLY.match(sql)
                if m:
                    result.setdefault("interrupted", {})[str(k)] = self.interrupt(template, clean, k, m[1])
        if runner.can_down:
            self.back(template, before, clean, recorded, after, result)
        return result

    def stop(self, template, clean, before, k, leave):
        db = self.scratch(template)
        got = self.runner.up(db, stop=k)
        self.engine.settle(db)
        if got["status"] == "fails":
            out = self.outcome(got, None, db)
            out["outcome"] = "unsteady"  # the same statements did run a moment ago
        else:
            if dump.differences(before, dump.take(self.engine, db)):
                leave.append(k)
                out = self.outcome(self.runner.up(db), clean, db)
            else:
                out = {"outcome": "ok"}  # nothing is left: what runs next is the first run
        self.engine.settle(db)
        self.engine.drop(db)
        return out

    def used(self, template, before, clean, recorded):
        """Run, let the application work, run again: is what it wrote still there?"""
        db = self.scratch(template)
        self.runner.up(db)
        self.engine.settle(db)
        documents = lived.use(self.engine, db, before, clean, dump.LEDGERS)
        want = dump.take(self.engine, db)
        self.runner.set_ledger(db, recorded)
        got = self.runner.up(db)
        self.engine.settle(db)
        lived.forget_additions(self.engine, db, documents)
        out = self.outcome(got, want, db)
        self.engine.settle(db)
        self.engine.drop(db)
        return out

    def interrupt(self, template, clean, k, index):
        """A concurrent build that died inside: the index is there, and INVALID."""
        db = self.scratch(template)
        self.runner.up(db, stop=k)
        self.engine.settle(db)
        con = self.engine.connect(db)
        with con.cursor() as cur:
            cur.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)", (index,))
        con.close()
        out = self.outcome(self.runner.up(db), clean, db)
        self.engine.settle(db)
        self.engine.drop(db)
        return out

    def back(self, template, before, clean, recorded, after, result):
        engine, runner = self.engine, self.runner
        db = self.scratch(template)
        runner.up(db)
        engine.settle(db)
        got = runner.down(db)
        result["rollback"] = self.outcome(got, before, db, schema=True)
        engine.settle(db)
        if got["status"] == "ok":
            runner.set_ledger(db, after)
            result["rollback_again"] = self.outcome(runner.down(db), before, db, schema=True)
            engine.settle(db)
            runner.set_ledger(db, recorded)
            if result["rollback_again"]["outcome"] != "fails":
                result["redo"] = self.outcome(runner.up(db), clean, db, schema=True)
                engine.settle(db)
        engine.drop(db)
        if got["status"] == "ok" and "redo" not in result:
            db = self.scratch(template)
            for go in (runner.up, runner.down):
                go(db)
                engine.settle(db)
            result["redo"] = self.outcome(runner.up(db), clean, db, schema=True)
            engine.settle(db)
            engine.drop(db)


def verdict(result):
    if result["first"]["outcome"] != "ok":
        return {"first": "fails"}
    out = {
        "first": "ok",
        "rerunnable": result["again"]["outcome"] == "ok",
        "crash_safe": all(s["outcome"] == "ok" for s in result["stops"]),
    }
    if result.get("used", {"outcome": "ok"})["outcome"] != "ok":
        out["keeps_data"] = False
    if "interrupted" in result:
        out["interrupt_safe"] = all(s["outcome"] == "ok" for s in result["interrupted"].values())
    if "rollback" in result:
        out["rollback"] = result["rollback"]["outcome"]
        out["rollback_again"] = result.get("rollback_again", {}).get("outcome", "fails")
        out["redo"] = result.get("redo", {}).get("outcome", "fails")
    return out


def table(case, result):
    """A human's view of one result."""
    def line(name, o):
        text = o["outcome"]
        if o["outcome"] in ("fails", "unsteady"):
            text += f" {o.get('code') or ''}: {o['error']}" + (f"   [{'statement ' + str(o['at']) + ': ' if o.get('at') else ''}{o.get('sql') or ''}]" if o.get("sql") else "")
        elif o.get("differs"):
            text += "  " + "; ".join(o["differs"][:6])
        print(f"  {name:<22} {text}")

    print(f"{case.name}: " + ", ".join(f"{k} {'yes' if v is True else 'NO' if v is False else v}" for k, v in verdict(result).items()))
    for i, sql in enumerate(result["statements"], 1):
        print(f"  {i:>3}{'*' if i in result.get('leave', []) else ' '} {sql}")
    if result.get("leave"):
        print("      (* = a stop behind this statement leaves something)")
    line("first run", result["first"])
    if "retry" in result:
        if result.get("leaves"):
            print(f"  {'first run left':<22} {'; '.join(result['leaves'][:6])}")
        line("retry", result["retry"])
        if "repaired" in result:
            line("data repaired, retry", result["repaired"])
        return
    line("again, not recorded", result["again"])
    if "used" in result:
        line("again, after use", result["used"])
    for k, o in enumerate(result["stops"], 1):
        line(f"stopped behind {k}", o)
    for k, o in result.get("interrupted", {}).items():
        line(f"interrupted inside {k}", o)
    for key in ("rollback", "rollback_again", "redo"):
        if key in result:
            line(key.replace("_", " "), result[key])


def guess_framework(path):
    return {".rb": "rails", ".py": "alembic", ".rs": "seaorm"}.get(os.path.splitext(path)[1], "sql")


def in_turn(cases, seconds):
    """Where there is not time for all cases, the first ones are of all frameworks and kinds, and others each day."""
    if seconds:
        day = datetime.date.today().isoformat()
        cases = sorted(cases, key=lambda case: zlib.crc32(f"{day} {case.name}".encode()))
    return cases


def judge_all(cases, on_result, quiet=False, seconds=0):
    runs, done = 0, 0
    seaorm_runner.prepare(cases)
    began = time.monotonic()
    with Servers() as servers:
        workers = Workers()
        try:
            for case in in_turn(cases, seconds):
                if seconds and time.monotonic() - began > seconds:
                    break
                trial, done = None, done + 1
                try:
                    trial = Trial(case, servers, workers)
                    result = trial.judge()
                except (RuntimeError, OSError) as error:
                    result = {"broken": str(error)}
                except Exception as error:  # one odd case must not end the others
                    result = {"broken": f"{type(error).__name__}: {error}"}
                runs += trial.runs if trial else 0
                on_result(case, result)
        finally:
            workers.close()
    seconds = time.monotonic() - began
    if not quiet:
        print(f"{done} of {len(cases)} cases, {runs} scenario runs in {seconds:.1f} s ({runs / max(seconds, 0.1) * 60:.0f} a minute)", file=sys.stderr)


def judge_in_jobs(only, jobs, seconds):
    argv = [sys.executable, "-B", os.path.abspath(__file__), "--json", "--seconds", str(seconds), *only]
    running = [subprocess.Popen([*argv, "--shard", f"{i}/{jobs}"], stdout=subprocess.PIPE, text=True) for i in range(jobs)]
    truth = {}

    def read(process):
        for line in process.stdout:
            result = json.loads(line)
            name, said = result.pop("case"), result.pop("verdict")
            truth[name] = {"verdict": said, **short(result)}
        process.wait()

    threads = [threading.Thread(target=read, args=(process,)) for process in running]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if any(process.returncode not in (0, 2) for process in running):
        raise SystemExit("a job failed: nothing is written")
    return truth


def short(result):
    """For truth.json: `ok` and `again` stand for a whole outcome."""
    def one(o):
        return "ok" if o == {"outcome": "ok"} else "again" if o == result.get("again") else o

    out = dict(result)
    for key, value in result.items():
        if key == "stops":
            out[key] = [one(o) for o in value]
        elif key == "interrupted":
            out[key] = {k: one(o) for k, o in value.items()}
        elif key not in ("again", "verdict") and isinstance(value, dict) and "outcome" in value:
            out[key] = one(value)
        elif value == {"outcome": "ok"}:
            out[key] = "ok"
    if out.get("retry") == out["first"]:
        out["retry"] = "first"
    return out


def encode(truth):
    """One case to a line, sorted: small diffs, and a file that greps."""
    rows = [f"{json.dumps(k)}: {json.dumps(truth[k], ensure_ascii=False, sort_keys=True, separators=(',', ':'))}" for k in sorted(truth)]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("cases", nargs="*", help="parts of case names (framework/name@engine); all without")
    p.add_argument("--write", action="store_true", help="write truth.json")
    p.add_argument("--json", action="store_true", help="print JSON lines")
    p.add_argument("--jobs", type=int, default=1, help="that many processes, each with servers of its own")
    p.add_argument("--seconds", type=int, default=0, help="stop after that time: each day begins with other cases")
    p.add_argument("--shard", help=argparse.SUPPRESS)
    p.add_argument("-v", "--verbose", action="store_true", help="print a table for each case")
    p.add_argument("--migration", help="judge this file only")
    p.add_argument("--framework", choices=sorted(RUNNERS))
    p.add_argument("--engine", choices=ENGINES + ["all"], default="postgres")
    p.add_argument("--start", help="a file of SQL that makes the start state")
    p.add_argument("--earlier", nargs="*", default=[], help="earlier migrations, run before")
    p.add_argument("--down", help="the down file of an SQL migration")
    p.add_argument("--mode", choices=["none", "whole", "script"], default="none", help="SQL: each statement on its own, all in one transaction, or the file as one query (PostgreSQL)")
    p.add_argument("--env", type=json.loads, default={}, help='Alembic: options for context.configure, as JSON; "sqlite_begin" for the BEGIN recipe')
    args = p.parse_args()

    if args.migration:
        framework = args.framework or guess_framework(args.migration)
        engines = ENGINES if args.engine == "all" else [args.engine]
        start = Case.read(args.start) if args.start else ""
        cases = [Case(framework, e, os.path.abspath(args.migration), start, [os.path.abspath(x) for x in args.earlier], args.down, args.mode, args.env,
                      f"{args.migration}@{e}") for e in engines]
        status = 0

        def show(case, result):
            nonlocal status
            if "broken" in result:
                print(f"{case.name}: cannot be judged: {result['broken']}", file=sys.stderr)
                status = 2
            elif args.json:
                print(json.dumps({"case": case.name, "verdict": verdict(result), **result}, ensure_ascii=False))
            else:
                table(case, result)

        judge_all(cases, show, quiet=True)
        return status

    truth, broken = {}, []

    def keep(case, result):
        if "broken" in result:
            broken.append(case.name)
            print(f"{case.name}: cannot be judged: {result['broken']}", file=sys.stderr)
            return
        truth[case.name] = {"verdict": verdict(result), **short(result)}
        if args.json:
            print(json.dumps({"case": case.name, "verdict": verdict(result), **result}, ensure_ascii=False), flush=True)
        elif args.verbose:
            table(case, result)

    cases = all_cases(args.cases)
    if args.jobs > 1 and not (args.json or args.verbose):
        truth = judge_in_jobs(args.cases, args.jobs, args.seconds)
        broken = [] if args.seconds else sorted({c.name for c in cases} - set(truth))
    else:
        if args.shard:
            at, of = map(int, args.shard.split("/"))
            cases = cases[at::of]
        judge_all(cases, keep, seconds=args.seconds)
    if args.write:
        known = {}
        if args.cases and os.path.exists(TRUTH):
            with open(TRUTH) as text:
                known = json.load(text)
        known.update(truth)
        with open(TRUTH, "w") as out:
            out.write(encode(known))
        return 2 if broken else 0
    if args.json or args.verbose:
        return 2 if broken else 0
    return 2 if broken else check(truth, bool(args.cases or args.seconds))


def timeless(truth):
    """Without what is new at each run and stands in what the frameworks send: moments, UUIDs, random tokens."""
    new = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|'[0-9a-f]{16,}'"
    return json.loads(re.sub(new, "NEW", json.dumps(truth)))


def check(truth, part):
    """Is truth.json still what the engines say?"""
    with open(TRUTH) as text:
        known = timeless(json.load(text))
    truth = timeless(truth)
    wrong = 0
    for name in sorted(set(truth) | (set() if part else set(known))):
        if truth.get(name) != known.get(name):
            wrong += 1
            print(f"{name}:")
            for key in sorted(set(truth.get(name, {})) | set(known.get(name, {}))):
                a, b = known.get(name, {}).get(key), truth.get(name, {}).get(key)
                if a != b:
                    print(f"  {key}: recorded {json.dumps(a)}\n  {' ' * len(key)}  now      {json.dumps(b)}")
    print(f"{len(truth) - wrong} passed, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
