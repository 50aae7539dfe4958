//! URLs of database servers. The password is never shown.

use std::fmt;
use std::path::PathBuf;

use super::RunError;
use super::tls::TlsMode;
use crate::engine::Dialect;

/// `postgres://user:password@host:port/database`, with `?host=/folder` or `?socket=/file` for a local socket.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    pub dialect: Dialect,
    pub user: Option<String>,
    pub password: Option<String>,
    pub host: String,
    pub port: u16,
    /// The database to enter by; it is only asked, never changed.
    pub database: Option<String>,
    /// PostgreSQL: the folder of the socket. MySQL: the socket itself.
    pub socket: Option<String>,
    pub tls: TlsMode,
    /// A file of the authorities that vouch for the server.
    pub ca: Option<String>,
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.user.as_deref().map(|user| format!("{user}@")).unwrap_or_default();
        match &self.socket {
            None if self.dialect == Dialect::Sqlite => f.write_str(self.database.as_deref().unwrap_or_default()),
            Some(socket) => write!(f, "{} at {user}{socket}", self.dialect.title()),
            None => write!(f, "{} at {user}{}:{}", self.dialect.title(), self.host, self.port),
        }
    }
}

impl DatabaseUrl {
    /// Reads a URL. Errors never repeat the text: it may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file = text.split_once(':').filter(|(scheme, _)| Dialect::parse(scheme) == Some(Dialect::Sqlite));
        if let Some((_, file)) = file {
            let file = file.strip_prefix("//").unwrap_or(file);
            return Ok(Self::of_file(decode(file.split_once('?').map_or(file, |(file, _)| file))?));
        }
        let (scheme, rest) = text.split_once("://").ok_or("a database URL looks like postgres://user@host/database")?;
        let dialect = Dialect::parse(scheme).ok_or_else(|| format!("unknown kind of database `{scheme}`"))?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (place, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (login, place) = place.rsplit_once('@').map_or((None, place), |(login, place)| (Some(login), place));
        let (user, password) = match login {
            Some(login) => match login.split_once(':') {
                Some((user, password)) => (Some(decode(user)?), Some(decode(password)?)),
                None => (Some(decode(login)?), None),
            },
            None => (None, None),
        };
        let (host, port) = host_and_port(place)?;
        let default = if dialect == Dialect::Postgres { 5432 } else { 3306 };
        let mut url = Self {
            dialect,
            user: user.filter(|user| !user.is_empty()),
            password,
            host: if host.is_empty() { "localhost".to_owned() } else { decode(host)? },
            port: port.unwrap_or(default),
            database: Some(decode(database)?).filter(|name| !name.is_empty()),
            socket: None,
            tls: TlsMode::default(),
            ca: None,
        };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            url.option(key, decode(value)?)?;
        }
        // As libpq has it: who names authorities wants them to be asked.
        if url.dialect == Dialect::Postgres && url.tls == TlsMode::Require && url.ca.is_some() {
            url.tls = TlsMode::VerifyCa;
        }
        Ok(url)
    }

    fn of_file(path: String) -> Self {
        Self {
            dialect: Dialect::Sqlite,
            user: None,
            password: None,
            host: String::new(),
            port: 0,
            database: Some(path),
            socket: None,
            tls: TlsMode::Disable,
            ca: None,
        }
    }

    /// SQLite's file. Frameworks disagree whether `sqlite:///a.db` begins at the root: what is there decides.
    pub(super) fn file(&self) -> Option<PathBuf> {
        let path = PathBuf::from(self.database.as_deref()?);
        match path.strip_prefix("/") {
            Ok(inside) if !path.exists() && inside.exists() => Some(inside.to_owned()),
            _ => Some(path),
        }
    }

    fn option(&mut self, key: &str, value: String) -> Result<(), String> {
        match key {
            "host" | "socket" | "unix_socket" if value.starts_with('/') => self.socket = Some(value),
            "host" => self.host = value,
            "user" => self.user = Some(value),
            "password" => self.password = Some(value),
            "sslmode" | "ssl-mode" | "ssl_mode" => {
                let known = "disable, prefer, require, verify-ca or verify-full";
                self.tls =
                    TlsMode::parse(&value).ok_or_else(|| format!("{key} of the database URL is one of {known}"))?;
            }
            "sslrootcert" | "ssl-ca" | "ssl_ca" | "sslca" => self.ca = Some(value),
            // Other options are for other programs.
            _ => {}
        }
        Ok(())
    }

    /// Where the server listens.
    #[cfg(unix)]
    pub(super) fn upstream(&self, tls: Option<super::relay::Tls>) -> super::relay::Upstream {
        match (&self.socket, self.dialect) {
            (Some(folder), Dialect::Postgres) => {
                super::relay::Upstream::Socket(std::path::Path::new(folder).join(format!(".s.PGSQL.{}", self.port)))
            }
            (Some(socket), _) => super::relay::Upstream::Socket(socket.into()),
            (None, _) => super::relay::Upstream::Tcp { host: self.host.clone(), port: self.port, tls },
        }
    }

    /// The URL of another database of the same server.
    pub fn with_database(&self, scheme: &str, name: &str) -> String {
        let mut login = self.user.as_deref().map(encode).unwrap_or_default();
        if let Some(password) = &self.password {
            login = format!("{login}:{}", encode(password));
        }
        let at = if login.is_empty() { "" } else { "@" };
        match (&self.socket, self.dialect) {
            // Not every program takes a URL with a user and without a host.
            (Some(socket), Dialect::Postgres) => {
                let pair = |key: &str, value: &Option<String>| {
                    value.as_deref().map(|value| format!("&{key}={}", encode(value)))
                };
                let user = pair("user", &self.user).unwrap_or_default();
                let password = pair("password", &self.password).unwrap_or_default();
                format!("{scheme}:///{name}?host={}{user}{password}", encode(socket))
            }
            (Some(socket), _) => format!("{scheme}://{login}{at}localhost/{name}?socket={}", encode(socket)),
            (None, _) => {
                let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
                format!("{scheme}://{login}{at}{host}:{}/{name}{}", self.port, self.tls_options())
            }
        }
    }

    /// What was said of TLS, for other programs; nothing where nothing was.
    fn tls_options(&self) -> String {
        let is_postgres = self.dialect == Dialect::Postgres;
        let mut options = Vec::new();
        if self.tls != TlsMode::default() {
            let mode = if is_postgres { self.tls.of_postgres() } else { self.tls.of_mysql() };
            options.push(format!("{}={mode}", if is_postgres { "sslmode" } else { "ssl-mode" }));
        }
        if let Some(ca) = &self.ca {
            options.push(format!("{}={}", if is_postgres { "sslrootcert" } else { "ssl-ca" }, encode(ca)));
        }
        if options.is_empty() { String::new() } else { format!("?{}", options.join("&")) }
    }
}

