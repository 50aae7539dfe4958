"""The operations that generate.py chooses from, and how each framework spells them, guarded and unguarded.

A step is `(operation, arguments, guard)`; guard 0 is unguarded, the others are the ways a person would guard it there.
"""
import more_steps

START = {
    "users": ["name", "email", "nickname", "logins", "created_at"],
    "posts": ["user_id", "title", "body", "state", "views"],
    "plans": ["name", "price"],
    "tags": ["label"],
    "orders": ["user_id", "total", "status"],
}
INDEXES = {
    "sql": {"posts_title": ("posts", ["title"]), "tags_label": ("tags", ["label"])},
    "rails": {"index_posts_on_title": ("posts", ["title"]), "index_tags_on_label": ("tags", ["label"])},
    "alembic": {"ix_posts_title": ("posts", ["title"]), "ix_tags_label": ("tags", ["label"])},
}
REVERSIBLE = {"create_table", "add_column", "add_index", "rename_column", "rename_table", "add_foreign_key", "add_check", "add_reference", "rename_index", "not_null"}


class Schema:
    """What the steps so far have made, so that most of what comes next is possible."""

    def __init__(self, framework):
        self.tables = {t: list(c) for t, c in START.items()}
        self.indexes = dict(INDEXES[framework])
        self.texts = {"name", "email", "nickname", "title", "body", "status", "label"}  # columns that hold text
        self.constraints, self.uniques, self.objects, self.made = {}, [], {}, 0

    def name(self, stem):
        self.made += 1
        return f"{stem}{self.made}"


def steps(rng, framework, engine):
    schema = Schema(framework)
    change = framework == "rails" and rng.random() < 0.5
    out = [("style", {"change": change}, 0)] if framework == "rails" else []
    wanted = rng.choice([1, 1, 2, 2, 3, 4, 5])
    choices = [name for name in STEPS if not change or name in REVERSIBLE]
    while sum(op != "style" for op, _, _ in out) < wanted:
        op = rng.choice(choices)
        arguments = STEPS[op](rng, schema, engine)
        if arguments is None:
            continue
        ways = len(guards(framework, engine, op, arguments))
        if ways:
            # Half of the steps are guarded; one in thirty comes twice.
            guard = rng.randrange(1, ways) if ways > 1 and rng.random() < 0.55 else 0
            out.append((op, arguments, guard))
            if rng.random() < 0.03:
                out.append((op, arguments, guard))
    return out


def _table(rng, schema):
    return rng.choice(sorted(schema.tables))


def _create_table(rng, schema, _engine):
    if rng.random() < 0.1:
        return {"table": _table(rng, schema), "columns": ["a"]}
    table = schema.name("things")
    columns = rng.sample(["label", "size", "user_id"], rng.randint(1, 3))
    schema.tables[table] = list(columns)
    return {"table": table, "columns": columns}


def _drop_table(rng, schema, _engine):
    table = rng.choice(sorted(schema.tables))
    if table == "users" or len(schema.tables) < 3:
        return None
    schema.tables.pop(table)
    schema.indexes = {n: i for n, i in schema.indexes.items() if i[0] != table}
    return {"table": table}


def _add_column(rng, schema, _engine):
    table = _table(rng, schema)
    column = rng.choice(schema.tables[table]) if rng.random() < 0.05 else schema.name("extra")
    if column not in schema.tables[table]:
        schema.tables[table].append(column)
    kind = rng.choice(["int", "varchar(50)"])
    if kind != "int":
        schema.texts.add(column)
    return {"table": table, "column": column, "type": kind, "default": rng.random() < 0.3}


def _drop_column(rng, schema, _engine):
    table = _table(rng, schema)
    used = {c for t, cs in schema.indexes.values() if t == table for c in cs} | {"user_id"}
    free = [c for c in schema.tables[table] if c not in used]
    if len(free) < 2:
        return None
    column = rng.choice(free)
    schema.tables[table].remove(column)
    return {"table": table, "column": column}


