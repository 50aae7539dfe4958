"""What a database holds, as a flat dict: "column users.email" -> "text null", "rows users" -> 2, ...

Two runs left the same exactly when their dicts are equal. The order of columns does not count. `data TABLE` is a
hash of the rows without keys the database makes itself, dates and uuids, which differ between honest runs; in
`links TABLE` foreign keys that point at such keys are left out as well, but for whether they are NULL.
"""
import hashlib
import re

LEDGERS = ("schema_migrations", "ar_internal_metadata", "alembic_version", "seaql_migrations", "judge_ledger")
_ledger = "'" + "','".join(LEDGERS) + "'"


# In a column of text.
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def _hash(rows):
    lines = sorted(_UUID.sub("uuid", repr(tuple(r))) for r in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:10]


def _rows(out, table, rows, links=()):
    """`links` are the places of the columns that point at keys the database makes."""
    out[f"rows {table}"] = len(rows)
    if rows:
        out[f"data {table}"] = _hash(rows)
    if rows and links:
        out[f"links {table}"] = _hash([[value is None if at in links else value for at, value in enumerate(row)] for row in rows])


_PG_NS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
_PG_REL = "CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname"
_PG_EXT = "NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.deptype = 'e' AND e.objid = {oid})"
_POSTGRES = f"""
SELECT 'schema ' || nspname, '' FROM pg_namespace n WHERE {_PG_NS} AND nspname <> 'public'
UNION ALL SELECT CASE c.relkind WHEN 'r' THEN 'table ' WHEN 'p' THEN 'table ' WHEN 'v' THEN 'view ' WHEN 'm' THEN 'matview ' WHEN 'S' THEN 'sequence ' ELSE 'relation ' END || {_PG_REL},
  CASE WHEN c.relkind IN ('v','m') THEN pg_get_viewdef(c.oid) ELSE '' END
  || CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN ' with no data' ELSE '' END
  || CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) ELSE '' END || coalesce(pg_get_expr(c.relpartbound, c.oid), '')
  || CASE WHEN c.relrowsecurity THEN ' rls' ELSE '' END || CASE WHEN c.relforcerowsecurity THEN ' forced' ELSE '' END
  || CASE WHEN c.relpersistence = 'u' THEN ' unlogged' ELSE '' END || coalesce(' ' || array_to_string(c.reloptions, ','), '')
  || coalesce(' comment ' || obj_description(c.oid, 'pg_class'), '') || coalesce(' acl ' || array_to_string(c.relacl, ','), '')
  || CASE WHEN pg_get_userbyid(c.relowner) <> 'postgres' THEN ' owner ' || pg_get_userbyid(c.relowner) ELSE '' END
  || coalesce((SELECT format(' %s %s %s %s', format_type(s.seqtypid, NULL), s.seqincrement, s.seqstart, s.seqcycle) FROM pg_sequence s WHERE s.seqrelid = c.oid), '')
  || coalesce((SELECT ' owned by ' || d.refobjid::regclass || '.' || a.attname FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a','i') AND c.relkind = 'S' LIMIT 1), '')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_PG_NS} AND c.relkind IN ('r','p','v','m','S','f') AND c.relname NOT IN ({_ledger}) AND {_PG_EXT.format(oid='c.oid')}
UNION ALL SELECT 'column ' || {_PG_REL} || '.' || a.attname, format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
  || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || CASE WHEN a.attidentity <> '' THEN ' identity ' || a.attidentity::text ELSE '' END
  || CASE WHEN a.attgenerated <> '' THEN ' generated' ELSE '' END || coalesce(' comment ' || col_description(c.oid, a.attnum), '')
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE {_PG_NS} AND c.relkind IN ('r','p','f','c') AND a.attnum > 0 AND NOT a.attisdropped AND c.relname NOT IN ({_ledger})
UNION ALL SELECT 'index ' || {_PG_REL}, pg_get_indexdef(c.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END || CASE WHEN i.indisreplident THEN ' replident' ELSE '' END
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_PG_NS} AND t.relname NOT IN ({_ledger})
UNION ALL SELECT 'constraint ' || {_PG_REL} || '.' || k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE {_PG_NS} AND c.relname NOT IN ({_ledger})
UNION ALL SELECT 'trigger ' || {_PG_REL} || '.' || t.tgname, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE {_PG_NS} AND NOT t.tgisinternal
UNION ALL SELECT 'rule ' || {_PG_REL} || '.' || r.rulename, pg_get_ruledef(r.oid) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE {_PG_NS} AND r.rulename <> '_RETURN'
UNION ALL SELECT 'policy ' || {_PG_REL} || '.' || p.polname, format('%s %s %s %s', p.polcmd, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_PG_NS}
UNION ALL SELECT 'type ' || CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || t.typname, t.typtype::text || ' ' ||
  coalesce((SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '') || CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE '' END
  || coalesce((SELECT string_agg(k.conname || pg_get_constraintdef(k.oid), ',' ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid), '')
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid WHERE {_PG_NS} AND (t.typtype IN ('e','d','r') OR c.relkind = 'c') AND {_PG_EXT.format(oid='t.oid')}
UNION ALL SELECT 'function ' || CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || p.oid::regprocedure, CASE WHEN p.prokind IN ('f','p') THEN pg_get_functiondef(p.oid) ELSE p.prokind::text END
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_PG_NS} AND {_PG_EXT.format(oid='p.oid')}
UNION ALL SELECT 'extension ' || extname, '' FROM pg_extension WHERE extname <> 'plpgsql'
UNION ALL SELECT 'statistics ' || s.stxname, pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE {_PG_NS}
UNION ALL SELECT 'event trigger ' || evtname, evtevent FROM pg_event_trigger
UNION ALL SELECT 'publication ' || p.pubname || coalesce(' ' || r.prrelid::regclass, ''), '' FROM pg_publication p LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid
UNION ALL SELECT 'collation ' || collname, '' FROM pg_collation k JOIN pg_namespace n ON n.oid = k.collnamespace WHERE {_PG_NS}
UNION ALL SELECT 'role ' || rolname, format('%s %s', rolcanlogin, rolsuper) FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'postgres'
UNION ALL SELECT 'inherits ' || i.inhrelid::regclass, i.inhparent::regclass::text || CASE WHEN i.inhdetachpending THEN ' detaching' ELSE '' END FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind IN ('r','p')
"""
_POSTGRES_TABLES = f"""
SELECT {_PG_REL}, c.oid::regclass::text, (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = '' AND a.atttypid <> ALL (ARRAY['timestamp','timestamptz','date','time','uuid']::regtype[])
   AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') !~ 'nextval'),
  (SELECT array_agg(a.attname::text) FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
   JOIN pg_attribute r ON r.attrelid = k.confrelid AND k.confkey = ARRAY[r.attnum] LEFT JOIN pg_attrdef d ON d.adrelid = r.attrelid AND d.adnum = r.attnum
   WHERE k.conrelid = c.oid AND k.contype = 'f' AND (r.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) ~ 'nextval'))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_PG_NS} AND c.relkind = 'r' AND c.relname NOT IN ({_ledger})
"""


