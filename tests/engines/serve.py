#!/usr/bin/env python3
"""Starts PostgreSQL and MariaDB for tests of `remigrate verify`, prints their URLs as JSON, and stops them when its
standard input ends. `plain` may not create databases, `guarded` (MariaDB) has the password `right@word`."""
import json
import sys

import judge


def look(server, database, sql):
    con = server.connect(database)
    try:
        cur = con.cursor()
        cur.execute(sql)
        return cur.fetchall() if cur.description else []
    finally:
        con.close()


def main():
    with judge.Servers() as servers:
        postgres, mariadb = servers.get("postgres"), servers.get("mariadb")
        postgres.execute("CREATE ROLE plain LOGIN")
        postgres.execute("CREATE DATABASE used")
        con = postgres.connect("used")
        con.cursor().execute("CREATE TABLE customers (id int)")
        con.close()
        mariadb.execute("CREATE USER guarded@localhost IDENTIFIED BY 'right@word'")
        mariadb.execute("GRANT ALL ON *.* TO guarded@localhost")
        secured, encrypted = servers.secured("postgres"), servers.secured("mariadb")
        secured.execute("CREATE ROLE guarded SUPERUSER LOGIN PASSWORD 'right@word'")
        encrypted.execute("CREATE USER guarded IDENTIFIED BY 'right@word' REQUIRE SSL")
        encrypted.execute("GRANT ALL ON *.* TO guarded")
        print(json.dumps({
            "ca": servers.certificate.ca,
            "postgres_tls": f"postgres://guarded:right%40word@localhost:{secured.port}/",
            "mariadb_tls": f"mysql://guarded:right%40word@localhost:{encrypted.port}/",
            "postgres": f"postgres://postgres@/?host={postgres.home}",
            "postgres_plain": f"postgres://plain@/?host={postgres.home}",
            "postgres_used": f"postgres://postgres@/used?host={postgres.home}",
            "postgres_pid": postgres.process.pid,
            "postgres_clone": f"postgres://postgres@/shop?host={postgres.home}",
            "mariadb_clone": f"mysql://root@localhost/shop?socket={mariadb.socket}",
            "mariadb": f"mysql://root@localhost/?socket={mariadb.socket}",
            "mariadb_guarded": f"mysql://guarded:right%40word@localhost/?socket={mariadb.socket}",
            "mariadb_wrong": f"mysql://guarded:wr0ngword@localhost/?socket={mariadb.socket}",
        }), flush=True)
        # Requests: a line of JSON `[engine, sql, database]` is answered by its rows.
        for line in sys.stdin:
            engine, sql, database = json.loads(line)
            server = postgres if engine == "postgres" else mariadb
            rows = look(server, database, sql) if database else server.execute(sql)
            print(json.dumps([[str(cell) for cell in row] for row in rows or []]), flush=True)


if __name__ == "__main__":
    judge.enter_venv()
    main()