/// Why a database is not entered.
pub(super) fn has_tables(url: &DatabaseUrl) -> String {
    let name = url.database.as_deref().unwrap_or_default();
    format!(
        "the database `{name}` has tables: verify works in databases of its own and never in one that is used; \
         name an empty one or none, or start from a copy of its schema with --clone"
    )
}

/// There is nothing to copy.
pub(super) fn names_none() -> RunError {
    RunError::Lost("--clone needs a URL that names a database".to_owned())
}

fn host_and_port(place: &str) -> Result<(&str, Option<u16>), String> {
    let number = |text: &str| text.parse::<u16>().map_err(|_| "the port of the database URL is no number".to_owned());
    if let Some(inside) = place.strip_prefix('[') {
        let (host, rest) = inside.split_once(']').ok_or("the database URL has a `[` without `]`")?;
        return Ok((host, rest.strip_prefix(':').map(number).transpose()?));
    }
    match place.rsplit_once(':') {
        Some((host, port)) => Ok((host, Some(number(port)?))),
        None => Ok((place, None)),
    }
}

fn decode(text: &str) -> Result<String, String> {
    let broken = || "the database URL has a `%` that is no escape".to_owned();
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if byte == b'%' {
            let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()).ok_or_else(broken)?;
            bytes.push(u8::from_str_radix(digits, 16).map_err(|_| broken())?);
            rest = &tail[2..];
        } else {
            bytes.push(byte);
            rest = tail;
        }
    }
    String::from_utf8(bytes).map_err(|_| broken())
}

fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_url() {
        let url = DatabaseUrl::parse("postgresql://me:p%40ss%3A@db.example:5433/shop?sslmode=prefer").unwrap();
        assert_eq!((url.dialect, url.host.as_str(), url.port), (Dialect::Postgres, "db.example", 5433));
        assert_eq!((url.user.as_deref(), url.password.as_deref()), (Some("me"), Some("p@ss:")));
        assert_eq!(url.database.as_deref(), Some("shop"));
        assert_eq!(url.with_database("postgres", "x"), "postgres://me:p%40ss%3A@db.example:5433/x");
        let socket = DatabaseUrl::parse("postgres://postgres@/?host=/run/pg").unwrap();
        assert_eq!(socket.socket.as_deref(), Some("/run/pg"));
        assert_eq!(socket.with_database("postgres", "x"), "postgres:///x?host=%2Frun%2Fpg&user=postgres");
        assert_eq!(DatabaseUrl::parse(&socket.with_database("postgres", "x")).unwrap().user, socket.user);
        let mysql = DatabaseUrl::parse("mysql://root@[::1]").unwrap();
        assert_eq!((mysql.host.as_str(), mysql.port, mysql.database), ("::1", 3306, None));
    }

    #[test]
    fn what_is_asked_of_tls() {
        let tls = |text: &str| DatabaseUrl::parse(text).unwrap().tls;
        assert_eq!(tls("postgres://h/x"), TlsMode::Prefer);
        assert_eq!(tls("postgres://h/x?sslmode=require"), TlsMode::Require);
        assert_eq!(tls("postgres://h/x?sslmode=require&sslrootcert=/ca.pem"), TlsMode::VerifyCa);
        assert_eq!(tls("mysql://h/x?ssl-mode=VERIFY_IDENTITY"), TlsMode::VerifyFull);
        let url = DatabaseUrl::parse("postgres://h/x?sslmode=verify-full&sslrootcert=%2Fca.pem").unwrap();
        let next = url.with_database("postgres", "y");
        assert_eq!(next, "postgres://h:5432/y?sslmode=verify-full&sslrootcert=%2Fca.pem");
        assert_eq!(DatabaseUrl::parse(&next).unwrap().tls, TlsMode::VerifyFull);
    }

    #[test]
    fn passwords_are_never_shown() {
        let url = DatabaseUrl::parse("mysql://me:secret@h/x").unwrap();
        assert!(!format!("{url} {url:?}").contains("secret"));
        for wrong in [
            "me:secret@h",
            "oracle://me:secret@h",
            "mysql://me:secret@h:port/",
            "mysql://me:secret%zz@h",
            "postgres://me:secret@h/?sslmode=sometimes",
        ] {
            assert!(!DatabaseUrl::parse(wrong).unwrap_err().contains("secret"), "{wrong}");
        }
    }
}