def postgres(con):
    out = {}
    with con.cursor() as cur:
        cur.execute("SET row_security = off")
        cur.execute(_POSTGRES)
        for key, value in cur.fetchall():
            out[key] = value.strip()
        cur.execute(_POSTGRES_TABLES)
        for name, ref, columns, links in cur.fetchall():
            cur.execute(f"SELECT {columns or '1'} FROM {ref}")
            _rows(out, name, cur.fetchall(), [at for at, column in enumerate(cur.description) if column.name in (links or [])])
    return out


def mariadb(con):
    out = {}
    own = f"`{con.db.decode() if isinstance(con.db, bytes) else con.db}`."
    with con.cursor() as cur:
        cur.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = database() AND extra LIKE '%auto_increment%'")
        made = set(cur.fetchall())
        cur.execute("SHOW FULL TABLES")
        for name, kind in cur.fetchall():
            if name in LEDGERS:
                continue
            if kind == "VIEW":
                cur.execute("SELECT view_definition FROM information_schema.views WHERE table_schema = database() AND table_name = %s", (name,))
                out[f"view {name}"] = cur.fetchone()[0].replace(own, "")
                continue
            if kind == "SEQUENCE":
                out[f"sequence {name}"] = ""
                continue
            cur.execute(f"SHOW CREATE TABLE `{name}`")
            sql = cur.fetchone()[1]
            columns, links = [], []
            for line in sql.split("\n")[1:]:
                line = line.strip().rstrip(",")
                m = re.match(r"`((?:[^`]|``)+)` (.*)", line)
                if m:
                    # The default `nextval(`db`.`s`)` names the database.
                    out[f"column {name}.{m[1]}"] = m[2].replace(own, "")
                    if not re.search(r"AUTO_INCREMENT|^(datetime|timestamp|date|time|uuid)\b", m[2]):
                        columns.append(f"`{m[1]}`")
                    continue
                m = re.match(r"(?:UNIQUE |FULLTEXT |SPATIAL )?KEY `((?:[^`]|``)+)`", line)
                if m:
                    out[f"index {name}.{m[1]}"] = line
                    continue
                m = re.match(r"CONSTRAINT `((?:[^`]|``)+)` (.*)", line)
                if m:
                    out[f"constraint {name}.{m[1]}"] = m[2]
                    key = re.match(r"FOREIGN KEY \(`([^`]+)`\) REFERENCES `([^`]+)` \(`([^`]+)`\)", m[2])
                    if key and (key[2], key[3]) in made:
                        links.append(f"`{key[1]}`")
                elif line.startswith("PRIMARY KEY"):
                    out[f"constraint {name}.PRIMARY"] = line
                elif line.startswith(")"):
                    out[f"table {name}"] = re.sub(r" AUTO_INCREMENT=\d+", "", line)
                else:
                    out[f"table {name} {line}"] = ""
            cur.execute(f"SELECT {', '.join(columns) or '1'} FROM `{name}`")
            _rows(out, name, cur.fetchall(), [at for at, column in enumerate(columns) if column in links])
        cur.execute("SELECT trigger_name, CONCAT_WS(' ', event_object_table, action_timing, event_manipulation, action_statement) FROM information_schema.triggers WHERE trigger_schema = database()")
        for name, definition in cur.fetchall():
            out[f"trigger {name}"] = definition
        cur.execute("SELECT LOWER(routine_type), routine_name, routine_definition FROM information_schema.routines WHERE routine_schema = database()")
        for kind, name, definition in cur.fetchall():
            out[f"{kind} {name}"] = definition
        cur.execute("SELECT event_name, event_definition FROM information_schema.events WHERE event_schema = database()")
        for name, definition in cur.fetchall():
            out[f"event {name}"] = definition
        cur.execute("SELECT CONCAT(user, '@', host) FROM mysql.global_priv WHERE user NOT IN ('root', 'mariadb.sys', 'nobody', 'mysql', 'PUBLIC', '')")
        for (name,) in cur.fetchall():
            out[f"role {name}"] = ""
    return out


