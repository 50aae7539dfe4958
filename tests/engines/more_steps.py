"""More operations for generate.py, and their spellings: objects beside tables, columns that change, rows in bulk.

Like those of spellings.py: a maker gives the arguments of a step, or None where it is not possible by then.
"""


def _some(rng, names):
    return rng.choice(sorted(names)) if names else None


def _has(schema, table, column):
    return column in schema.tables.get(table, [])


def _made(kind, stem, *engines):
    """A thing that stands on its own, remembered so that it can be dropped."""
    def make(_rng, schema, engine):
        if engines and engine not in engines:
            return None
        name = schema.name(stem)
        schema.objects.setdefault(kind, []).append(name)
        return {"name": name}
    return make


def _gone(kind):
    def make(rng, schema, _engine):
        name = _some(rng, schema.objects.get(kind, []))
        if name is None:
            return None
        schema.objects[kind].remove(name)
        return {"name": name}
    return make


def _add_value(rng, schema, _engine):
    name = _some(rng, schema.objects.get("type", []))
    return name and {"name": name, "label": schema.name("label")}


def _create_view(rng, schema, _engine):
    if not _has(schema, "plans", "price"):
        return None
    name = schema.name("seen")
    schema.objects.setdefault("view", []).append(name)
    return {"name": name}


def _create_matview(_rng, schema, engine):
    if engine != "postgres" or not _has(schema, "users", "name"):
        return None
    name = schema.name("kept")
    schema.objects.setdefault("matview", []).append(name)
    return {"name": name}


def _create_trigger(rng, schema, engine):
    function = _some(rng, schema.objects.get("trigger function", []))
    if not _has(schema, "orders", "total") or engine == "postgres" and not function:
        return None
    name = schema.name("tr_made")
    schema.objects.setdefault("trigger", []).append(name)
    return {"name": name, "function": function}


def _rename_index(rng, schema, engine):
    name = _some(rng, [n for n, (table, _) in schema.indexes.items() if table in schema.tables])
    if engine == "sqlite" or name is None:
        return None
    to = schema.name("ix_renamed")
    schema.indexes[to] = schema.indexes.pop(name)
    return {"table": schema.indexes[to][0], "name": name, "to": to}


def _add_unique(_rng, schema, engine):
    if engine == "sqlite" or not _has(schema, "users", "email"):
        return None
    name = schema.name("uq_made")
    schema.indexes[f"{name} "] = ("users", ["email"])  # The column is used; the index goes with its constraint.
    schema.uniques.append(name)
    return {"table": "users", "column": "email", "name": name}


def _drop_unique(rng, schema, _engine):
    name = _some(rng, schema.uniques)
    if name is None or "users" not in schema.tables:
        return None
    schema.uniques.remove(name)
    schema.indexes.pop(f"{name} ", None)
    return {"table": "users", "name": name}


def _not_null(rng, schema, engine):
    return {"table": "posts", "column": "title", "null": rng.random() < 0.3} if engine != "sqlite" and _has(schema, "posts", "title") else None


def _drop_default(_rng, schema, engine):
    return {"table": "users", "column": "logins"} if engine != "sqlite" and _has(schema, "users", "logins") else None


def _upsert(_rng, schema, _engine):
    keyed = "label" in schema.tables.get("tags", []) and any(i == ("tags", ["label"]) for i in schema.indexes.values())
    return {"label": schema.name("tag")} if keyed else None


def _insert_select(_rng, schema, _engine):
    return {} if _has(schema, "plans", "price") and _has(schema, "plans", "name") and _has(schema, "users", "name") else None


def _truncate(_rng, schema, engine):
    return {} if engine != "sqlite" and "tags" in schema.tables else None


def _table_as(_rng, schema, _engine):
    if not _has(schema, "plans", "name"):
        return None
    name = schema.name("copied")
    schema.tables[name] = ["name"]
    return {"name": name}


def _increment(_rng, schema, _engine):
    return {} if _has(schema, "users", "logins") else None


def _backfill(rng, schema, _engine):
    """A column that is new, and filled at once."""
    table = rng.choice(["users", "orders"])
    if table not in schema.tables:
        return None
    column = schema.name("filled")
    schema.tables[table].append(column)
    return {"table": table, "column": column}


