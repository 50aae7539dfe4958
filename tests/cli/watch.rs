//! `--watch` looks again by itself.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use crate::support::{Checkout, SQL};

#[test]
fn changes_are_seen() {
    let checkout = Checkout::sql(SQL);
    let mut command = checkout.command(&["lint", "--watch", "--format", "concise"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).stdin(Stdio::null()).spawn().unwrap();
    let (sender, lines) = mpsc::channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    let wait_for = |needle: &str| {
        while !lines.recv_timeout(Duration::from_secs(60)).expect(needle).contains(needle) {}
    };
    wait_for("001_a.sql:2:1");
    checkout.write("migrations/001_a.sql", "SELECT 1;\nSELECT 2;\nDROP TABLE users;\n");
    wait_for("001_a.sql:3:1");
    checkout.write("migrations/002_b.sql", "DROP TABLE posts;\n");
    wait_for("002_b.sql:1:1");
    // A configuration that is wrong for a moment does not end it.
    checkout.write("remigrate.toml", "ignor = 1\n");
    checkout.write("remigrate.toml", format!("{}[levels]\nunguarded-drop = \"error\"\n", ""));
    wait_for("002_b.sql:1:1: error");
    child.kill().unwrap();
    child.wait().unwrap();
    Checkout::new(&[("a.txt", "")]).run(&["lint", "--watch"]).expect(2, "there is nothing to watch");
}