def _checks(sql):
    """The CHECK clauses of a CREATE TABLE, which SQLite keeps only as text."""
    found = []
    for m in re.finditer(r"(?:CONSTRAINT\s+(\S+)\s+)?CHECK\s*\(", sql or "", re.I):
        depth, at = 1, m.end()
        while at < len(sql) and depth:
            depth += {"(": 1, ")": -1}.get(sql[at], 0)
            at += 1
        found.append(((m[1] or "").strip('"`[]'), " ".join(sql[m.end() : at - 1].split())))
    return found


def _is_made(con, table, column):
    """Whether SQLite fills in this column by itself."""
    shape = con.execute('PRAGMA table_info("%s")' % table.replace('"', '""')).fetchall()
    return any(pk and kind.lower() == "integer" and column in (None, name) for _cid, name, kind, _notnull, _default, pk in shape)


def sqlite(con):
    out = {}
    objects = con.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    for kind, name, _table, sql in objects:
        if name.startswith("sqlite_") or name in LEDGERS or kind == "index" and _table in LEDGERS:
            continue
        if kind in ("view", "trigger"):
            out[f"{kind} {name}"] = " ".join(sql.split()).replace(" IF NOT EXISTS", "")
        if kind != "table":
            continue
        quoted = '"' + name.replace('"', '""') + '"'
        out[f"table {name}"] = " ".join(x for x in ("WITHOUT ROWID", "STRICT", "VIRTUAL") if re.search(r"\b" + x.replace(" ", r"\s+") + r"\b", sql, re.I))
        keep, primary = [], []
        for _cid, column, type_, notnull, default, pk, hidden in con.execute(f"PRAGMA table_xinfo({quoted})").fetchall():
            out[f"column {name}.{column}"] = f"{re.sub('^bigint$', 'integer', type_.lower())}{' not null' if notnull and not pk else ''}{f' default {default}' if default not in (None, 'NULL') else ''}{f' hidden {hidden}' if hidden else ''}"
            if pk:
                primary.append((pk, column))
            if not (pk and type_.lower() == "integer") and not re.match(r"(datetime|timestamp|date|time|uuid)", type_, re.I):
                keep.append('"' + column.replace('"', '""') + '"')
        if primary:
            out[f"constraint {name}.PRIMARY"] = ",".join(c for _, c in sorted(primary))
        for row in con.execute(f"PRAGMA index_list({quoted})").fetchall():
            index, unique, origin = row[1], row[2], row[3]
            text = con.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()
            text = (text and text[0]) or ""
            columns = ",".join(f"{c[2]}{' desc' if c[3] else ''}" for c in con.execute('PRAGMA index_xinfo("%s")' % index.replace('"', '""')).fetchall() if c[5])
            where = re.search(r"\bWHERE\b(.*)", text, re.I | re.S)
            expression = " ".join(text[text.find("(") :].split()) if "None" in columns else ""
            value = f"{name}({columns}){' unique' if unique else ''}{(' where ' + ' '.join(where[1].split())) if where else ''}{expression}"
            if origin == "c":
                out[f"index {index}"] = value
            else:
                key = f"constraint {name} {'unique' if origin == 'u' else 'pk'} {columns}"
                out[key] = out.get(key, 0) + 1
        keys = {}
        for fk in con.execute(f"PRAGMA foreign_key_list({quoted})").fetchall():
            keys.setdefault(fk[0], []).append(fk)
        for parts in keys.values():
            parts.sort(key=lambda f: f[1])
            key = f"constraint {name} fk {','.join(p[3] for p in parts)} -> {parts[0][2]}({','.join(str(p[4]) for p in parts)}) {parts[0][5]} {parts[0][6]}"
            out[key] = out.get(key, 0) + 1
        links = {'"' + parts[0][3] + '"' for parts in keys.values() if len(parts) == 1 and _is_made(con, *parts[0][2:5:2])}
        for check, text in _checks(sql):
            key = f"constraint {name} check {check} {text}"
            out[key] = out.get(key, 0) + 1
        try:
            rows = con.execute(f"SELECT {', '.join(keep) or '1'} FROM {quoted}").fetchall()
            _rows(out, name, rows, [at for at, column in enumerate(keep) if column in links])
        except Exception as error:  # a virtual table whose module is not there
            out[f"rows {name}"] = str(error)
    return out


