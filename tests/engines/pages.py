#!/usr/bin/env python3
"""Runs what the rules' pages show: a *bad* block has to fail on an engine, a *good* one has to hold.

    pages.py                      all pages
    pages.py unguarded -v         pages whose name has this part, each block with what came of it

A block shows only the step. What it stands on is made before it: tables and columns that the engine misses are added
until the first run goes through, as replay takes it that what is needed is there. Blocks that tell of files in a project
(`file=`) are tested by tests/rules.rs alone; those that the installed versions can't run are counted by their reason.
"""
import argparse
import collections
import glob
import os
import re
import subprocess
import sys
import tempfile
import time

import judge
import lived
import projects
import seaorm_runner

RULES = os.path.join(judge.HERE, "../../rules")
LANGUAGES = {"ruby": ("rails", ".rb"), "python": ("alembic", ".py"), "sql": ("sql", ".sql"), "rust": ("seaorm", ".rs")}
ENGINE = {"postgresql": "postgres", "mysql": "mariadb", "mariadb": "mariadb", "sqlite": "sqlite"}
GIVEN = "CREATE TABLE {{}} (id {}{});"
KEY = {"postgres": "SERIAL PRIMARY KEY", "mariadb": "INTEGER PRIMARY KEY AUTO_INCREMENT", "sqlite": "INTEGER PRIMARY KEY"}
# What it claims happens offline, which is not run here.
ELSEWHERE = ("guard-breaks-offline-mode",)
# Pages whose bad blocks may fail in the first run already.
FIRST = ("concurrent-index-in-transaction", "duplicate-object", "enum-made-twice", "enum-value-used-in-transaction", "missing-column",
         "missing-object", "missing-table", "refused-step", "swallowed-error", "unsupported-guard", "wrong-guard")
# Pages about what MySQL lacks and MariaDB has: there is no MySQL to ask.
OF_MYSQL = ("unsupported-guard",)
# Tools that put a migration and its record into one transaction.
WHOLE = ("flyway", "sqlx", "dbmate", "goose", "refinery", "diesel")
ROUNDS = 12


class Block:
    def __init__(self, page, line, language, role, options, code):
        self.language, self.role, self.code = language, role, code
        self.options = dict(option.split("=", 1) for option in options if "=" in option)
        self.framework, self.suffix = LANGUAGES[language]
        self.page, self.name = page, f"{page}:{line}"

    def given(self, table, more=""):
        return GIVEN.format(KEY[self.engine()], more).format(table)

    def is_wrapped(self):
        """Its way back is ours and brings nothing back."""
        return self.language == "python" and not any("def upgrade" in line for line in self.code)

    def is_of_another_version(self):
        """What it shows is so in a version that is not installed: an older one for what is bad, a newer one for what is good."""
        rails = self.options.get("rails", "6.1")
        return not rails.startswith("6.1") or self.role == "bad" and "alembic" in self.options

    def engine(self):
        if self.page in OF_MYSQL and self.options.get("dialect") == "mysql":
            return None
        return ENGINE.get(self.options.get("dialect", "postgresql"))

    def text(self):
        code = "".join(re.sub(r"\s*(#|--|//) error$", "", line) + "\n" for line in self.code)
        body = "".join(f"    {line}\n" if line else "\n" for line in code.splitlines())
        if self.language == "ruby":
            whole = code if "class " in code else f"class Example < ActiveRecord::Migration[6.1]\n  def change\n{body}  end\nend\n"
            return re.sub(r"Migration\[[\d.]+\]", "Migration[6.1]", whole)
        if self.language == "python" and "def upgrade" not in code:
            return ('import sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import postgresql\n\nrevision = "0001"\n'
                    f"down_revision = None\n\n\ndef upgrade():\n{body}\n\ndef downgrade():\n    pass\n")
        if self.language == "rust" and "impl " not in code:
            return ("use sea_orm_migration::{prelude::*, schema::*};\n\n#[derive(DeriveMigrationName)]\npub struct Migration;\n\n"
                    "#[async_trait::async_trait]\nimpl MigrationTrait for Migration {\n    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n"
                    f"{body}        Ok(())\n    }}\n}}\n")
        return code

    def file(self):
        if self.language == "ruby":
            named = re.search(r"class (\w+)", self.text())[1]
            return "20260101000000_" + re.sub(r"(?<!^)(?=[A-Z])", "_", named).lower() + ".rb"
        return {"python": "0001_example.py", "sql": "0001_example.sql", "rust": "m20260101_000001_example.rs"}[self.language]


