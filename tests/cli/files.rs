//! What stands behind a name: links, modes, folders, full disks, files that somebody else is writing.

use std::fs;

use crate::support::{Checkout, RUBY, SQL};

const FILE: &str = "migrations/001_a.sql";

#[cfg(unix)]
#[test]
fn a08_symbolic_links() {
    use std::os::unix::fs::symlink;
    let checkout = Checkout::sql(SQL);
    checkout.write("shared/002_b.sql", SQL.replace("users", "posts"));
    symlink("../shared/002_b.sql", checkout.path("migrations/002_b.sql")).unwrap();
    checkout.fix();
    assert!(fs::symlink_metadata(checkout.path("migrations/002_b.sql")).unwrap().is_symlink());
    assert!(checkout.text("shared/002_b.sql").contains("IF NOT EXISTS"), "written through the link");

    let outside = Checkout::new(&[("c.sql", SQL)]);
    symlink(outside.path("c.sql"), checkout.path("migrations/003_c.sql")).unwrap();
    checkout.run(&["lint", "--fix"]).expect(2, "003_c.sql: is a link out of the tree");
    assert_eq!(outside.text("c.sql"), SQL);
    checkout.run(&["lint", "--fix", "--dialect", "postgresql", "migrations/003_c.sql"]).expect(0, "Fixed");
    assert!(outside.text("c.sql").contains("IF NOT EXISTS"), "named, it is written");

    fs::remove_file(checkout.path("migrations/003_c.sql")).unwrap();
    symlink("gone.sql", checkout.path("migrations/004_d.sql")).unwrap();
    checkout.run(&["lint"]).expect(2, "004_d.sql: is a link to gone.sql");
    checkout.run(&["lint", "migrations/004_d.sql"]).expect(2, "004_d.sql: is a link to gone.sql");
}

#[cfg(unix)]
#[test]
fn a09_hard_links_mode_and_owner() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let checkout = Checkout::sql(SQL);
    let path = checkout.path(FILE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let before = fs::metadata(&path).unwrap();
    checkout.fix();
    let after = fs::metadata(&path).unwrap();
    assert_eq!(after.permissions().mode() & 0o7777, 0o755);
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));

    let checkout = Checkout::sql(SQL);
    fs::hard_link(checkout.path(FILE), checkout.path("other.txt")).unwrap();
    let done = checkout.fix();
    assert!(done.err.contains("hard links"), "{done:?}");
    assert_eq!(checkout.text("other.txt"), checkout.text(FILE));
    assert_eq!(fs::metadata(checkout.path(FILE)).unwrap().nlink(), 2);
}

/// Dies at each point of the way; the hook exists in debug builds only.
#[cfg(debug_assertions)]
#[test]
fn a10_a_crash_leaves_old_or_new() {
    let fixed = {
        let checkout = Checkout::sql(SQL);
        checkout.fix();
        checkout.text(FILE)
    };
    for (point, expected) in [("made", SQL), ("half", SQL), ("staged", SQL), ("renamed", fixed.as_str())] {
        let checkout = Checkout::sql(SQL);
        let status = checkout.command(&["lint", "--fix"]).env("REMIGRATE_CRASH_AT", point).output().unwrap().status;
        assert_eq!(status.code(), None, "{point}: it died");
        assert_eq!(checkout.text(FILE), expected, "{point}");
        checkout.fix();
        assert_eq!(checkout.text(FILE), fixed, "{point}: the next run is not in the way of what was left behind");
    }
}

#[cfg(unix)]
#[test]
fn a11_read_only_files_and_full_disks() {
    use std::os::unix::fs::PermissionsExt;
    let checkout = Checkout::sql(SQL);
    fs::set_permissions(checkout.path(FILE), fs::Permissions::from_mode(0o444)).unwrap();
    checkout.run(&["lint", "--fix"]).expect(2, "001_a.sql: is read-only");
    assert_eq!(checkout.text(FILE), SQL);

    // No file may grow over one block: as on a full disk, writing stops half-way.
    let checkout = Checkout::sql(&format!("{SQL}-- {}\n", "x".repeat(4000)));
    let before = checkout.text(FILE);
    let limit = format!("trap '' XFSZ; ulimit -f 1; exec {} lint --fix", env!("CARGO_BIN_EXE_remigrate"));
    let done = std::process::Command::new("sh").args(["-c", &limit]).current_dir(checkout.path("")).output().unwrap();
    assert_eq!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(String::from_utf8_lossy(&done.stderr).contains("001_a.sql: can't be written"));
    assert_eq!(checkout.text(FILE), before);
    assert_eq!(fs::read_dir(checkout.path("migrations")).unwrap().count(), 1, "no temporary file stays");
}

