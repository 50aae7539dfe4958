"""Uses a database as an application would: a row in every empty table, a value in every column that is new or another one.

A migration that runs again without an error can still have emptied a table that was filled since: this makes it visible.
"""
import re

# Also a row where the engine makes every column. The cases of truth.json were judged without.
KEYS_TOO = False
# What the application keeps in a JSON document.
OWN = '{"own": 7}'

_QUERY = {
    "postgres": """SELECT c.relname, a.attname, CASE WHEN t.typtype = 'e' THEN 'enum' ELSE format_type(a.atttypid, NULL) END, a.atthasdef OR a.attidentity <> '',
      (SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 1)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum""",
    "mariadb": """SELECT c.table_name, c.column_name, c.column_type, c.column_default IS NOT NULL AND c.column_default <> 'NULL' OR c.extra LIKE '%auto_inc%', NULL
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = database() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position""",
}


def _value(kind, label):
    kind = kind.lower()
    if label is not None:
        return label
    if kind.startswith("enum("):
        return kind.split("'")[1]
    for words, value in (
        (("bool", "tinyint(1)"), True), (("int", "numeric", "decimal", "double", "real", "float"), 7), (("json", "longtext"), OWN), (("timestamp", "datetime"), "2020-01-02 03:04:05"),
        (("date",), "2020-01-02"), (("time",), "03:04:05"), (("uuid",), "00000000-0000-0000-0000-000000000007"), (("bytea", "blob"), b"7"), (("[]",), "{}"), (("char", "text"), "u"),
    ):
        if any(w in kind for w in words):
            return value
    return None


def _columns(engine, cur):
    out = {}
    if engine.kind == "sqlite":
        for (table,) in cur.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
            for _cid, name, kind, _notnull, default, pk in cur.execute('PRAGMA table_info("%s")' % table).fetchall():
                rowid = pk and kind.upper() == "INTEGER"
                out.setdefault(table, []).append((name, kind, default is not None or bool(rowid), None))
        return out
    cur.execute(_QUERY[engine.kind])
    for table, name, kind, default, label in cur.fetchall():
        out.setdefault(table, []).append((name, kind, bool(default), label))
    return out


def _shape(held, table, column):
    """What a column is, but for its default: rows that are there keep what they hold where that changes."""
    shape = held.get(f"column {table}.{column}")
    return shape and shape.split(" default ")[0]


def _allowed(clean, table):
    """The strings that stand in a table's checks, which may let no others through; the last one first, as the first may be the default."""
    checks = [f"{key} {value}" for key, value in clean.items() if key.startswith((f"constraint {table}.", f"constraint {table} check"))]
    return re.findall(r"'([^']*)'", " ".join(checks))[::-1]


def _write(cur, statement, values):
    """The first of the values that the constraints let through, or None: then the column stays as it is."""
    for value in values:
        try:
            cur.execute(statement, (value,))
            return value
        except Exception:  # a constraint says no
            continue
    return None


def use(engine, db, before, clean, ledgers):
    quote = "`" if engine.kind == "mariadb" else '"'
    mark = "?" if engine.kind == "sqlite" else "%s"
    q = lambda name: f"{quote}{name}{quote}"  # noqa: E731
    con = engine.connect(db)
    documents = []
    try:
        cur = con.cursor()
        for table, columns in _columns(engine, cur).items():
            if table in ledgers:
                continue
            try:
                if clean.get(f"rows {table}") == 0:
                    given = [(c, _value(kind, label)) for c, kind, default, label in columns if not default]
                    given = [(c, v) for c, v in given if v is not None]
                    if not given and KEYS_TOO:
                        cur.execute(f"INSERT INTO {q(table)} () VALUES ()" if engine.kind == "mariadb" else f"INSERT INTO {q(table)} DEFAULT VALUES")
                    if given:
                        cur.execute(f"INSERT INTO {q(table)} ({', '.join(q(c) for c, _ in given)}) VALUES ({', '.join([mark] * len(given))})", tuple(v for _, v in given))
                elif f"rows {table}" in before:
                    for c, kind, _default, label in columns:
                        value = _value(kind, label)
                        made = _shape(before, table, c) != _shape(clean, table, c)
                        if made and value is not None:
                            if _write(cur, f"UPDATE {q(table)} SET {q(c)} = {mark}", [value, *_allowed(clean, table)]) == OWN:
                                documents.append((q(table), q(c)))
            except Exception:  # a constraint says no: this table stays as it is
                pass
    finally:
        con.close()
    return documents


def forget_additions(engine, db, documents):
    """Nothing is lost where a second run has only put more into the application's documents."""
    con = engine.connect(db)
    try:
        cur = con.cursor()
        for table, column in documents:
            try:
                text = f"CAST({column} AS {'char' if engine.kind == 'mariadb' else 'text'})"
                cur.execute(f"UPDATE {table} SET {column} = '{OWN}' WHERE {text} LIKE '%\"own\"%'")
            except Exception:  # the column is gone, or holds something else now
                pass
    finally:
        con.close()
