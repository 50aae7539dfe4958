"""Private database servers: started in a temporary folder, reached over a socket, always stopped.

Nothing here touches a server that was already on the machine. Durability is switched off, since the only
deaths that are tested are those of the client.
"""
import ctypes
import glob
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time


def _find(name, patterns):
    found = shutil.which(name)
    if found:
        return found
    for pattern in patterns:
        for path in sorted(glob.glob(pattern), reverse=True):
            return path
    raise SystemExit(f"{name} is not installed: run scripts/setup-engines")


POSTGRES = "/usr/lib/postgresql/*/bin/"


def find_postgres(name="postgres"):
    return _find(name, [POSTGRES + name])


def find_mariadb():
    return _find("mariadbd", ["/usr/sbin/mariadbd"])


def _own_user():
    """PostgreSQL refuses to run as root, so as root everything runs as an unprivileged user."""
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam("nobody")


def _run(user, argv, **kw):
    if user:
        kw.update(user=user.pw_uid, group=user.pw_gid, extra_groups=[])
    return subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", **kw)


def _die_with_parent():
    """Not even a killed judge leaves a server behind (Linux: PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _spawn(user, argv, log):
    kw = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return subprocess.Popen(argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", start_new_session=True, preexec_fn=_die_with_parent, **kw)


def folder():
    """A short path on memory where there is one (socket paths have a length limit)."""
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    for old in glob.glob(os.path.join(base or tempfile.gettempdir(), "judge-*-*")):
        owner = os.path.basename(old).split("-")[1]
        if owner.isdigit() and not os.path.exists(f"/proc/{owner}"):
            shutil.rmtree(old, ignore_errors=True)  # of a judge that was killed
    path = tempfile.mkdtemp(prefix=f"judge-{os.getpid()}-", dir=base)
    os.chmod(path, 0o755)
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Certificate:
    """A self-made authority (`ca`), and what it vouches for: a server called localhost."""

    def __init__(self, root):
        home = os.path.join(root, "tls")
        os.mkdir(home)
        self.ca, self.cert, self.key, request = (os.path.join(home, name) for name in ("ca.pem", "cert.pem", "key.pem", "request.pem"))
        authority = os.path.join(home, "ca.key")
        names = os.path.join(home, "names")
        with open(names, "w") as out:
            out.write("subjectAltName=DNS:localhost\n")
        new = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        _run(None, [*new, "-x509", "-days", "2", "-subj", "/CN=test authority", "-keyout", authority, "-out", self.ca])
        _run(None, [*new, "-subj", "/CN=localhost", "-keyout", self.key, "-out", request])
        _run(None, ["openssl", "x509", "-req", "-days", "2", "-in", request, "-CA", self.ca, "-CAkey", authority, "-CAcreateserial", "-extfile", names, "-out", self.cert])
        user = _own_user()
        if user:
            os.chown(self.key, user.pw_uid, user.pw_gid)
        os.chmod(self.key, 0o600)


class Engine:
    """One engine. A database is a plain name; `fresh`, `clone` and `drop` make and remove them."""

    process = None
    counter = 0

    def ready(self):
        pass

    def name(self):
        self.counter += 1
        return f"j{self.counter}"

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT if self.kind == "postgres" else signal.SIGKILL)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _await(self, connect, log_path):
        for _ in range(600):
            try:
                return connect()
            except Exception as error:  # not up yet
                last = error
                if self.process.poll() is not None:
                    break
            time.sleep(0.05)
        with open(log_path, errors="replace") as log:
            raise SystemExit(f"{self.kind} did not start: {last}\n{log.read()[-2000:]}")


class Postgres(Engine):
    kind = "postgres"
    port = 5432

    def __init__(self, root, certificate=None):
        import psycopg2

        self.psycopg2 = psycopg2
        user = _own_user()
        self.home = os.path.join(root, "pgtls" if certificate else "pg")
        os.mkdir(self.home)
        if user:
            os.chown(self.home, user.pw_uid, user.pw_gid)
        data = os.path.join(self.home, "data")
        _run(user, [find_postgres("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"])
        log_path = os.path.join(self.home, "log")
        settings = {
            "listen_addresses": "", "unix_socket_directories": self.home, "fsync": "off", "synchronous_commit": "off",
            "full_page_writes": "off", "autovacuum": "off", "max_wal_size": "4GB", "shared_buffers": "64MB",
            "wal_level": "minimal", "max_wal_senders": "0", "lock_timeout": "15s", "timezone": "UTC", "dynamic_shared_memory_type": "mmap",
        }
        if certificate:
            self.port = free_port()
            settings.update(listen_addresses="127.0.0.1", port=self.port, ssl="on", ssl_cert_file=certificate.cert, ssl_key_file=certificate.key)
            with open(os.path.join(data, "pg_hba.conf"), "w") as out:
                out.write("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n")
        argv = [find_postgres(), "-D", data]
        for key, value in settings.items():
            argv += ["-c", f"{key}={value}"]
        with open(log_path, "w") as log:
            self.process = _spawn(user, argv, log)
        self.admin = self._await(lambda: self.connect("postgres"), log_path)
        self.roles = self._roles()

    def connect(self, db):
        con = self.psycopg2.connect(host=self.home, port=self.port, user="postgres", dbname=db)
        con.autocommit = True
        return con

    def execute(self, sql):
        with self.admin.cursor() as cur:
            cur.execute(sql)
            return cur.fetchall() if cur.description else None

    def _roles(self):
        return {r[0] for r in self.execute("SELECT rolname FROM pg_roles")}

    def _forget_roles(self, keep):
        """A cluster-wide leftover of the run before would decide the next one."""
        for role in self._roles() - keep:
            self.execute('DROP ROLE IF EXISTS "%s"' % role.replace('"', '""'))

    def fresh(self):
        db = self.name()
        self._forget_roles(self.roles)
        self.execute(f"CREATE DATABASE {db} TEMPLATE template0 STRATEGY FILE_COPY")
        return db

    def ready(self):
        """The start state is made: its roles belong to it."""
        self.start_roles = self._roles()

    def clone(self, template, _start):
        db = self.name()
        self.settle(template)
        self._forget_roles(self.start_roles)
        self.execute(f"CREATE DATABASE {db} TEMPLATE {template} STRATEGY FILE_COPY")
        return db

    def drop(self, db):
        self.execute(f"DROP DATABASE IF EXISTS {db} WITH (FORCE)")

    def settle(self, db):
        """Wait until the server has noticed that its client is dead, and rolled back."""
        for _ in range(400):
            if not self.execute(f"SELECT 1 FROM pg_stat_activity WHERE datname = '{db}'"):
                return
            time.sleep(0.01)
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{db}'")
        time.sleep(0.1)

    def url(self, db):
        return f"postgresql+psycopg2://postgres@/{db}?host={self.home}"

    def rails(self, db):
        return {"adapter": "postgresql", "host": self.home, "username": "postgres", "database": db}


class MariaDB(Engine):
    kind = "mariadb"

    def __init__(self, root, certificate=None):
        import pymysql

        self.pymysql = pymysql
        user = _own_user()
        self.home = os.path.join(root, "mytls" if certificate else "my")
        os.mkdir(self.home)
        if user:
            os.chown(self.home, user.pw_uid, user.pw_gid)
        data = os.path.join(self.home, "data")
        self.socket = os.path.join(self.home, "s")
        small = ["--innodb-log-file-size=16M", "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync"]
        _run(user, [_find("mariadb-install-db", []), "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db", *small])
        log_path = os.path.join(self.home, "log")
        argv = [find_mariadb(), "--no-defaults", f"--datadir={data}", f"--socket={self.socket}", f"--pid-file={self.home}/pid", f"--tmpdir={self.home}",
                "--skip-grant-tables=0", "--performance-schema=OFF", "--innodb-lock-wait-timeout=15", "--lock-wait-timeout=15",
                "--innodb-stats-persistent=0", "--sync-frm=0", *small]
        if certificate:
            self.port = free_port()
            argv += ["--bind-address=127.0.0.1", f"--port={self.port}", f"--ssl-cert={certificate.cert}", f"--ssl-key={certificate.key}"]
        else:
            argv.append("--skip-networking")
        with open(log_path, "w") as log:
            self.process = _spawn(user, argv, log)
        self.admin = self._await(lambda: self.connect(None), log_path)
        self.users = self._users()

    def connect(self, db):
        # Without this PyMySQL reads the machine's certificates for each connection, which takes longer than all else.
        return self.pymysql.connect(unix_socket=self.socket, user="root", database=db, autocommit=True, charset="utf8mb4", ssl_disabled=True,
                                    client_flag=self.pymysql.constants.CLIENT.FOUND_ROWS, init_command="SET time_zone='+00:00'")

    def execute(self, sql):
        with self.admin.cursor() as cur:
            cur.execute(sql)
            return cur.fetchall()

    def _users(self):
        return {(r[0], r[1]) for r in self.execute("SELECT user, host FROM mysql.global_priv")}

    def fresh(self):
        db = self.name()
        for user, host in self._users() - self.users:
            if not host:
                self.execute(f"DROP ROLE IF EXISTS `{user}`")
            else:
                self.execute(f"DROP USER IF EXISTS `{user}`@`{host}`")
        self.execute(f"CREATE DATABASE {db} CHARACTER SET utf8mb4")
        return db

    def clone(self, _template, start):
        db = self.fresh()
        start(db)
        return db

    def drop(self, db):
        self.execute(f"DROP DATABASE IF EXISTS {db}")

    def settle(self, db):
        for _ in range(400):
            if not self.execute(f"SELECT 1 FROM information_schema.processlist WHERE db = '{db}'"):
                return
            time.sleep(0.01)
        for (pid,) in self.execute(f"SELECT id FROM information_schema.processlist WHERE db = '{db}'"):
            self.execute(f"KILL {pid}")
        time.sleep(0.1)

    def url(self, db):
        return f"mysql+pymysql://root@localhost/{db}?unix_socket={self.socket}&charset=utf8mb4"

    def rails(self, db):
        return {"adapter": "mysql2", "socket": self.socket, "username": "root", "database": db, "encoding": "utf8mb4"}


class SQLite(Engine):
    kind = "sqlite"

    def __init__(self, root):
        self.home = os.path.join(root, "lite")
        os.mkdir(self.home)

    def fresh(self):
        return os.path.join(self.home, self.name() + ".db")

    def clone(self, template, _start):
        db = self.fresh()
        if os.path.exists(template):
            shutil.copyfile(template, db)
        return db

    def drop(self, db):
        for suffix in ("", "-journal", "-wal", "-shm"):
            if os.path.exists(db + suffix):
                os.remove(db + suffix)

    def settle(self, db):
        pass

    def connect(self, db):
        con = sqlite3.connect(db, isolation_level=None, timeout=5)
        con.execute("PRAGMA synchronous=OFF")
        return con

    def url(self, db):
        return f"sqlite:///{db}"

    def rails(self, db):
        return {"adapter": "sqlite3", "database": db}


class Servers:
    """Engines, started when first asked for."""

    KINDS = {"postgres": Postgres, "mariadb": MariaDB, "sqlite": SQLite}

    def __init__(self):
        self.root = folder()
        self.engines = {}
        self.certificate = None

    def get(self, kind):
        if kind not in self.engines:
            self.engines[kind] = self.KINDS[kind](self.root)
        return self.engines[kind]

    def secured(self, kind):
        """A server that is reached over TCP, PostgreSQL only in TLS; and the certificate of who vouches for it."""
        if not self.certificate:
            self.certificate = Certificate(self.root)
        name = f"{kind} in tls"
        if name not in self.engines:
            self.engines[name] = self.KINDS[kind](self.root, self.certificate)
        return self.engines[name]

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *_):
        for engine in self.engines.values():
            engine.stop()
        shutil.rmtree(self.root, ignore_errors=True)
