//! What comes out, and where: streams, colours, order, positions.

use std::io::Read;
use std::process::Stdio;

use crate::support::{Checkout, SQL};

#[test]
fn a26_a_closed_pipe_is_quiet() {
    let checkout = Checkout::sql(&(0..700).map(|n| SQL.replace("users", &format!("t{n}"))).collect::<String>());
    for format in ["pretty", "concise", "json"] {
        let mut command = checkout.command(&["lint", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 1];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let done = child.wait_with_output().unwrap();
        let err = String::from_utf8(done.stderr).unwrap();
        assert!(!err.contains("panicked") && !err.contains("Broken pipe"), "{format}: {err}");
        assert_eq!(done.status.code(), Some(1), "{format}: {err}");
    }
    let mut child = checkout.command(&["rules"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap(), "");
}

#[test]
fn a27_colours_only_where_they_are_wanted() {
    let checkout = Checkout::sql(SQL);
    let colours = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = checkout.command(arguments);
        let done = command.envs(variables.iter().copied()).output().unwrap();
        (done.stdout.contains(&0x1b), done.stderr.contains(&0x1b))
    };
    for format in ["pretty", "concise"] {
        let lint = ["lint", "--format", format];
        assert_eq!(colours(&[], &lint), (false, false), "piped");
        assert_eq!(colours(&[("FORCE_COLOR", "1")], &lint), (true, true));
        assert_eq!(colours(&[("CLICOLOR_FORCE", "1")], &lint), (true, true));
        assert_eq!(colours(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], &lint), (false, false));
        assert_eq!(colours(&[("NO_COLOR", "1")], &["lint", "--format", format, "--color", "always"]), (true, true));
    }
    assert!(!colours(&[("FORCE_COLOR", "1")], &["lint", "--format", "json"]).0, "json holds none");
    assert!(!colours(&[("FORCE_COLOR", "1")], &["lint", "--diff"]).0, "nor does a diff, which is to be applied");
}

#[test]
fn a29_the_order_does_not_depend_on_threads() {
    let checkout = Checkout::sql(SQL);
    for number in 2..60 {
        checkout.write(&format!("migrations/{number:03}_x.sql"), SQL.replace("users", &format!("t{number}")));
    }
    let one = checkout.run(&["lint", "--format", "json", "-j", "1"]).out;
    for _ in 0..3 {
        assert_eq!(checkout.run(&["lint", "--format", "json", "-j", "8"]).out, one);
    }
    let concise = checkout.run(&["lint", "--format", "concise"]).out;
    let files: Vec<&str> = concise.lines().filter_map(|line| line.split(':').next()).collect();
    assert!(files.is_sorted() && files.len() > 100, "{files:?}");
}

#[test]
fn a30_lines_and_columns_start_at_one() {
    let checkout = Checkout::sql(SQL);
    let concise = checkout.run(&["lint", "--format", "concise"]).out;
    assert!(concise.starts_with("migrations/001_a.sql:1:1: "), "{concise}");
    assert!(checkout.run(&["lint"]).out.contains("migrations/001_a.sql:1:1"));
    let json: serde_json::Value = serde_json::from_str(&checkout.run(&["lint", "--format", "json"]).out).unwrap();
    let start = &json["findings"][0]["primary"]["start"];
    assert_eq!(
        (start["line"].as_u64(), start["column"].as_u64(), start["offset"].as_u64()),
        (Some(1), Some(1), Some(0))
    );
    let rows = json["findings"].as_array().unwrap().iter().map(|found| found["primary"]["start"]["line"].as_u64());
    assert!(rows.flatten().any(|line| line == 2), "{json}");
}

#[test]
fn a31_odd_characters_in_paths() {
    let checkout = Checkout::sql("SELECT 1;\n");
    for name in ["002_50%,a:b.sql", "003_line\nbreak.sql"] {
        let file = format!("migrations/{name}");
        checkout.write(&file, SQL);
        let json: serde_json::Value = serde_json::from_str(&checkout.run(&["lint", "--format", "json"]).out).unwrap();
        let paths = json["findings"].as_array().unwrap().iter().filter_map(|found| found["primary"]["path"].as_str());
        assert!(paths.into_iter().any(|path| path == file), "{json}");
    }
    let concise = checkout.run(&["lint", "--format", "concise"]).out;
    assert!(concise.contains("migrations/002_50%,a:b.sql:1:1: "), "{concise}");
    for line in concise.lines() {
        assert!(line.starts_with("migrations/"), "one line for each finding: {concise}");
    }
}

#[test]
fn findings_go_to_stdout_and_the_rest_to_stderr() {
    let checkout = Checkout::sql(SQL);
    let done = checkout.run(&["lint", "--format", "concise", "--statistics"]);
    assert!(done.out.lines().all(|line| line.starts_with("migrations/001_a.sql:")), "{done:?}");
    assert!(done.err.contains("Found "), "{done:?}");
}
