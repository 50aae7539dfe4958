#!/usr/bin/env python3
"""Measures the language server as an editor meets it: python3 tests/lsp/latency.py target/release/remigrate

Makes a project of 5,000 migrations and one of 500 lines behind them, opens that, types into it, and prints one JSON line:
milliseconds until the handshake, until the first diagnostics (the whole project was read by then), from each keystroke to
its diagnostics, and the server's memory before and after all of them.
"""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

TABLE = {
    "rails": """    create_table :{name} do |t|
      t.string :a, null: false
      t.integer :b
      t.text :c
      t.boolean :d, default: false
    end
    add_index :{name}, :a
""",
    "sql": """CREATE TABLE {name} (
    id bigint PRIMARY KEY,
    a text NOT NULL,
    b integer,
    c text
);
CREATE INDEX {name}_a ON {name} (a);
""",
    "alembic": """    op.create_table(
        "{name}",
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.Integer()),
        sa.Column("c", sa.Text()),
    )
    op.create_index("{name}_a", "{name}", ["a"])
""",
}


def migration(kind, number, lines):
    """So many lines of tables with indexes, with no guard: each of them is a finding."""
    body = "".join(TABLE[kind].format(name=f"t{number}_{table}") for table in range(lines // 7))
    if kind == "rails":
        return f"class M{number} < ActiveRecord::Migration[7.1]\n  def change\n{body}  end\nend\n"
    if kind == "sql":
        return body
    down = "None" if number == 0 else f'"r{number - 1}"'
    head = f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "r{number}"\ndown_revision = {down}\n'
    return f"{head}\n\ndef upgrade():\n{body}\n\ndef downgrade():\n    pass\n"


def project(root, kind, dialect, count, lines):
    def path(number):
        name = {
            "rails": f"db/migrate/{20200101000000 + number}_m{number}.rb",
            "sql": f"db/migrations/{number:05}_m{number}.sql",
            "alembic": f"migrations/versions/r{number}.py",
        }[kind]
        return root / name

    adapter = {"mysql": "mysql2", "postgresql": "postgresql", "sqlite": "sqlite3"}[dialect]
    folder = {"rails": "db/migrate", "sql": "db/migrations", "alembic": "migrations/versions"}[kind]
    (root / folder).mkdir(parents=True)
    (root / "config").mkdir()
    (root / "config/database.yml").write_text(f"production:\n  adapter: {adapter}\n")
    (root / "remigrate.toml").write_text(f'[[history]]\npath = "{folder}"\ndialect = "{dialect}"\n')
    if kind == "alembic":
        (root / "migrations/env.py").write_text("")
        (root / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
    for number in range(count):
        path(number).write_text(migration(kind, number, 14))
    path(count).write_text(migration(kind, count, lines))
    return path(count)


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self, wanted):
        while True:
            length = 0
            while (line := self.process.stdout.readline().strip()):
                name, value = line.split(b":", 1)
                if name.lower() == b"content-length":
                    length = int(value)
            message = json.loads(self.process.stdout.read(length))
            if wanted(message):
                return message

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return self.receive(lambda message: message.get("id") == self.number)

    def diagnostics(self, version):
        return self.receive(
            lambda message: message.get("method") == "textDocument/publishDiagnostics"
            and message["params"].get("version") == version
        )["params"]["diagnostics"]

    def memory(self):
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        return int(status.split("VmRSS:")[1].split()[0]) // 1024


    def processor_ms(self):
        """Time on a processor so far; unlike the time that passes, it does not depend on what else runs."""
        try:
            fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def spread(times):
    times = sorted(times)
    at = lambda part: round(times[int(part * (len(times) - 1))], 2)
    return {"median": at(0.5), "p95": at(0.95), "max": at(1.0)}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("program")
    options.add_argument("--kind", choices=sorted(TABLE), default="rails")
    options.add_argument("--dialect", choices=["mysql", "postgresql", "sqlite"], default="postgresql")
    options.add_argument("--migrations", type=int, default=5000)
    options.add_argument("--lines", type=int, default=500)
    options.add_argument("--edits", type=int, default=200)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        file = project(root, asked.kind, asked.dialect, asked.migrations, asked.lines)
        begun = time.perf_counter()
        since = lambda: (time.perf_counter() - begun) * 1000
        server = Server(asked.program)
        server.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": root.as_uri(),
                "workspaceFolders": [{"uri": root.as_uri(), "name": "project"}],
                "capabilities": {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}},
            },
        )
        ready = since()
        server.send({"method": "initialized", "params": {}})
        document = {"uri": file.as_uri(), "version": 0}
        item = {**document, "languageId": "sql", "text": file.read_text()}
        server.send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
        found = len(server.diagnostics(0))
        first = since()
        before, times, spent = server.memory(), [], server.processor_ms()
        mark = "#" if asked.kind != "sql" else "--"
        for version in range(1, asked.edits + 1):
            # A comment in the middle grows letter by letter, and is taken out again when it is a line long.
            letter = (version - 1) % 40
            # Behind the head of the file stand tables of seven lines each.
            line = {"rails": 2, "sql": 0, "alembic": 7}[asked.kind] + asked.lines // 14 * 7
            start, end = {"line": line, "character": 0}, {"line": line + 1, "character": 0}
            if version == 1:
                change = {"range": {"start": start, "end": start}, "text": f"{mark} \n"}
            elif letter == 0:
                change = {"range": {"start": start, "end": end}, "text": f"{mark} \n"}
            else:
                place = {**start, "character": len(mark) + letter}
                change = {"range": {"start": place, "end": place}, "text": "x"}
            document["version"] = version
            begun = time.perf_counter()
            server.send(
                {"method": "textDocument/didChange", "params": {"textDocument": document, "contentChanges": [change]}}
            )
            server.diagnostics(version)
            times.append(since())
        after, spent = server.memory(), spent and server.processor_ms() - spent
        server.ask("shutdown", None)
        server.send({"method": "exit"})
        code = server.process.wait(10)
    print(
        json.dumps(
            {
                "project": f"{asked.kind} on {asked.dialect}, {asked.migrations} + 1 of {asked.lines} lines",
                "initialize_ms": round(ready, 1),
                "project_read_ms": round(first, 1),
                "findings": found,
                "keystroke_ms": spread(times),
                "processor_ms_per_keystroke": spent and round(spent / asked.edits, 2),
                "memory_mb": [before, after],
                "exit": code,
            }
        )
    )


if __name__ == "__main__":
    main()