STEPS = {
    "create_view": _create_view, "drop_view": _gone("view"), "create_matview": _create_matview, "drop_matview": _gone("matview"),
    "create_type": _made("type", "mood", "postgres"), "drop_type": _gone("type"), "add_value": _add_value,
    "create_function": _made("function", "made_up", "postgres"), "drop_function": _gone("function"),
    "create_trigger_function": _made("trigger function", "touch", "postgres"), "create_trigger": _create_trigger, "drop_trigger": _gone("trigger"),
    "create_sequence": _made("sequence", "seq_made", "postgres", "mariadb"), "drop_sequence": _gone("sequence"),
    "create_schema": _made("schema", "made_schema", "postgres"), "drop_schema": _gone("schema"), "rename_index": _rename_index,
    "add_unique": _add_unique, "drop_unique": _drop_unique, "not_null": _not_null, "drop_default": _drop_default, "upsert": _upsert,
    "insert_select": _insert_select, "truncate": _truncate, "table_as": _table_as, "increment": _increment, "backfill": _backfill,
}


def sql(engine, op, a):
    """The ways to write a step, or None where it is none of these."""
    pg, maria = engine == "postgres", engine == "mariadb"
    t, name = a.get("table"), a.get("name")
    if op == "create_view":
        body = f"VIEW {name} AS SELECT id, price FROM plans"
        return [f"CREATE {body}", f"CREATE VIEW IF NOT EXISTS {name} AS SELECT id, price FROM plans" if engine == "sqlite" else f"CREATE OR REPLACE {body}"]
    if op == "create_matview":
        return [f"CREATE MATERIALIZED VIEW {guard}{name} AS SELECT id, name FROM users" for guard in ("", "IF NOT EXISTS ")]
    if op == "create_type":
        body = f"CREATE TYPE {name} AS ENUM ('good', 'bad')"
        return [body, f"DO $$ BEGIN {body}; EXCEPTION WHEN duplicate_object THEN NULL; END $$"]
    if op == "add_value":
        return [f"ALTER TYPE {name} ADD VALUE {guard}'{a['label']}'" for guard in ("", "IF NOT EXISTS ")]
    if op in ("create_function", "create_trigger_function"):
        body = "int LANGUAGE sql AS 'SELECT 1'" if op == "create_function" else "trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        return [f"CREATE {guard}FUNCTION {name}() RETURNS {body}" for guard in ("", "OR REPLACE ")]
    if op == "drop_function":
        return [f"DROP FUNCTION {guard}{name}()" for guard in ("", "IF EXISTS ")]
    if op == "create_trigger":
        if pg:
            body = f"TRIGGER {name} BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION {a['function']}()"
            return [f"CREATE {body}", f"CREATE OR REPLACE {body}", f"DROP TRIGGER IF EXISTS {name} ON orders;\nCREATE {body}"]
        work = "FOR EACH ROW SET NEW.total = NEW.total + 0" if maria else "BEGIN DELETE FROM tags WHERE label = 'no'; END"
        return [f"CREATE TRIGGER {guard}{name} BEFORE UPDATE ON orders {work}" for guard in ("", "IF NOT EXISTS ")]
    if op == "drop_trigger":
        return [f"DROP TRIGGER {guard}{name}{' ON orders' if pg else ''}" for guard in ("", "IF EXISTS ")]
    if op in ("create_sequence", "create_schema"):
        return [f"CREATE {op[7:].upper()} {guard}{name}" for guard in ("", "IF NOT EXISTS ")]
    if op in ("drop_view", "drop_type", "drop_sequence", "drop_schema", "drop_matview"):
        what = {"drop_matview": "MATERIALIZED VIEW"}.get(op, op[5:].upper())
        return [f"DROP {what} {guard}{name}" for guard in ("", "IF EXISTS ")]
    if op == "rename_index":
        return [f"ALTER INDEX {guard}{name} RENAME TO {a['to']}" for guard in ("", "IF EXISTS ")] if pg else [f"ALTER TABLE {t} RENAME INDEX {name} TO {a['to']}"]
    if op == "add_unique":
        plain = f"ALTER TABLE {t} ADD CONSTRAINT {name} UNIQUE ({a['column']})"
        return [plain, f"DO $$ BEGIN {plain}; EXCEPTION WHEN duplicate_table THEN NULL; END $$" if pg else f"ALTER TABLE {t} ADD UNIQUE INDEX IF NOT EXISTS {name} ({a['column']})"]
    if op == "drop_unique":
        return [f"ALTER TABLE {t} DROP CONSTRAINT {guard}{name}" for guard in ("", "IF EXISTS ")]
    if op == "not_null":
        change = ("DROP" if a["null"] else "SET") + " NOT NULL"
        return [f"ALTER TABLE {t} ALTER COLUMN {a['column']} {change}" if pg else f"ALTER TABLE {t} MODIFY COLUMN {a['column']} varchar(100){'' if a['null'] else ' NOT NULL'}"]
    if op == "drop_default":
        return [f"ALTER TABLE {t} ALTER COLUMN {a['column']} DROP DEFAULT"]
    return rows(engine, op, a)