def take(engine, db):
    con = engine.connect(db)
    try:
        return globals()[engine.kind](con)
    finally:
        con.close()


def schema_only(dump):
    return {k: v for k, v in dump.items() if not k.startswith(("rows ", "data ", "links "))}


def _same_links(want, have, table):
    """Rows that only differ in numbers that the database has given other rows."""
    links = want.get(f"links {table}")
    return links is not None and links == have.get(f"links {table}")


def differences(want, have):
    """Lines like `-index ix_a` (lost), `+column t.c` (too much), `~rows t 1 -> 2`."""
    out = []
    # Other columns are another hash: only the same columns can hold other content.
    reshaped = {k.split(" ", 1)[1].rsplit(".", 1)[0] for k in set(want) ^ set(have) if k.startswith("column ")}
    for key in sorted(set(want) | set(have)):
        if key.startswith("links ") or key.startswith("data ") and (key[5:] in reshaped or _same_links(want, have, key[5:])):
            continue
        if key not in have:
            if not key.startswith("data "):
                out.append(f"-{key}")
        elif key not in want:
            if not key.startswith("data "):
                out.append(f"+{key}")
        elif want[key] != have[key]:
            if key.startswith("data "):
                if want.get("rows" + key[4:]) == have.get("rows" + key[4:]):
                    out.append(f"~{key}")
            elif key.startswith("rows ") or isinstance(want[key], int):
                out.append(f"~{key} {want[key]} -> {have[key]}")
            else:
                out.append(f"~{key}")
    return out
