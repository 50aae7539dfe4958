//! Any text as a migration of this tool: no panic, no hang, and fixes settle.

#![no_main]

use libfuzzer_sys::fuzz_target;
use remigrate::engine::{Dialect, Tool};

fuzz_target!(|text: &str| remigrate_fuzz::check(Tool::SeaOrm, Dialect::Postgres, text));
