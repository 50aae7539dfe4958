#!/usr/bin/env python3
"""Prints what the engine suites need and this machine lacks, one thing a line; nothing where everything is there."""
import subprocess

import judge
import runners
import servers


def main():
    for name, find in (("PostgreSQL", servers.find_postgres), ("MariaDB", servers.find_mariadb)):
        try:
            find()
        except SystemExit:
            print(f"{name} is not installed")
    gems = "require 'active_record'; require 'pg'; require 'mysql2'; require 'sqlite3'"
    try:
        if subprocess.run([runners.ruby(), "-W0", "-e", gems], capture_output=True).returncode:
            print("Ruby's activerecord, pg, mysql2 or sqlite3 is not installed")
    except FileNotFoundError:
        print("Ruby is not installed")
    if not judge.venv():
        print("scripts/setup-engines has not been run")


if __name__ == "__main__":
    main()
