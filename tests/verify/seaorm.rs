//! SeaORM through a project's own migrator: the fixtures' as `tests/engines/seaorm` builds them.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::support::{Checkout, Done};

/// The migrators of the broken and of the mended bakery; nothing where they can't be built here, which is said.
pub(crate) fn migrators() -> Option<[PathBuf; 2]> {
    let wanted = std::env::var("REMIGRATE_ENGINES").unwrap_or_default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let set = std::env::var("REMIGRATE_SEAORM_TARGET").map(PathBuf::from);
    let target = set.unwrap_or_else(|_| root.join("target/engines/seaorm"));
    if wanted == "off" || wanted != "required" && !root.join("target/engines/venv").exists() {
        eprintln!("not run: verify with SeaORM (scripts/setup-engines has not been run)");
        return None;
    }
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--bin", "bakery", "--bin", "bakery-idempotent", "--manifest-path"])
        .arg(root.join("tests/engines/seaorm/Cargo.toml"))
        .env("CARGO_TARGET_DIR", &target)
        .env("SEAORM_CASES", target.join("cases"))
        .output()
        .unwrap();
    if !built.status.success() {
        assert_ne!(wanted, "required", "{}", String::from_utf8_lossy(&built.stderr));
        eprintln!("not run: verify with SeaORM ({})", String::from_utf8_lossy(&built.stderr).trim());
        return None;
    }
    Some(["bakery", "bakery-idempotent"].map(|name| target.join("debug").join(name)))
}

/// The project for a database; its files are as old as the migrator thinks.
pub(crate) fn bakery(name: &str, feature: &str, url: &str) -> Checkout {
    let checkout = Checkout::fixture(name);
    let manifest = checkout.read("migration/Cargo.toml").replace("sqlx-sqlite", feature);
    std::fs::write(checkout.path().join("migration/Cargo.toml"), manifest).unwrap();
    std::fs::write(checkout.path().join(".env"), format!("DATABASE_URL={url}\n")).unwrap();
    for file in std::fs::read_dir(checkout.path().join("migration/src")).unwrap() {
        File::open(file.unwrap().path()).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    }
    checkout
}

pub(crate) fn verify(checkout: &Checkout, migrator: &Path, more: &[&str]) -> Done {
    let arguments = [&["verify", "--all", "--migrator", migrator.to_str().unwrap()][..], more].concat();
    checkout.run(&arguments)
}

#[test]
fn the_migrator_is_held_where_sqlite_is_inside() {
    let Some([broken, mended]) = migrators() else { return };
    let done = verify(&bakery("seaorm-bakery", "sqlx-sqlite", "sqlite://bakery.db?mode=rwc"), &broken, &[]);
    assert_eq!(done.code, Some(1), "{done:?}");
    for told in [
        "m20260105_090000_create_bakery.rs      ✓          ✓          ✗ 1/2    ✓            ✗",
        "m20260119_101000_seed_breads.rs        ✓          ✗          ✗ 2/2    ✓            ✗",
        "index idx_bakery_name is missing",
        "rolled back again: no such table: bread",
    ] {
        assert!(done.out.contains(told), "{told}\n{}", done.out);
    }
    let done = verify(&bakery("seaorm-bakery-idempotent", "sqlx-sqlite", "sqlite://bakery.db?mode=rwc"), &mended, &[]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.out.contains("m20260119_101000_seed_breads.rs        ✓          ✓          ✓ 2      ✓"),
        "{}",
        done.out
    );
}

#[test]
fn migrators_that_do_not_fit_are_told() {
    let checkout = bakery("seaorm-bakery", "sqlx-sqlite", "sqlite://bakery.db?mode=rwc");
    let none = checkout.run(&["verify", "--all"]);
    assert_eq!(none.code, Some(2), "{none:?}");
    assert!(none.err.contains("name it with --migrator"), "{}", none.err);
    let absent = verify(&checkout, Path::new("/nowhere/migration"), &[]);
    assert!(absent.err.contains("can't start /nowhere/migration: No such file"), "{}", absent.err);
    let other = verify(&checkout, Path::new("/bin/true"), &[]);
    assert!(other.err.contains("the migrator did not run m20260105_090000_create_bakery"), "{}", other.err);
    let file = checkout.path().join("migration/src/m20260105_090000_create_bakery.rs");
    File::open(file).unwrap().set_modified(SystemTime::now()).unwrap();
    let old = verify(&checkout, Path::new("/bin/true"), &[]);
    assert!(old.err.contains("is newer than /bin/true: build the migrator first"), "{}", old.err);
    for done in [absent, other, old] {
        assert_eq!(done.code, Some(2), "{done:?}");
    }
}
