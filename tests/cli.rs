//! The command line as its users meet it: the built program, run on small checkouts in a temporary folder.
//!
//! A1 to A32 are the acceptance tests drawn from what broke in the fix engines of other linters.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

#[path = "cli/support.rs"]
mod support;

#[path = "cli/baseline.rs"]
mod baseline;
#[path = "cli/bytes.rs"]
mod bytes;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/fixes.rs"]
mod fixes;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/frozen.rs"]
mod frozen;
#[path = "cli/init.rs"]
mod init;
#[path = "support/installed.rs"]
mod installed;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/review.rs"]
mod review;
#[path = "cli/since.rs"]
mod since;
#[path = "cli/watch.rs"]
mod watch;