def blocks(part):
    for path in sorted(glob.glob(os.path.join(RULES, "*.md"))):
        page = os.path.basename(path)[:-3]
        if page in ELSEWHERE or part and not any(each in page for each in part):
            continue
        found = None
        for number, line in enumerate(judge.Case.read(path).splitlines(), 1):
            if line.startswith("```"):
                if found:
                    yield found
                    found = None
                    continue
                language, role, *options = (line[3:].split() + ["", ""])[:2] + line[3:].split()[2:]
                if language in LANGUAGES and role in ("bad", "good") and "file=" not in line:
                    found = Block(page, number, language, role, options, [])
            elif found:
                found.code.append(line)


# What an engine says of something that is not there.
MISSING = [
    ("table", re.compile(r'relation "(?:\w+\.)?(\w+)" does not exist')),
    ("table", re.compile(r'table "(\w+)" does not exist')),
    ("table", re.compile(r"Table '\w+\.(\w+)' doesn't exist")),
    ("table", re.compile(r"Unknown table '(?:\w+\.)?(\w+)'")),
    ("table", re.compile(r"no such table: (?:\w+\.)?(\w+)")),
    ("table", re.compile(r"Failed to open the referenced table '(\w+)'")),
    ("type", re.compile(r'type "(\w+)" does not exist')),
    ("table", re.compile(r"Can't create table `\w+`\.`\w+` .*foreign key")),
    ("column", re.compile(r'column "(\w+)" of relation "(\w+)" does not exist')),
    ("column", re.compile(r'column "(\w+)" does not exist')),
    ("column", re.compile(r'column "(\w+)" (?:named in key|referenced in foreign key constraint) does not exist')),
    ("column", re.compile(r"Key column '(\w+)' doesn't exist in table")),
    ("column", re.compile(r"Unknown column '(\w+)' in '(\w+)'")),
    ("column", re.compile(r"Can't DROP COLUMN `(\w+)`")),
    ("column", re.compile(r'no such column: "?(\w+)"?')),
    ("column", re.compile(r"table (\w+) has no column named (\w+)")),
]


def need(result, block):
    """The statement that makes what the first run lacked; None where that can't be told."""
    said, sql = result.get("error") or "", result.get("sql") or block.text()
    for kind, pattern in MISSING:
        found = pattern.search(said)
        if not found:
            continue
        if kind == "table":
            referenced = re.search(r"REFERENCES\s+[`\"]?(\w+)", sql, re.I)
            name = found[1] if pattern.groups else referenced and referenced[1]
            return name and block.given(name)
        if kind == "type":
            return f"CREATE TYPE {found[1]} AS ENUM ('sad', 'ok');"
        names = found.groups()
        if "has no column" in pattern.pattern:
            names = names[::-1]
        table = names[1] if len(names) > 1 and names[1] not in ("where", "field", "on", "ORDER") else table_of(sql)
        # What is an id is compared with ids.
        kind = "TIMESTAMP" if names[0].endswith(("_at", "_on")) else "INTEGER" if names[0].endswith(("_id", "id", "count", "position")) else "BOOLEAN" if names[0].startswith(("is_", "active", "admin")) else "VARCHAR(100)"
        return table and f"ALTER TABLE {table} ADD COLUMN {names[0]} {kind};"
    return None


def table_of(sql):
    found = re.search(r"(?:\bALTER\s+TABLE|\bON|\bUPDATE|\bINTO|\bFROM)\s+(?:ONLY\s+|IF\s+EXISTS\s+)*[`\"]?(\w+)", sql, re.I)
    return found and found[1]


