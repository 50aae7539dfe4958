"""Lays a case out as a small project that remigrate can be pointed at, and reads the fixtures as cases."""
import os
import re
import shutil

import judge
import runners

FIXTURES = os.path.join(judge.HERE, "../../fixtures")
DIALECT = {"postgres": "postgresql", "mariadb": "mariadb", "sqlite": "sqlite"}


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        out.write(text)


def lay_out(case, root):
    """A small project around the case's migration, or a copy of the one it is from; gives the migration's path in it."""
    if case.project:
        shutil.copytree(case.project, root)
        return os.path.join(root, os.path.relpath(case.migration, case.project))
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
    # The runner begins by statement, as tools in Go and Rust do; on MariaDB that is not what Flyway does.
    whole = "sqlx" if case.engine == "mariadb" else "flyway"
    tool = "goose" if "+goose" in text else "dbmate" if "migrate:up" in text else {"whole": whole, "script": "golang-migrate"}.get(case.mode, "sql")
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


def fixtures():
    """Each migration of each project under fixtures/, behind the earlier ones."""
    out = []
    for name in sorted(os.listdir(FIXTURES)):
        root = os.path.join(FIXTURES, name)
        if os.path.isdir(root):
            out += fixture(name, os.path.realpath(root))
    return out


def fixture(name, root):
    framework = name.split("-")[0]
    suffix = {"rails": ".rb", "alembic": ".py", "sql": ".sql", "seaorm": ".rs"}[framework]
    ways = {"rails": "db/migrate", "alembic": "migrations/versions", "seaorm": "migration/src"}
    folder = ways.get(framework) or next(os.path.relpath(at, root) for at, _, files in os.walk(root) if any(f.endswith(suffix) for f in files))
    paths = sorted(os.path.join(root, folder, f) for f in os.listdir(os.path.join(root, folder)) if f.endswith(suffix) and f not in ("lib.rs", "main.rs"))
    engine = fixture_engine(root)
    before = ancestors(paths) if framework == "alembic" else {path: paths[:i] for i, path in enumerate(paths)}
    out = []
    for path in paths:
        alone = re.search(r"NO TRANSACTION|transaction:false|no-transaction", judge.Case.read(path), re.I)
        mode = "whole" if framework == "sql" and not alone else "none"
        case = judge.Case(framework, engine, path, earlier=before[path], mode=mode, name=f"fixtures/{name}/{os.path.basename(path)}@{engine}")
        case.project = root
        out.append(case)
    return out


def fixture_engine(root):
    text = " ".join(judge.Case.read(os.path.join(at, f)) for at, _, files in os.walk(root) for f in files if f in ("alembic.ini", "database.yml", ".env", "flyway.conf"))
    # The projects for MySQL run on MariaDB.
    return "sqlite" if "sqlite" in text else "mariadb" if re.search("mysql|mariadb", text) else "postgres"


def ancestors(paths):
    facts = {path: judge.Case.read(path) for path in paths}
    by_revision = {runners.Alembic.fact(text, "revision")[0]: path for path, text in facts.items()}
    out = {}

    def walk(path):
        if path not in out:
            out[path] = []
            for parent in runners.Alembic.fact(facts[path], "down_revision"):
                for each in [*walk(by_revision[parent]), by_revision[parent]]:
                    if each not in out[path]:
                        out[path].append(each)
        return out[path]

    for path in paths:
        walk(path)
    return out


def seaorm(case, root):
    feature = {"postgres": "sqlx-postgres", "mariadb": "sqlx-mysql", "sqlite": "sqlx-sqlite"}[case.engine]
    write(f"{root}/Cargo.toml", f'[package]\nname = "migration"\nversion = "0.1.0"\n\n[dependencies]\nsea-orm-migration = {{ version = "2.0.4", features = ["{feature}"] }}\n')
    if case.engine == "mariadb":
        write(f"{root}/docker-compose.yml", "services:\n  db:\n    image: mariadb:10.11\n")
    paths = [*case.earlier, case.migration]
    names = [os.path.basename(path)[:-3] for path in paths]
    for path, name in zip(paths, names):
        write(f"{root}/src/{name}.rs", case.read(path))
    boxes = ", ".join(f"Box::new({name}::Migration)" for name in names)
    modules = "".join(f"mod {name};\n" for name in names)
    write(f"{root}/src/lib.rs", f"{modules}impl MigratorTrait for Migrator {{\n    fn migrations() -> Vec<Box<dyn MigrationTrait>> {{\n        vec![{boxes}]\n    }}\n}}\n")
    return f"{root}/src/{names[-1]}.rs"
