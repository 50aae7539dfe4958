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
import time

import judge
import projects
import seaorm_runner
from book import Book, codes, hints_at_overwriting, predicted, truth_level

KNOWN = os.path.join(judge.HERE, "known.txt")


def run(binary, root, target):
    """remigrate's own JSON on a project, without what it says of other files: those only tell what was there before. The
    way back of SQL may be in a file of its own."""
    got = subprocess.run([binary, "lint", "--all", "--format", "json"], cwd=root, capture_output=True, text=True, timeout=60)
    try:
        report = json.loads(got.stdout)
        path = os.path.relpath(target, root)
        own = (path, path.replace(".up.sql", ".down.sql"), path[:-len(".sql")] + ".down.sql")
        report["findings"] = [finding for finding in report["findings"] if finding["primary"]["path"] in own]
        return report
    except ValueError:
        raise RuntimeError(f"exit {got.returncode}, no JSON: {(got.stderr or got.stdout).strip()[:300]}") from None


class Comparison:
    """One case: its project, what the engines did, and what remigrate says."""

    def __init__(self, case, binary, truth, servers, workers, book, root):
        self.case, self.binary, self.servers, self.workers, self.book, self.root = case, binary, servers, workers, book, root
        self.target = projects.lay_out(case, root)
        self.judged = {}  # What each text that a fix made came to: most unsafe fixes write what the safe ones did.
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
        if after in self.judged:
            book.fixes[name, f"writes what {self.judged[after]} does"] += 1
            return
        self.judged[after] = name
        fixed = self.fixed_case(work, path, after, name)
        got, trial = self.judge(fixed)
        harm = self.harm(got, trial)
        if harm:
            book.fixes[name, "HARMS"] += 1
            book.tell("harm", fixed.name, "; ".join(harm), diff(before, after))
        else:
            report = run(self.binary, work, path)
            said, found = predicted(report)
            now = truth_level(got)
            if now == "warning" and got["verdict"].get("keeps_data") is False and got["verdict"]["rerunnable"] and hints_at_overwriting(report):
                now = "ok"
            book.fixes[name, "made it safe" if now == "ok" else "left something" if said != "ok" else "claims too much"] += 1
            # What remigrate left is told by its findings; a fix after which it is silent has to hold. A first run that
            # fails as before, on what the files don't tell, is none of its business.
            as_before = record["verdict"]["first"] != "ok" and codes(got) == codes(record)
            if said == "ok" and now not in ("ok", None) and not case.start and not as_before:
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


def foresee(cases, binary, base, flags):
    """Compiles what the fixes of all SeaORM cases will be, once."""
    cases = [case for case in cases if case.framework == "seaorm"]
    texts = []
    for number, case in enumerate(cases):
        root = os.path.join(base, f"s{number}")
        target = projects.lay_out(case, root)
        subprocess.run([binary, "lint", *flags, os.path.relpath(target, root)], cwd=root, capture_output=True, timeout=60)
        texts.append((os.path.basename(target), case.read(target)))
        shutil.rmtree(root, ignore_errors=True)
    if texts:
        seaorm_runner.prepare(cases)
        seaorm_runner.build(texts)


def compare_all(cases, truth, args):
    book, binary = Book(), os.path.abspath(args.binary)
    base = tempfile.mkdtemp(prefix="compare-")
    for flags in [["--fix"]] * args.fix + [["--fix", "--unsafe-fixes"]] * args.unsafe_fixes:
        foresee(cases, binary, base, flags)
    with judge.Servers() as servers:
        workers = judge.Workers()
        end = time.monotonic() + (args.seconds or 1e9)
        try:
            for number, case in enumerate(judge.in_turn(cases, args.seconds)):
                if time.monotonic() > end:
                    break
                book.judged.append(case.name)
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


def verdict(book, args):
    """Prints what is told, and whether it is what known.txt expects."""
    excused, judged = known(), set(book.judged)
    told = {(kind, name) for kind, name, _ in book.lines}
    asked = {"safe)": args.fix, "unsafe)": args.unsafe_fixes}
    was_judged = lambda name: name.split("(")[0] in judged and asked.get((name.split("(") + [""])[1], True)  # noqa: E731
    gone = [line for key, line in excused.items() if key not in told and was_judged(key[1])]
    fresh = told - set(excused)
    for kind, name, text in sorted(book.lines):
        print(f"{'known ' if (kind, name) in excused else ''}{kind} {name}  {text}")
    for line in gone:
        print(f"no longer so, take it out of known.txt: {line}")
    print(f"{len(judged)} cases, {len(fresh)} disagreements, {len(told) - len(fresh)} known ones, {len(gone)} of known.txt that are mended")
    return 1 if fresh or gone else 0


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("cases", nargs="*")
    p.add_argument("--binary", required=True)
    p.add_argument("--fix", action="store_true", help="also judge `lint --fix`")
    p.add_argument("--unsafe-fixes", action="store_true", help="also judge `lint --fix --unsafe-fixes`")
    p.add_argument("--show", help="lay this case out under this folder, and do nothing else")
    p.add_argument("--jobs", type=int, default=1, help="that many processes, each with servers of its own")
    p.add_argument("--seconds", type=int, default=0, help="stop after that time: each day begins with other cases")
    p.add_argument("--shard", help=argparse.SUPPRESS)
    p.add_argument("-v", "--verbose", action="store_true")
    args = p.parse_args()
    truth, cases = all_cases(args.cases)
    if args.show:
        for case in cases:
            print(projects.lay_out(case, os.path.join(args.show, re.sub(r"[/@+]", "_", case.name))))
        return 0
    if args.shard:
        at, of = map(int, args.shard.split("/"))
        print(compare_all(cases[at::of], truth, args).to_text())
        return 0
    book = compare_in_jobs(args) if args.jobs > 1 else compare_all(cases, truth, args)
    book.print()
    return verdict(book, args)


if __name__ == "__main__":
    judge.enter_venv()
    sys.exit(main())