def judged(block, folder, servers, workers):
    """The outcome of a block on what it stands on, or why it can't be run."""
    path = os.path.join(folder, re.sub(r"\W", "_", block.name), block.file())
    projects.write(path, block.text())
    mode = "whole" if block.options.get("tool") in WHOLE else "none"
    start = ""
    if "given" in block.options:
        table = block.options["given"]
        start = block.given(table, ", name VARCHAR(100), email VARCHAR(100)") + f"\nINSERT INTO {table} (name, email) VALUES ('Ada', 'ada@example.org');"
    for _ in range(ROUNDS):
        case = judge.Case(block.framework, block.engine(), path, start, mode=mode, name=block.name)
        result = judge.Trial(case, servers, workers).judge()
        if result["first"]["outcome"] == "ok":
            return result
        if re.search(r"operator does not exist: character varying|is of type integer", result["first"].get("error") or "") and "VARCHAR(100);" in start:
            start = "INTEGER;".join(start.rsplit("VARCHAR(100);", 1))
            continue
        more = need(result["first"], block)
        if not more or more in start:
            return result
        start += ("\n" if start else "") + more
    return result


def breaks(block, result):
    """What does not hold, of all that a page may speak of."""
    said = judge.verdict(result)
    if said["first"] != "ok":
        return ["first"]
    wrong = [key for key in ("rerunnable", "crash_safe", "keeps_data", "interrupt_safe") if said.get(key) is False]
    return wrong if block.is_wrapped() else wrong + [key for key in ("rollback", "rollback_again", "redo") if said.get(key, "ok") != "ok"]


def run(part, seconds, verbose):
    told, skipped, ran = [], collections.Counter(), 0
    folder = tempfile.mkdtemp(prefix="pages-")
    all_blocks = [block for block in blocks(part) if block.engine() and not block.is_of_another_version()]
    rust = [(block.file(), block.text()) for block in all_blocks if block.framework == "seaorm"]
    if rust:
        seaorm_runner.build(rust)
    end = time.monotonic() + (seconds or 1e9)
    with judge.Servers() as servers:
        workers = judge.Workers()
        try:
            for block in judge.in_turn(all_blocks, seconds):
                if time.monotonic() > end:
                    break
                try:
                    result = judged(block, folder, servers, workers)
                except Exception as error:  # what can't be laid out or compiled is no verdict
                    skipped[f"{type(error).__name__}: {error}"[:120]] += 1
                    continue
                wrong = breaks(block, result)
                if verbose:
                    print(f"{block.name} {block.role} {block.framework}@{block.engine()}: {', '.join(wrong) or 'holds'}   {result['first'].get('error', '')[:110]}")
                forth = [it for it in wrong if it not in ("rollback", "rollback_again", "redo")]
                if forth == ["first"] and cannot_be_run(block, result["first"]):
                    skipped[f"{block.framework}: {result['first'].get('code')} {result['first'].get('error')}"[:120]] += 1
                    continue
                ran += 1
                if block.role == "good" and forth:
                    told.append((f"{block.name}", f"good, and does not hold: {', '.join(forth)}  {result['first'].get('error') or result.get('again')}"))
                if block.role == "bad" and not wrong:
                    told.append((f"{block.name}", "bad, and everything holds"))
        finally:
            workers.close()
            subprocess.run(["rm", "-rf", folder], check=True)
    return told, skipped, ran


def cannot_be_run(block, first):
    """A first run that fails is what some bad blocks are about; of the others it tells what is not installed or not there."""
    return block.role == "good" or block.page not in FIRST


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("pages", nargs="*")
    p.add_argument("--seconds", type=int, default=0, help="stop after that time: each day begins with other blocks")
    p.add_argument("--jobs", type=int, default=1, help="not used: it is quick")
    p.add_argument("-v", "--verbose", action="store_true")
    args = p.parse_args()
    lived.KEYS_TOO = True
    told, skipped, ran = run(args.pages, args.seconds, args.verbose)
    for reason, count in skipped.most_common():
        print(f"not run, {count}: {reason}")
    for name, text in told:
        print(f"page {name}  {text}")
    print(f"{ran} blocks, {len(told)} disagreements, {sum(skipped.values())} can't be run here")
    return 1 if told else 0


if __name__ == "__main__":
    judge.enter_venv()
    sys.exit(main())