def _add_index(rng, schema, engine):
    table = _table(rng, schema)
    if not schema.tables[table]:
        return None
    columns = rng.sample(schema.tables[table], 1 if rng.random() < 0.7 or len(schema.tables[table]) < 2 else 2)
    if "body" in columns or "status" in columns and len(columns) > 1:
        return None
    named = rng.random() < 0.7
    name = schema.name("ix_made")
    schema.indexes[name] = (table, columns)
    return {"table": table, "columns": columns, "name": name, "named": named, "unique": rng.random() < 0.15, "concurrently": engine == "postgres" and rng.random() < 0.25}


def _drop_index(rng, schema, _engine):
    if not schema.indexes:
        return None
    name = rng.choice(sorted(schema.indexes))
    table, columns = schema.indexes.pop(name)
    return {"table": table, "columns": columns, "name": name} if table in schema.tables else None


def _rename_column(rng, schema, _engine):
    table = _table(rng, schema)
    used = {c for t, cs in schema.indexes.values() if t == table for c in cs} | {"user_id"}
    free = [c for c in schema.tables[table] if c not in used]
    if not free:
        return None
    old, new = rng.choice(free), schema.name("renamed")
    schema.tables[table][schema.tables[table].index(old)] = new
    if old in schema.texts:
        schema.texts.add(new)
    return {"table": table, "column": old, "to": new, "text": old in schema.texts}


def _rename_table(rng, schema, _engine):
    table = rng.choice(["plans", "tags"])
    if table not in schema.tables or any(t == table for t, _ in schema.indexes.values()):
        return None
    new = schema.name("moved")
    schema.tables[new] = schema.tables.pop(table)
    return {"table": table, "to": new}


def _add_check(rng, schema, engine):
    table, column = rng.choice([("plans", "price"), ("orders", "total"), ("users", "logins")])
    if engine == "sqlite" or column not in schema.tables.get(table, []):
        return None
    name = schema.name("ck_made")
    schema.constraints[name] = table
    return {"table": table, "column": column, "name": name}


def _add_foreign_key(rng, schema, engine):
    if engine == "sqlite" or "user_id" not in schema.tables.get("posts", []) or "users" not in schema.tables:
        return None
    name = schema.name("fk_made")
    schema.constraints[name] = "posts"
    return {"table": "posts", "column": "user_id", "to": "users", "name": name}


def _add_reference(rng, schema, _engine):
    table = rng.choice(["plans", "tags"])
    if table not in schema.tables:
        return None
    schema.tables[table].append("post_id")
    return {"table": table, "to": "post"}


def _drop_constraint(rng, schema, engine):
    if engine == "sqlite" or not schema.constraints:
        return None
    name = rng.choice(sorted(schema.constraints))
    return {"table": schema.constraints.pop(name), "name": name}


def _insert(rng, schema, _engine):
    if "name" not in schema.tables.get("plans", []) or "price" not in schema.tables["plans"]:
        return None
    return {"name": schema.name("plan")}


def _insert_unique(rng, schema, _engine):
    keyed = any(i == ("tags", ["label"]) for i in schema.indexes.values())
    return {"label": schema.name("tag")} if keyed and "label" in schema.tables.get("tags", []) else None


def _update(rng, schema, _engine):
    return {} if "views" in schema.tables.get("posts", []) else None


def _delete(rng, schema, _engine):
    return {} if "label" in schema.tables.get("tags", []) else None


def _set_default(rng, schema, engine):
    return {"table": "posts", "column": "views", "value": rng.choice([0, 5])} if engine != "sqlite" and "views" in schema.tables.get("posts", []) else None


def _change_type(rng, schema, engine):
    return {"table": "users", "column": "nickname"} if engine != "sqlite" and "nickname" in schema.tables.get("users", []) else None


