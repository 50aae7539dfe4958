#!/usr/bin/env python3
"""Makes random migrations and holds what remigrate says of them against the engines.

    generate.py --binary target/debug/remigrate --seconds 60           as many as fit into a minute
    generate.py --binary … --count 3000 --jobs 2 --seed 7              three thousand others
    generate.py --binary … --count 200 --fix                           and what --fix makes of them

The same seed makes the same migrations. A disagreement is made as small as it goes and written as a case under
target/engines/found/, ready to be moved to cases/.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

import compare
import judge
import spellings
from book import Book

FOUND = os.path.join(judge.HERE, "../../target/engines/found")


class Recipe:
    """A migration as a list of steps; the text comes from spellings.py."""

    def __init__(self, framework, engine, mode, steps):
        self.framework, self.engine, self.mode, self.steps = framework, engine, mode, steps

    def text(self):
        return spellings.render(self.framework, self.engine, self.mode, self.steps)

    def smaller(self):
        for i in range(len(self.steps)):
            if len(self.steps) > 1:
                yield Recipe(self.framework, self.engine, self.mode, self.steps[:i] + self.steps[i + 1 :])
        if self.mode != "none":
            yield Recipe(self.framework, self.engine, "none", self.steps)

    def write(self, folder):
        ending = {"rails": ".rb", "alembic": ".py", "sql": ".sql"}[self.framework]
        name = {"rails": "20300101000000_generated.rb", "alembic": "0a1b2c3d4e5f_generated.py", "sql": "0002_generated.sql"}[self.framework]
        os.makedirs(folder, exist_ok=True)
        facts = {"engines": [self.engine], "earlier": ["@shop"]}
        if self.framework == "sql":
            facts["modes"] = [self.mode]
        with open(os.path.join(folder, "case.json"), "w") as out:
            out.write(json.dumps(facts) + "\n")
        assert name.endswith(ending)
        with open(os.path.join(folder, name), "w") as out:
            out.write(self.text())


def make(seed):
    rng = random.Random(seed)
    framework = rng.choice(["rails", "alembic", "sql", "sql"])
    engine = rng.choice(judge.ENGINES)
    mode = rng.choice(["none", "whole"]) if framework == "sql" else rng.choice(["none", "none", "none", "autocommit"])
    return Recipe(framework, engine, mode, spellings.steps(rng, framework, engine))


class Tester:
    def __init__(self, args, servers, workers):
        self.args, self.servers, self.workers = args, servers, workers
        self.base = tempfile.mkdtemp(prefix="generate-")
        self.number = 0

    def disagreements(self, recipe, name):
        """What remigrate and the engines tell differently of a recipe: (kind, text) pairs."""
        self.number += 1
        folder = os.path.join(self.base, f"c{self.number}")
        recipe.write(folder)
        book = Book()
        try:
            case = judge.load(folder, f"{recipe.framework}/{name}")[0]
            comparison = compare.Comparison(case, self.args.binary, {}, self.servers, self.workers, book, os.path.join(folder, "project"))
            comparison.predictions(False)
            if self.args.fix:
                comparison.fix(["--fix"], "safe")
        except judge.EarlierFails as error:
            book.tell("broken", name, str(error))
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            book.tell("broken", name, str(error))
        shutil.rmtree(folder, ignore_errors=True)
        # A way back is only written by Rails here.
        reversible = any(op == "style" and a["change"] for op, a, _ in recipe.steps)
        return [(kind, text) for kind, _, text in book.lines if kind != "back" or reversible]

    def shrink(self, recipe, kind, name):
        """The smallest recipe that still has a disagreement of this kind."""
        while True:
            for smaller in recipe.smaller():
                if any(k == kind for k, _ in self.disagreements(smaller, name)):
                    recipe = smaller
                    break
            else:
                return recipe

    def test(self, seed):
        """Gives the recipe's smallest form and what is wrong with it, or None."""
        recipe = make(seed)
        name = f"generated-{seed}"
        found = self.disagreements(recipe, name)
        if not found:
            return None
        kind = found[0][0]
        smallest = self.shrink(recipe, kind, name)
        # A disagreement that is gone by itself would be the judge's own.
        again = [text for k, text in self.disagreements(smallest, name) if k == kind]
        folder = os.path.join(FOUND, smallest.framework, f"{name}-{kind}")
        smallest.write(folder)
        return {"seed": seed, "kind": kind, "engine": smallest.engine, "framework": smallest.framework, "mode": smallest.mode, "folder": os.path.relpath(folder),
                "why": again[0] if again else found[0][1], "text": smallest.text()}


def run(args, at, of):
    found, tried, end = [], 0, time.monotonic() + (args.seconds or 1e9)
    with judge.Servers() as servers:
        workers = judge.Workers()
        tester = Tester(args, servers, workers)
        try:
            for i in range(at, args.count or 10**9, of):
                if time.monotonic() > end:
                    break
                tried += 1
                got = tester.test(args.seed * 1_000_000 + i)
                if got:
                    found.append(got)
                    print(json.dumps(got), file=sys.stderr if not args.shard else sys.stdout, flush=True)
        finally:
            workers.close()
            shutil.rmtree(tester.base, ignore_errors=True)
    return tried, found


def run_in_jobs(args):
    argv = [sys.executable, "-B", os.path.abspath(__file__), *sys.argv[1:]]
    running = [subprocess.Popen([*argv, "--shard", f"{i}/{args.jobs}"], stdout=subprocess.PIPE, text=True) for i in range(args.jobs)]
    tried, found = 0, []
    for process in running:
        for line in process.communicate()[0].splitlines():
            got = json.loads(line)
            if isinstance(got, int):
                tried += got
            else:
                found.append(got)
        if process.returncode:
            raise SystemExit(f"a job ended with {process.returncode}")
    return tried, found


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--binary", required=True, type=os.path.abspath)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--count", type=int, default=0, help="how many; without --seconds and --count 200")
    p.add_argument("--seconds", type=int, default=0, help="stop after that time")
    p.add_argument("--fix", action="store_true", help="also judge what --fix writes")
    p.add_argument("--jobs", type=int, default=1)
    p.add_argument("--show", type=int, help="print the migration of this seed, and do nothing else")
    p.add_argument("--shard", help=argparse.SUPPRESS)
    args = p.parse_args()
    if args.show is not None:
        recipe = make(args.show)
        print(f"{recipe.framework} {recipe.engine} {recipe.mode}\n{recipe.text()}")
        return 0
    if not args.count and not args.seconds:
        args.count = 200
    if args.shard:
        tried, _ = run(args, *map(int, args.shard.split("/")))
        print(json.dumps(tried))
        return 0
    tried, found = run_in_jobs(args) if args.jobs > 1 else run(args, 0, 1)
    for got in sorted(found, key=lambda got: (got["framework"], got["engine"], got["kind"])):
        why = re.sub(r"generated-\d+", "it", got["why"])
        print(f"{got['kind']} {got['framework']} on {got['engine']} ({got['mode']}), {got['folder']}\n  {why}\n" + "\n".join("    " + line for line in got["text"].splitlines()))
    print(f"{tried} generated migrations, {len(found)} disagreements")
    return 1 if found else 0


if __name__ == "__main__":
    judge.enter_venv()
    sys.exit(main())
