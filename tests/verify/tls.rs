//! PostgreSQL and MariaDB that are reached over TCP and only in TLS, with a certificate of their own making.

use crate::servers::{Servers, postgres, verify};
use crate::support::Checkout;

pub(crate) fn over_tcp(servers: &Servers) {
    let (ca, checkout) = (servers.url("ca"), postgres("CREATE TABLE IF NOT EXISTS a (x int);\n"));
    let url = servers.url("postgres_tls");
    let elsewhere = url.replace("localhost", "127.0.0.1");
    let run = |url: &str, options: &str| verify(&checkout, &format!("{url}?{options}"), &[]);
    for options in ["", "sslmode=require", &format!("sslmode=verify-full&sslrootcert={ca}")] {
        let done = run(url, options);
        assert_eq!(done.code, Some(0), "{options}: {done:?}");
    }
    assert_eq!(run(&elsewhere, &format!("sslmode=verify-ca&sslrootcert={ca}")).code, Some(0), "any host will do");
    let refused = [
        (url, "sslmode=verify-full".to_owned(), "UnknownIssuer"),
        (&elsewhere, format!("sslmode=verify-full&sslrootcert={ca}"), "not valid for name"),
        (url, "sslmode=disable".to_owned(), "no encryption"),
        (url, "sslmode=verify-full&sslrootcert=/nowhere".to_owned(), "can't read the certificates of /nowhere"),
    ];
    for (url, options, expected) in refused {
        let done = run(url, &options);
        assert_eq!(done.code, Some(2), "{options}: {done:?}");
        assert!(done.err.contains(expected), "{options}: {}", done.err);
        assert!(!format!("{done:?}").contains("right"), "{done:?}");
    }
    let mariadb = Checkout::fixture("sql-mariadb-idempotent");
    let url = servers.url("mariadb_tls");
    for (options, code) in [
        ("", 0),
        ("ssl-mode=REQUIRED", 0),
        (&format!("ssl-mode=VERIFY_IDENTITY&ssl-ca={ca}"), 0),
        ("ssl-mode=VERIFY_CA", 2),
        ("ssl-mode=DISABLED", 2),
    ] {
        let done = verify(&mariadb, &format!("{url}?{options}"), &[]);
        assert_eq!(done.code, Some(code), "{options}: {done:?}");
    }
    frameworks(servers, ca);
}

/// The drivers of Alembic, Rails and SeaORM are told what the URL says.
fn frameworks(servers: &Servers, ca: &str) {
    let url = format!("{}?sslmode=verify-full&sslrootcert={ca}", servers.url("postgres_tls"));
    let python = crate::servers::python();
    let alembic = Checkout::fixture("alembic-leaderboard-rewards-idempotent");
    let done = verify(&alembic, &url, &["--python", python.to_str().unwrap()]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let rails = Checkout::fixture("rails-email-tracking");
    rails.remove("config/application.rb");
    let file = "db/migrate/20260114190000_create_email_clicks.rb";
    let done = verify(&rails, &url, &["--ruby", "/usr/bin/ruby -W0", file]);
    assert!(done.out.contains("already exists (42P07)"), "{done:?}");
    #[cfg(target_os = "linux")]
    if let Some([_, mended]) = crate::seaorm::migrators() {
        let checkout =
            crate::seaorm::bakery("seaorm-bakery-idempotent", "sqlx-postgres", "postgres://localhost/bakery");
        let done = crate::seaorm::verify(&checkout, &mended, &["--database-url", &url]);
        assert_eq!(done.code, Some(0), "{done:?}");
    }
}