#[test]
fn a12_a_file_that_changed_meanwhile_is_left_alone() {
    let checkout = Checkout::sql(SQL);
    let path = camino::Utf8PathBuf::from_path_buf(checkout.path(FILE)).unwrap();
    let scope = remigrate::project::Scope::of(std::slice::from_ref(&path));
    let project = remigrate::project::discover(&scope, &remigrate::config::Config::default());
    let hash = project.origins[0].hash;
    let staged = remigrate::write::stage(&path, b"new".to_vec(), &hash).unwrap();
    checkout.write(FILE, "theirs");
    let error = staged.commit(&hash).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("changed while it was being checked"));
    assert_eq!(checkout.text(FILE), "theirs");
}

#[test]
fn a13_generated_files_are_not_rewritten() {
    for head in ["-- @generated by x\n", "-- Code generated by x; DO NOT EDIT.\n"] {
        let text = format!("{head}{SQL}");
        let checkout = Checkout::sql(&text);
        let done = checkout.run(&["lint", "--fix"]);
        done.expect(1, "a program writes it");
        assert_eq!(checkout.text(FILE), text);
    }
    let checkout = Checkout::rails(RUBY);
    for name in ["db/schema.rb", "db/structure.sql"] {
        checkout.write(name, "CREATE TABLE t (id int);\n");
        checkout.run(&["lint", "--fix", name]);
        assert_eq!(checkout.text(name), "CREATE TABLE t (id int);\n");
    }
}

#[test]
fn a23_standard_input_is_never_written() {
    let checkout = Checkout::sql("-- old\n");
    let before = fs::metadata(checkout.path(FILE)).unwrap().modified().unwrap();
    let name = ["--stdin-filename", FILE];
    checkout.pipe(&[&["lint", "--format", "concise"], &name[..]].concat(), SQL).expect(1, "001_a.sql:1:1: ");
    let fixed = checkout.pipe(&[&["lint", "--fix"], &name[..]].concat(), SQL);
    assert!(fixed.out.starts_with("CREATE TABLE IF NOT EXISTS users"), "{fixed:?}");
    let same = checkout.pipe(&[&["lint", "--fix"], &name[..]].concat(), "SELECT 1;");
    assert_eq!(same.out, "SELECT 1;", "what needs no repair comes back as it was");
    let diff = checkout.pipe(&[&["lint", "--diff"], &name[..]].concat(), SQL);
    assert!(diff.out.starts_with("--- a/migrations/001_a.sql"), "{diff:?}");
    assert_eq!(checkout.text(FILE), "-- old\n");
    assert_eq!(fs::metadata(checkout.path(FILE)).unwrap().modified().unwrap(), before);
    checkout.pipe(&["lint", "-"], SQL).expect(2, "--stdin-filename");
}

#[test]
fn a28_odd_sizes() {
    let checkout = Checkout::sql("");
    checkout.run(&["lint"]).expect(0, "");
    checkout.write(FILE, b"SELECT 1;\n\0\n");
    checkout.run(&["lint"]).expect(2, "001_a.sql: holds a NUL byte (line 2)");
    checkout.write(FILE, format!("SELECT '{}';\n{SQL}", "x".repeat(10_000)));
    checkout.run(&["lint"]).expect(1, "unguarded-create-table");
    let line = format!("-- {}\n", "x".repeat(97));
    checkout.write(FILE, format!("{}{SQL}", line.repeat(100_000)));
    checkout.run(&["lint", "--format", "concise"]).expect(1, "001_a.sql:100001:1: ");
    checkout.write(FILE, vec![b' '; 50 << 20]);
    checkout.write("migrations/002_b.sql", SQL);
    let done = checkout.run(&["lint", "--format", "concise"]);
    done.expect(2, "001_a.sql: is 50 MB large");
    assert!(done.out.contains("002_b.sql:1:1: "), "the other file is checked: {done:?}");
}

#[test]
fn a_folder_called_like_a_file() {
    let checkout = Checkout::sql(SQL);
    fs::create_dir(checkout.path("migrations/002_b.sql")).unwrap();
    let done = checkout.run(&["lint", "--format", "concise"]);
    done.expect(2, "002_b.sql: is a directory");
    assert!(done.out.contains("001_a.sql:1:1: "));
}