def rows(engine, op, a):
    if op == "upsert":
        plain = f"INSERT INTO tags (label) VALUES ('{a['label']}')"
        return [plain, f"{plain} ON DUPLICATE KEY UPDATE label = VALUES(label)" if engine == "mariadb" else f"{plain} ON CONFLICT (label) DO UPDATE SET label = excluded.label"]
    if op == "insert_select":
        plain = "INSERT INTO plans (name, price) SELECT u.name, 1 FROM users u"
        return [plain, f"{plain} WHERE NOT EXISTS (SELECT 1 FROM plans p WHERE p.name = u.name)"]
    if op == "truncate":
        return ["TRUNCATE TABLE tags"]
    if op == "table_as":
        return [f"CREATE TABLE {guard}{a['name']} AS SELECT name FROM plans" for guard in ("", "IF NOT EXISTS ")]
    if op == "increment":
        return ["UPDATE users SET logins = logins + 1", "UPDATE users SET logins = 1 WHERE logins = 0"]
    if op == "backfill":
        add = f"ALTER TABLE {a['table']} ADD COLUMN {{}}{a['column']} int;\nUPDATE {a['table']} SET {a['column']} = 1"
        guard = "" if engine == "sqlite" else "IF NOT EXISTS "
        return [add.format(""), add.format(guard) + f" WHERE {a['column']} IS NULL"]
    return None


def rails(op, a):
    """Rails' own words, where it has some."""
    t = f":{a['table']}" if "table" in a else ""
    if op == "rename_index":
        call = f"rename_index {t}, \"{a['name']}\", \"{a['to']}\""
        return [call, f"{call} if index_name_exists?({t}, \"{a['name']}\")"]
    if op == "not_null":
        return [f"change_column_null {t}, :{a['column']}, {str(a['null']).lower()}"]
    if op == "drop_default":
        return [f"change_column_default {t}, :{a['column']}, nil", f"change_column_default {t}, :{a['column']}, from: 0, to: nil"]
    if op == "backfill":
        add, model = f"add_column {t}, :{a['column']}, :integer", f"Class.new(ActiveRecord::Base) {{ self.table_name = \"{a['table']}\" }}"
        return [f"{add}\nexecute \"UPDATE {a['table']} SET {a['column']} = 1\"", f"{add}, if_not_exists: true\n{model}.where({a['column']}: nil).update_all({a['column']}: 1)",
                f"{add} unless column_exists?({t}, :{a['column']})\nexecute \"UPDATE {a['table']} SET {a['column']} = 1 WHERE {a['column']} IS NULL\""]
    return None


def alembic(engine, op, a):
    """Alembic's own words, where it has some."""
    t = f"\"{a['table']}\"" if "table" in a else ""
    if op == "add_unique":
        return [f"op.create_unique_constraint(\"{a['name']}\", {t}, [\"{a['column']}\"])"]
    if op == "drop_unique":
        call = f"op.drop_constraint(\"{a['name']}\", {t}, type_=\"unique\")"
        return [call, f"{call[:-1]}, if_exists=True)"]
    if op == "not_null":
        return [f"op.alter_column({t}, \"{a['column']}\", existing_type=sa.String(100), nullable={a['null']})"]
    if op == "drop_default":
        return [f"op.alter_column({t}, \"{a['column']}\", server_default=None, existing_type=sa.Integer())"]
    if op == "backfill":
        call = f"op.add_column({t}, sa.Column(\"{a['column']}\", sa.Integer()))"
        guard = f"if \"{a['column']}\" not in [c[\"name\"] for c in sa.inspect(op.get_bind()).get_columns({t})]:\n    "
        update = f"op.execute(\"UPDATE {a['table']} SET {a['column']} = 1"
        return [f"{call}\n{update}\")", f"{guard}{call}\n{update} WHERE {a['column']} IS NULL\")", f"{guard}{call}\n    {update}\")"]
    return None