STEPS = {
    "create_table": _create_table, "drop_table": _drop_table, "add_column": _add_column, "drop_column": _drop_column, "add_index": _add_index,
    "drop_index": _drop_index, "rename_column": _rename_column, "rename_table": _rename_table, "add_check": _add_check,
    "add_foreign_key": _add_foreign_key, "add_reference": _add_reference, "drop_constraint": _drop_constraint, "insert": _insert,
    "insert_unique": _insert_unique, "update": _update, "delete": _delete, "set_default": _set_default, "change_type": _change_type,
    **more_steps.STEPS,
}


def guards(framework, engine, op, a):
    """The ways to write a step: the first is unguarded. Empty where the framework has no word for it."""
    spell = {"sql": sql, "rails": rails, "alembic": alembic}[framework]
    return spell(engine, op, a)


def render(framework, engine, mode, chosen):
    lines = [guards(framework, engine, op, a)[guard] for op, a, guard in chosen if op != "style"]
    if framework == "sql":
        return "".join(f"{line};\n" for line in lines)
    if framework == "rails":
        change = any(op == "style" and a["change"] for op, a, _ in chosen)
        alone = mode == "autocommit" or any(a.get("concurrently") for _, a, _ in chosen)
        body = "".join(f"    {x}\n" for line in lines for x in line.split("\n"))
        head = "  disable_ddl_transaction!\n\n" if alone else ""
        back = "" if change else "\n  def down\n    raise ActiveRecord::IrreversibleMigration\n  end\n"
        return f"class Generated < ActiveRecord::Migration[6.1]\n{head}  def {'change' if change else 'up'}\n{body}  end\n{back}end\n"
    alone = mode == "autocommit" or any(a.get("concurrently") for _, a, _ in chosen)
    pad = "        " if alone else "    "
    body = "".join(f"{pad}{x}\n" for line in lines for x in line.split("\n"))
    if alone:
        body = "    with op.get_context().autocommit_block():\n" + body
    return ('import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "0a1b2c3d4e5f"\ndown_revision = "5b0b00000001"\n\n\n'
            f"def upgrade():\n{body}\n\ndef downgrade():\n    raise NotImplementedError\n")


def _do(condition, statement):
    return f"DO $$ BEGIN IF {condition} THEN {statement}; END IF; END $$"


def _has_column(a, column):
    return f"EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = '{a['table']}' AND column_name = '{column}')"


def sql(engine, op, a):
    pg, maria, lite = engine == "postgres", engine == "mariadb", engine == "sqlite"
    key = {"postgres": "id bigserial PRIMARY KEY", "mariadb": "id bigint AUTO_INCREMENT PRIMARY KEY", "sqlite": "id integer PRIMARY KEY"}[engine]
    t = a.get("table")
    if op == "create_table":
        columns = ", ".join([key] + [f"{c} {'varchar(50)' if c == 'label' else 'int'}" for c in a["columns"]])
        return [f"CREATE TABLE {t} ({columns})", f"CREATE TABLE IF NOT EXISTS {t} ({columns})"]
    if op == "drop_table":
        return [f"DROP TABLE {t}", f"DROP TABLE IF EXISTS {t}"]
    if op == "add_column":
        tail = f"{a['column']} {a['type']}" + (" DEFAULT NULL" if a["default"] else "")
        out = [f"ALTER TABLE {t} ADD COLUMN {tail}"]
        if not lite:
            out.append(f"ALTER TABLE {t} ADD COLUMN IF NOT EXISTS {tail}")
        if pg:
            out.append(_do(f"NOT {_has_column(a, a['column'])}", out[0]))
        return out
    if op == "drop_column":
        out = [f"ALTER TABLE {t} DROP COLUMN {a['column']}"]
        return out if lite else [*out, f"ALTER TABLE {t} DROP COLUMN IF EXISTS {a['column']}"]
    if op == "add_index":
        head, where = f"CREATE {'UNIQUE ' if a['unique'] else ''}INDEX{' CONCURRENTLY' if a['concurrently'] else ''}", f"ON {t} ({', '.join(a['columns'])})"
        out = [f"{head} {a['name']} {where}", f"{head} IF NOT EXISTS {a['name']} {where}"]
        if pg:
            drop = f"DROP INDEX{' CONCURRENTLY' if a['concurrently'] else ''} IF EXISTS {a['name']}"
            out.append(f"{drop};\n{out[0]}")
        return out
    if op == "drop_index":
        on = f" ON {t}" if maria else ""
        return [f"DROP INDEX {a['name']}{on}", f"DROP INDEX IF EXISTS {a['name']}{on}"]
    if op == "rename_column":
        out = [f"ALTER TABLE {t} RENAME COLUMN {a['column']} TO {a['to']}"]
        return [*out, _do(_has_column(a, a["column"]), out[0])] if pg else out
    if op == "rename_table":
        out = [f"ALTER TABLE {t} RENAME TO {a['to']}"]
        return [*out, f"ALTER TABLE IF EXISTS {t} RENAME TO {a['to']}"] if not lite else out
    if op in ("add_check", "add_foreign_key"):
        what = f"CHECK ({a['column']} >= 0)" if op == "add_check" else f"FOREIGN KEY ({a['column']}) REFERENCES {a['to']} (id)"
        out = [f"ALTER TABLE {t} ADD CONSTRAINT {a['name']} {what}"]
        if pg:
            out.append(f"DO $$ BEGIN {out[0]}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
            out.append(f"ALTER TABLE {t} DROP CONSTRAINT IF EXISTS {a['name']};\n{out[0]}")
            out.append(_do(f"NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{a['name']}')", out[0]))
        elif op == "add_check":
            out.append(f"ALTER TABLE {t} ADD CONSTRAINT IF NOT EXISTS {a['name']} {what}")
        else:
            out.append(f"ALTER TABLE {t} ADD CONSTRAINT {a['name']} FOREIGN KEY IF NOT EXISTS ({a['column']}) REFERENCES {a['to']} (id)")
        return out
    if op == "drop_constraint":
        return [f"ALTER TABLE {t} DROP CONSTRAINT {a['name']}", f"ALTER TABLE {t} DROP CONSTRAINT IF EXISTS {a['name']}"]
    if op == "set_default":
        return [f"ALTER TABLE {t} ALTER COLUMN {a['column']} SET DEFAULT {a['value']}"]
    if op == "change_type":
        return [f"ALTER TABLE {t} ALTER COLUMN {a['column']} TYPE text" if pg else f"ALTER TABLE {t} MODIFY COLUMN {a['column']} varchar(200)"]
    return more_steps.sql(engine, op, a) or rows(engine, op, a)  # `add_reference` is a word of Rails only


def rows(engine, op, a):
    """Statements that change rows; every framework can execute them."""
    if op == "insert":
        dual = " FROM DUAL" if engine == "mariadb" else ""
        return [f"INSERT INTO plans (name, price) VALUES ('{a['name']}', 5)",
                f"INSERT INTO plans (name, price) SELECT '{a['name']}', 5{dual} WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = '{a['name']}')"]
    if op == "insert_unique":
        plain = f"INSERT INTO tags (label) VALUES ('{a['label']}')"
        return [plain, plain.replace("INSERT", "INSERT IGNORE", 1) if engine == "mariadb" else f"{plain} ON CONFLICT DO NOTHING"]
    if op == "update":
        return ["UPDATE posts SET views = views + 1", "UPDATE posts SET views = 0 WHERE views IS NULL", "UPDATE posts SET views = 3"]
    if op == "delete":
        return ["DELETE FROM tags WHERE label = 'red'"]
    return []


def rails(engine, op, a):
    t = f":{a['table']}" if "table" in a else ""
    kind = {"int": ":integer", "varchar(50)": ":string"}.get(a.get("type"))
    if op == "create_table":
        lines = "".join(f"\n  t.{'string' if c == 'label' else 'bigint'} :{c}" for c in a["columns"])
        return [f"create_table {t} do |t|{lines}\nend", f"create_table {t}, if_not_exists: true do |t|{lines}\nend",
                f"unless table_exists?({t})\n  create_table {t} do |t|{lines.replace(chr(10), chr(10) + '  ')}\n  end\nend"]
    if op == "drop_table":
        return [f"drop_table {t}", f"drop_table {t}, if_exists: true", f"drop_table {t} if table_exists?({t})"]
    if op == "add_column":
        c = f":{a['column']}"
        tail = ", limit: 50" if kind == ":string" else ""
        return [f"add_column {t}, {c}, {kind}{tail}", f"add_column {t}, {c}, {kind}{tail}, if_not_exists: true", f"add_column {t}, {c}, {kind}{tail} unless column_exists?({t}, {c})"]
    if op == "drop_column":
        c = f":{a['column']}"
        return [f"remove_column {t}, {c}", f"remove_column {t}, {c}, if_exists: true", f"remove_column {t}, {c} if column_exists?({t}, {c})"]
    if op == "add_index":
        columns = "[" + ", ".join(f":{c}" for c in a["columns"]) + "]" if len(a["columns"]) > 1 else f":{a['columns'][0]}"
        more = (f", name: \"{a['name']}\"" if a["named"] else "") + (", unique: true" if a["unique"] else "") + (", algorithm: :concurrently" if a["concurrently"] else "")
        named = f", name: \"{a['name']}\"" if a["named"] else ""
        return [f"add_index {t}, {columns}{more}", f"add_index {t}, {columns}{more}, if_not_exists: true", f"add_index {t}, {columns}{more} unless index_exists?({t}, {columns}{named})"]
    if op == "drop_index":
        name = f"name: \"{a['name']}\""
        return [f"remove_index {t}, {name}", f"remove_index {t}, {name}, if_exists: true", f"remove_index {t}, {name} if index_name_exists?({t}, \"{a['name']}\")"]
    if op == "rename_column":
        c = f"{t}, :{a['column']}"
        return [f"rename_column {c}, :{a['to']}", f"rename_column {c}, :{a['to']} if column_exists?({c})", f"rename_column {c}, :{a['to']} unless column_exists?({t}, :{a['to']})"]
    if op == "rename_table":
        return [f"rename_table {t}, :{a['to']}", f"rename_table {t}, :{a['to']} if table_exists?({t})"]
    if op == "add_foreign_key":
        call = f"add_foreign_key {t}, :{a['to']}"
        return [call, f"{call} unless foreign_key_exists?({t}, :{a['to']})", f"{call}, name: \"{a['name']}\""]
    if op == "add_check":
        call = f"add_check_constraint {t}, \"{a['column']} >= 0\", name: \"{a['name']}\""
        return [call, f"{call} unless check_constraints({t}).any? {{ |check| check.name == \"{a['name']}\" }}"]
    if op == "add_reference":
        call = f"add_reference {t}, :{a['to']}"
        return [call, f"{call} unless column_exists?({t}, :{a['to']}_id)", f"{call}, if_not_exists: true"]
    if op == "set_default":
        return [f"change_column_default {t}, :{a['column']}, {a['value']}"]
    if op == "change_type":
        return [f"change_column {t}, :{a['column']}, :text"]
    if op in ("drop_constraint",):
        return []
    own = more_steps.rails(op, a)
    if own:
        return own
    return [f"execute <<~SQL\n  {line}\nSQL" for line in sql(engine, op, a) if ";\n" not in line]


def _bind(condition, call):
    return f"if {condition}:\n    " + call.replace("\n", "\n    ")


def alembic(engine, op, a):
    t = f"\"{a['table']}\"" if "table" in a else ""
    kind = {"int": "sa.Integer()", "varchar(50)": "sa.String(50)"}.get(a.get("type"))
    inspector = "sa.inspect(op.get_bind())"
    columns = f"[c[\"name\"] for c in {inspector}.get_columns({t})]"
    indexes = f"[i[\"name\"] for i in {inspector}.get_indexes({t})]"
    if op == "create_table":
        lines = "".join(f"    sa.Column(\"{c}\", {'sa.String(50)' if c == 'label' else 'sa.Integer()'}),\n" for c in a["columns"])
        plain = f"op.create_table(\n    {t},\n    sa.Column(\"id\", sa.Integer(), primary_key=True),\n{lines})"
        return [plain, f"{plain[:-1]}    if_not_exists=True,\n)", _bind(f"not {inspector}.has_table({t})", plain), _bind(f"{t} not in {inspector}.get_table_names()", plain)]
    if op == "drop_table":
        return [f"op.drop_table({t})", f"op.drop_table({t}, if_exists=True)", _bind(f"{inspector}.has_table({t})", f"op.drop_table({t})")]
    if op == "add_column":
        call = f"op.add_column({t}, sa.Column(\"{a['column']}\", {kind}))"
        out = [call, _bind(f"\"{a['column']}\" not in {columns}", call)]
        return out if engine == "sqlite" else [*out, f"{call[:-1]}, if_not_exists=True)"]
    if op == "drop_column":
        call = f"op.drop_column({t}, \"{a['column']}\")"
        if engine == "sqlite":
            batch = f"with op.batch_alter_table({t}) as batch:\n    batch.drop_column(\"{a['column']}\")"
            return [call, _bind(f"\"{a['column']}\" in {columns}", call), batch, _bind(f"\"{a['column']}\" in {columns}", batch)]
        return [call, f"{call[:-1]}, if_exists=True)", _bind(f"\"{a['column']}\" in {columns}", call)]
    if op == "add_index":
        more = (", unique=True" if a["unique"] else "") + (", postgresql_concurrently=True" if a["concurrently"] else "")
        call = f"op.create_index(\"{a['name']}\", {t}, [{', '.join(repr(c).replace(chr(39), chr(34)) for c in a['columns'])}]{more})"
        return [call, f"{call[:-1]}, if_not_exists=True)", _bind(f"\"{a['name']}\" not in {indexes}", call)]
    if op == "drop_index":
        call = f"op.drop_index(\"{a['name']}\", table_name={t})"
        return [call, f"{call[:-1]}, if_exists=True)", _bind(f"\"{a['name']}\" in {indexes}", call)]
    if op == "rename_column":
        call = f"op.alter_column({t}, \"{a['column']}\", new_column_name=\"{a['to']}\"" + (f", existing_type=sa.{'String(100)' if a['text'] else 'Integer()'})" if engine == "mariadb" else ")")
        if engine == "sqlite":
            call = f"with op.batch_alter_table({t}) as batch:\n    batch.alter_column(\"{a['column']}\", new_column_name=\"{a['to']}\")"
        return [call, _bind(f"\"{a['column']}\" in {columns}", call)]
    if op == "rename_table":
        call = f"op.rename_table({t}, \"{a['to']}\")"
        return [call, _bind(f"{inspector}.has_table({t})", call)]
    if op == "add_foreign_key":
        call = f"op.create_foreign_key(\"{a['name']}\", {t}, \"{a['to']}\", [\"{a['column']}\"], [\"id\"])"
        return [call, _bind(f"\"{a['name']}\" not in [k[\"name\"] for k in {inspector}.get_foreign_keys({t})]", call)]
    if op == "add_check":
        call = f"op.create_check_constraint(\"{a['name']}\", {t}, \"{a['column']} >= 0\")"
        return [call, _bind(f"\"{a['name']}\" not in [k[\"name\"] for k in {inspector}.get_check_constraints({t})]", call)]
    if op == "set_default":
        return [f"op.alter_column({t}, \"{a['column']}\", server_default=\"{a['value']}\", existing_type=sa.Integer())"]
    if op == "change_type":
        return [f"op.alter_column({t}, \"{a['column']}\", type_=sa.String(200), existing_type=sa.String(100))"]
    if op in ("add_reference", "drop_constraint"):
        return []
    own = more_steps.alembic(engine, op, a)
    if own:
        return own
    return [f"op.execute(\"{line}\")" for line in sql(engine, op, a) if ";\n" not in line]
